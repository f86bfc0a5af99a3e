namespace ExactGN.Experiments;

/// <summary>How two readings are compared.</summary>
public enum Comparison
{
    /// <summary>The subject's reading is smaller: ln(rival) − ln(factor · subject) is positive. For losses.</summary>
    SmallerByFactor,

    /// <summary>The subject's reading is larger: ln(subject) − ln(factor · rival) is positive. For losses.</summary>
    LargerByFactor,

    /// <summary>The subject's reading is lower: rival − subject is positive. For accuracies and other differences.</summary>
    Lower,

    /// <summary>The subject's reading is higher, by a factor: subject − max(rival, factor · rival) is positive. For cuts in per cent.</summary>
    Higher,

    /// <summary>The subject's reading is at least the factor: subject − factor is positive. There is no rival.</summary>
    AtLeast,

    /// <summary>The two readings are no further apart than the factor: factor − |subject − rival| is positive.</summary>
    Within,
}

/// <summary>One part of a claim: the subject's reading of a curve against the rival's, paired by seed.</summary>
/// <remarks>The difference per seed is positive when that seed is on the claim's side; the verdict is that of its 95 % t interval.</remarks>
/// <param name="Statement">What is claimed, in words.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Reading">The number read off it.</param>
/// <param name="Subject">The arm the claim is about.</param>
/// <param name="Rival">The arm it is compared with; the subject itself where there is no rival.</param>
/// <param name="Comparison">How.</param>
/// <param name="Factor">1 for a plain comparison; what "far more", "near" and "like" mean in numbers otherwise.</param>
public sealed record Criterion(string Statement, Curve Curve, Reading Reading, string Subject, string Rival, Comparison Comparison, double Factor = 1)
{
    /// <summary>Whether there is a rival at all.</summary>
    public bool HasRival => Rival != Subject;

    /// <summary>The same comparison between each optimiser's best arms of a learning-rate sweep.</summary>
    /// <param name="runs">All runs of the experiment.</param>
    public Criterion AtBestRates(IReadOnlyCollection<RunResult> runs) =>
        this with { Subject = LearningRateSweep.Best(Subject, runs), Rival = LearningRateSweep.Best(Rival, runs) };

    /// <summary>Judges the runs.</summary>
    /// <param name="runs">All runs of the experiment; a seed counts where both arms ran.</param>
    public CriterionResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        SeedReading?[] pairs = [.. Arm(Subject).Join(Arm(Rival), s => s.Configuration.Seed, r => r.Configuration.Seed, Pair)];
        SeedReading[] readings = [.. pairs.OfType<SeedReading>()];
        var interval = PairedInterval.Of([.. readings.Select(reading => reading.Difference)]);
        return new(this, readings, interval, Diverged(Subject), Diverged(Rival), pairs.Length - readings.Length);

        IEnumerable<RunResult> Arm(string arm) => runs.Where(run => run.Configuration.Arm == arm).OrderBy(run => run.Configuration.Seed);
        int Diverged(string arm) => Arm(arm).Count(run => run.Divergence is not null);
        SeedReading? Pair(RunResult subject, RunResult rival) =>
            Reading.Read(Curve, subject, runs) is { } s && Reading.Read(Curve, rival, runs) is { } r
            && Difference(s, r) is var difference && double.IsFinite(difference)
                ? new(subject, rival, s, r, difference)
                : null;
    }

    private double Difference(double subject, double rival) => Comparison switch
    {
        Comparison.SmallerByFactor => Math.Log(rival) - Math.Log(Factor * subject),
        Comparison.LargerByFactor => Math.Log(subject) - Math.Log(Factor * rival),
        Comparison.Lower => rival - subject,
        // A rival whose reading is negative is not made easier to beat by the factor.
        Comparison.Higher => subject - Math.Max(rival, Factor * rival),
        Comparison.AtLeast => subject - Factor,
        Comparison.Within => Factor - Math.Abs(subject - rival),
        _ => throw new InvalidOperationException($"No such comparison: {Comparison}."),
    };
}

/// <summary>A seed's two readings and their difference, positive on the claim's side.</summary>
/// <param name="Subject">The subject's run.</param>
/// <param name="Rival">The rival's run.</param>
/// <param name="SubjectValue">The subject's reading.</param>
/// <param name="RivalValue">The rival's reading.</param>
/// <param name="Difference">The paired difference.</param>
public sealed record SeedReading(RunResult Subject, RunResult Rival, double SubjectValue, double RivalValue, double Difference);

/// <summary>A criterion's verdict and what it rests on.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Readings">One entry per seed.</param>
/// <param name="Interval">The interval of the paired differences.</param>
/// <param name="SubjectDiverged">How many of the subject's runs diverged.</param>
/// <param name="RivalDiverged">How many of the rival's did.</param>
/// <param name="LeftOut">Seeds without a finite difference, such as the logarithm of a loss of zero; they are not in the interval.</param>
public sealed record CriterionResult(
    Criterion Criterion, IReadOnlyList<SeedReading> Readings, PairedInterval Interval, int SubjectDiverged, int RivalDiverged, int LeftOut)
{
    /// <summary>Holds, fails or undecided.</summary>
    public Verdict Verdict => Interval.Verdict;
}
