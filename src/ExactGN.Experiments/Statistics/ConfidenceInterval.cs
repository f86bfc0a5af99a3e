namespace ExactGN.Experiments.Statistics;

/// <summary>A confidence interval.</summary>
/// <param name="Centre">The estimate: the mean or, for a sign interval, the median.</param>
/// <param name="Low">The interval's lower end; −∞ where there is none.</param>
/// <param name="High">Its upper end; +∞ where there is none.</param>
public readonly record struct ConfidenceInterval(double Centre, double Low, double High)
{
    /// <summary>The confidence of intervals that stand for themselves.</summary>
    public const double Confidence = 0.95;

    /// <summary>The one-sided level that goes with it: a part holds when its one-sided p is at most this.</summary>
    public const double Level = 0.025;

    /// <summary>The confidence of intervals that decide an equivalence: two one-sided tests at 5 %.</summary>
    public const double EquivalenceConfidence = 0.90;
}
