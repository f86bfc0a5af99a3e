namespace ExactGN.Experiments.Statistics;

/// <summary>How paired differences are judged: an interval for their centre, and the one-sided test that agrees with
/// it.</summary>
public sealed record LocationTest
{
    private readonly Func<IReadOnlyCollection<double>, double, ConfidenceInterval> _interval;
    private readonly Func<IReadOnlyCollection<double>, double> _p;

    private LocationTest(string name, int leastSeeds, Func<IReadOnlyCollection<double>, double,
        ConfidenceInterval> interval, Func<IReadOnlyCollection<double>, double> p) =>
        (Name, LeastSeeds, _interval, _p) = (name, leastSeeds, interval, p);

    /// <summary>Student's t for the mean: what decides unless an arm may diverge or jump.</summary>
    public static LocationTest T { get; } = new("t", 2, MeanInterval.Of, MeanInterval.OneSidedP);

    /// <summary>The sign test for the median: where an arm may diverge or jump, which is said beforehand. A run that
    /// diverged counts as infinitely bad.</summary>
    public static LocationTest Sign { get; } = new(
        "sign", SignInterval.LeastSeeds, SignInterval.Of, SignInterval.OneSidedP);

    /// <summary>"t" or "sign".</summary>
    public string Name { get; }

    /// <summary>The fewest seeds with which it can decide.</summary>
    public int LeastSeeds { get; }

    /// <summary>The two-sided interval.</summary>
    /// <param name="differences">d, one per seed.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public ConfidenceInterval IntervalOf(IReadOnlyCollection<double> differences,
        double confidence = ConfidenceInterval.Confidence) => _interval(differences, confidence);

    /// <summary>The one-sided p against "the centre is not positive"; at most 0.025 where the 95 % interval lies above
    /// 0.</summary>
    /// <param name="differences">d, one per seed.</param>
    public double OneSidedP(IReadOnlyCollection<double> differences) => _p(differences);

    /// <summary>Whether the centre is positive, as evidence for a claim.</summary>
    /// <param name="differences">d, one per seed, positive on the claim's side.</param>
    public PartEvidence Evidence(IReadOnlyCollection<double> differences) =>
        differences.Count < LeastSeeds ? PartEvidence.TooFewSeeds
            : new(OneSidedP(differences), OneSidedP([.. differences.Select(d => -d)]));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
