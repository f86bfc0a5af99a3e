namespace ExactGN.Experiments.Design;

/// <summary>One part of a claim: the subject's reading of a curve against the rival's, paired by seed.</summary>
/// <remarks>The difference per seed is positive when that seed is on the claim's side (for equivalences: where the
/// subject's reading is the larger).</remarks>
/// <param name="Statement">What is claimed, in words.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Reading">The number read off it.</param>
/// <param name="Subject">The arm the claim is about.</param>
/// <param name="Rival">The arm it is compared with; the subject itself where there is no rival.</param>
/// <param name="Comparison">How.</param>
/// <param name="Factor">1 for a plain comparison; what "far more", "near" and "like" mean in numbers otherwise.</param>
public record Criterion(string Statement, Metric Curve, Reading Reading, Arm Subject, Arm Rival,
    Comparison Comparison, double Factor = 1)
{
    /// <summary>What decides: t, or sign where an arm may diverge or jump, which is to be said before the
    /// runs.</summary>
    public LocationTest Test { get; init; } = LocationTest.T;

    /// <summary>Whether there is a rival at all.</summary>
    public bool HasRival => Rival != Subject;

    /// <summary>Whether it is claimed that readings are alike.</summary>
    public bool IsEquivalence => Comparison is Comparison.Equivalent or Comparison.EquivalentByFactor;

    /// <summary>The confidence of the interval that goes with the verdict.</summary>
    public double Confidence => IsEquivalence ? ConfidenceInterval.EquivalenceConfidence
        : ConfidenceInterval.Confidence;

    /// <summary>All arms that it reads.</summary>
    public virtual IEnumerable<Arm> ComparedArms => [Subject, Rival];

    /// <summary>The same comparison between other arms, such as the same arms at other rates.</summary>
    /// <param name="arm">The arm that takes an arm's place.</param>
    public virtual Criterion Between(Func<Arm, Arm> arm) =>
        this with { Subject = arm(Subject), Rival = arm(Rival) };

    /// <summary>Judges the runs by this criterion alone.</summary>
    /// <param name="runs">All runs of the experiment; a seed counts where all its arms ran.</param>
    public virtual CriterionResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        var (readings, leftOut) = Readings(runs);
        double[] differences = [.. readings.Select(reading => reading.Difference)];
        var result = Result(runs, readings, leftOut, Evidence(differences));
        var answers = Answers(readings);
        var margin = IsEquivalence || readings.Count == 0 ? null
            : EquivalenceMargin.Of(this, readings[0].Subject.Configuration.Data);
        return (answers is null ? result : result.Over(answers)) with
        {
            AlikeWithin = margin is { } within && IsAlike(within) ? within : null,
        };

        bool IsAlike(double within) => ClaimVerdict.Of([answers is null || Test == LocationTest.Sign
            ? EquivalenceTest.Evidence(differences, within, Test)
            : CommonTestSetInterval.Evidence(answers, within)]).Verdict == Verdict.Holds;
    }

    // d_si in per cent, positive on the claim's side; null where seeds share no test samples, a run recorded no answers
    // (one that diverged has none), or the reading is another than how many are right at the end.
    private IReadOnlyList<IReadOnlyList<double>>? Answers(IReadOnlyList<SeedReading> readings)
    {
        TestAnswers?[] given =
            [.. readings.SelectMany(reading => new[] { reading.Subject.Answers, reading.Rival.Answers })];
        var compared = Curve == Metric.TestAccuracy && Reading == Reading.Final && HasRival
            && (Comparison is Comparison.Lower or Comparison.Equivalent
                || (Comparison == Comparison.Higher && Factor == 1));
        if (!compared || readings.Count < 2 || given.Any(answers => answers is not { Samples: > 1 })
            || given.Select(answers => answers!.Samples).Distinct().Count() > 1)
        {
            return null;
        }

        var scale = Comparison == Comparison.Lower ? -100.0 : 100;
        return
        [
            .. readings.Select(reading => reading.Subject.Answers!.Right().Zip(reading.Rival.Answers!.Right(),
                (subject, rival) => scale * (subject - rival)).ToArray()),
        ];
    }

    /// <summary>What the differences say about the claim.</summary>
    /// <param name="differences">One per seed.</param>
    protected PartEvidence Evidence(IReadOnlyCollection<double> differences) => Comparison switch
    {
        Comparison.Equivalent => EquivalenceTest.Evidence(differences, Factor, Test),
        Comparison.EquivalentByFactor => EquivalenceTest.Evidence(differences, Math.Log(Factor), Test),
        _ => Test.Evidence(differences),
    };

    /// <summary>Readings and what follows from them.</summary>
    /// <param name="runs">All runs of the experiment.</param>
    /// <param name="readings">One per seed.</param>
    /// <param name="leftOut">Seeds without a difference.</param>
    /// <param name="evidence">What they say.</param>
    protected CriterionResult Result(IReadOnlyCollection<RunResult> runs, IReadOnlyList<SeedReading> readings,
        int leftOut, PartEvidence evidence)
    {
        double[] differences = [.. readings.Select(reading => reading.Difference)];
        return new(
            this, readings, evidence, Test.IntervalOf(differences, Confidence),
                SignInterval.Of(differences, Confidence),
            differences.All(double.IsFinite) ? MeanInterval.DetectableEffect(differences) : double.PositiveInfinity,
            Diverged(Subject), Diverged(Rival), leftOut);

        int Diverged(Arm arm) => runs.Count(run => run.Configuration.Arm == arm && run.Divergence is not null);
    }

    /// <summary>A reading per seed that both arms ran, in the order of the seeds, and how many seeds have no
    /// difference.</summary>
    /// <param name="runs">All runs of the experiment.</param>
    protected (IReadOnlyList<SeedReading> Readings, int LeftOut) Readings(IReadOnlyCollection<RunResult> runs)
    {
        SeedReading?[] pairs = [.. Of(Subject).Join(
            Of(Rival), s => s.Configuration.Seed, r => r.Configuration.Seed, Pair)];
        SeedReading[] readings = [.. pairs.OfType<SeedReading>()];
        return (readings, pairs.Length - readings.Length);

        IEnumerable<RunResult> Of(Arm arm) => runs.Where(run => run.Configuration.Arm == arm)
            .OrderBy(run => run.Configuration.Seed);
        SeedReading? Pair(RunResult subject, RunResult rival) =>
            Read(subject, runs) is { } s && Read(rival, runs) is { } r && Difference(s, r) is { } difference
                ? new(subject, rival, s, r, difference) : null;
    }

    // Where the sign decides, a run that diverged is infinitely bad; where t does, its curve goes on with the worst
    // value of a finished run.
    private double? Read(RunResult run, IReadOnlyCollection<RunResult> runs) => run.Divergence is not null
        && Test == LocationTest.Sign
        ? Curve.LowerIsBetter ? double.PositiveInfinity : double.NegativeInfinity
        : Reading.Read(Curve, run, runs);

    // t takes finite differences only. For the sign, two arms that are infinitely bad on a seed speak for no side, and
    // two that never come to where a reading waits for them say nothing at all.
    private double? Difference(double subject, double rival) => Compare(subject, rival) is var difference
        && double.IsFinite(difference) ? difference
        : Test != LocationTest.Sign ? null
        : !double.IsNaN(difference) ? difference
        : Reading.IsWait ? null : 0;

    private double Compare(double subject, double rival) => Comparison switch
    {
        Comparison.SmallerByFactor => Math.Log(rival) - Math.Log(Factor * subject),
        Comparison.LargerByFactor => Math.Log(subject) - Math.Log(Factor * rival),
        Comparison.Lower => rival - subject,
        // A rival whose reading is negative is not made easier to beat by the factor.
        Comparison.Higher => subject - Math.Max(rival, Factor * rival),
        Comparison.AtLeast => subject - Factor,
        Comparison.EquivalentByFactor => Math.Log(subject) - Math.Log(rival),
        Comparison.Equivalent => subject - rival,
        _ => throw new InvalidOperationException($"No such comparison: {Comparison}."),
    };
}
