namespace ExactGN.Experiments.Statistics;

/// <summary>Student's interval for the mean of paired differences and the test that belongs to it.</summary>
public static class MeanInterval
{
    /// <summary>mean(d) ± t·sd(d)/√m. Fewer than two differences leave it unbounded.</summary>
    /// <param name="differences">d, one per seed, each finite.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    [Equation("mean(d) ± t₀.₉₇₅(m − 1)·sd(d)/√m")]
    public static ConfidenceInterval Of(IReadOnlyCollection<double> differences,
        double confidence = ConfidenceInterval.Confidence)
    {
        if (differences.Count < 2)
        {
            return new(differences.Count == 1 ? differences.First()
                : double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        }

        var mean = differences.Average();
        var half = StudentT.TwoSidedQuantile(confidence, differences.Count - 1) * StandardError(differences, mean);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>The one-sided p against "the mean is not positive", P(T ≥ mean/(sd/√m)); 1 for fewer than two
    /// differences.</summary>
    /// <param name="differences">d, one per seed, each finite.</param>
    public static double OneSidedP(IReadOnlyCollection<double> differences)
    {
        if (differences.Count < 2)
        {
            return 1;
        }

        var mean = differences.Average();
        // Equal differences: 0/0 says nothing, and is no evidence.
        return mean == 0 ? 0.5 : StudentT.UpperTail(mean / StandardError(differences, mean), differences.Count - 1);
    }

    /// <summary>The mean that would have come out significant four times in five, (t₁₋level + t₀.₈)·sd/√m, with t₀.₉₇₅
    /// where nothing else is said; +∞ for fewer than two differences.</summary>
    /// <param name="differences">d, one per seed, each finite.</param>
    /// <param name="level">The one-sided level that decides.</param>
    public static double DetectableEffect(IReadOnlyCollection<double> differences,
        double level = ConfidenceInterval.Level) => differences.Count < 2
        ? double.PositiveInfinity
        : (StudentT.Quantile(1 - level, differences.Count - 1) + StudentT.Quantile(0.8, differences.Count - 1))
            * StandardError(differences, differences.Average());

    /// <summary>Σ(d − mean)²/(m − 1).</summary>
    internal static double Variance(IReadOnlyCollection<double> differences, double mean) =>
        differences.Sum(d => (d - mean) * (d - mean)) / (differences.Count - 1);

    private static double StandardError(IReadOnlyCollection<double> differences, double mean) =>
        Math.Sqrt(Variance(differences, mean) / differences.Count);
}
