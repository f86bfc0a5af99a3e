namespace ExactGN.Experiments;

/// <summary>A confidence interval for the mean of paired differences, mean ± t·s/√k over k seeds.</summary>
/// <param name="Mean">The mean difference.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct PairedInterval(double Mean, double Low, double High)
{
    /// <summary>The confidence of every verdict.</summary>
    public const double Confidence = 0.95;

    /// <summary>The interval of the given differences, one per seed. Fewer than two leave it unbounded.</summary>
    /// <param name="differences">One difference per seed, each finite.</param>
    public static PairedInterval Of(IReadOnlyCollection<double> differences)
    {
        if (differences.Count < 2)
        {
            return new(differences.Count == 1 ? differences.First() : double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        }

        var mean = differences.Average();
        var variance = differences.Sum(d => (d - mean) * (d - mean)) / (differences.Count - 1);
        var half = StudentT.TwoSidedQuantile(Confidence, differences.Count - 1) * Math.Sqrt(variance / differences.Count);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>Holds when the whole interval is positive, fails when the whole of it is negative, undecided when it straddles 0.</summary>
    public Verdict Verdict => Low > 0 ? Verdict.Holds : High < 0 ? Verdict.Fails : Verdict.Undecided;
}
