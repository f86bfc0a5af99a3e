namespace ExactGN.Experiments.Data;

/// <summary>x → (x − mean)/std, one mean and one population standard deviation over all features.</summary>
/// <param name="Mean">The mean of the values it was fitted on.</param>
/// <param name="Deviation">Their population standard deviation.</param>
public readonly record struct Standardisation(double Mean, double Deviation)
{
    /// <summary>Fits on the given values: the training part alone, so that nothing of the test part
    /// leaks into the inputs.</summary>
    /// <param name="values">All features of all training samples.</param>
    public static Standardisation Of(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return new(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Count));
    }

    /// <summary>(x − mean)/std.</summary>
    /// <param name="value">x.</param>
    public double Apply(double value) => (value - Mean) / Deviation;
}
