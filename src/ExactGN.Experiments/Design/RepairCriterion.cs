namespace ExactGN.Experiments.Design;

/// <summary>"It does not repair the subject": with g = ln(loss/rival's loss), the cure leaves more than half of the gap
/// that was there without it, g_cure − ½·g_none &gt; 0, paired by seed.</summary>
/// <remarks>Void unless the gap was there: unless g_none &gt; 0 holds. A cure <em>repairs</em> where the upper limit of
/// g_cure lies below ln 1.05.</remarks>
public sealed record RepairCriterion : Criterion
{
    /// <summary>A cure repairs where its loss is less than this times the rival's.</summary>
    public const double Repaired = 1.05;

    /// <summary>A part of a claim that a cure does not repair.</summary>
    /// <param name="statement">What is claimed, in words.</param>
    /// <param name="curve">A loss.</param>
    /// <param name="reading">The number read off it.</param>
    /// <param name="cure">The arm with the cure.</param>
    /// <param name="untreated">The same arm without it.</param>
    /// <param name="rival">The arm both are compared with.</param>
    public RepairCriterion(string statement, Metric curve, Reading reading, Arm cure, Arm untreated, Arm rival)
        : base(statement, curve, reading, cure, rival, Comparison.LargerByFactor) => Untreated = untreated;

    /// <summary>The subject without the cure.</summary>
    public Arm Untreated { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Arm> ComparedArms => [Subject, Untreated, Rival];

    /// <inheritdoc/>
    public override Criterion Between(Func<Arm, Arm> arm) =>
        this with { Subject = arm(Subject), Untreated = arm(Untreated), Rival = arm(Rival) };

    /// <inheritdoc/>
    public override CriterionResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        var (cured, leftOut) = Readings(runs);
        var (none, _) = (this with { Subject = Untreated }).Readings(runs);
        var pairs = cured
            .Join(
                none,
                c => c.Subject.Configuration.Seed,
                n => n.Subject.Configuration.Seed,
                (c, n) => (Cure: c, None: n.Difference))
            .ToArray();

        // ∞ − ½·∞ speaks for no side.
        SeedReading[] readings = [.. pairs.Select(pair =>
            pair.Cure with { Difference = pair.Cure.Difference - pair.None / 2 is var d && double.IsNaN(d) ? 0 : d })];
        double[] gapsBefore = [.. pairs.Select(pair => pair.None)],
            gapsAfter = [.. pairs.Select(pair => pair.Cure.Difference)];
        var evidence = Test.Evidence([.. readings.Select(reading => reading.Difference)]);
        var gap = ClaimVerdict.Of([Test.Evidence(gapsBefore)]).Verdict;

        return new RepairResult(
            Result(runs, readings, leftOut + cured.Count - readings.Length, gap is Verdict.Holds or Verdict.None
                ? evidence : PartEvidence.Void),
            Test.IntervalOf(gapsBefore), Test.IntervalOf(gapsAfter));
    }
}

/// <summary>What a repair's judging rests on.</summary>
public sealed record RepairResult : CriterionResult
{
    /// <summary>The judging of g_cure − ½·g_none, and the two gaps.</summary>
    /// <param name="difference">The judging.</param>
    /// <param name="without">The 95 % interval of g_none.</param>
    /// <param name="with">The 95 % interval of g_cure.</param>
    public RepairResult(CriterionResult difference, ConfidenceInterval without, ConfidenceInterval with)
        : base(difference) => (Without, With) = (without, with);

    /// <summary>The interval of g_none.</summary>
    public ConfidenceInterval Without { get; }

    /// <summary>The interval of g_cure.</summary>
    public ConfidenceInterval With { get; }

    /// <summary>Whether the cure repairs: there was a gap, and the upper limit of g_cure lies below ln 1.05.</summary>
    public bool Repairs => Evidence.Standing == PartStanding.Judged && With.High < Math.Log(RepairCriterion.Repaired);
}
