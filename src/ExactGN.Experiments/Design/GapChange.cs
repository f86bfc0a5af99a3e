namespace ExactGN.Experiments.Design;

/// <summary>A gap between two arms in one place against the same gap in another: ln(a/b) − ln(a′/b′), paired by seed;
/// positive where the gap is the larger in the first.</summary>
public sealed record GapChange : Criterion
{
    /// <summary>A change of a gap.</summary>
    /// <param name="statement">What is claimed, in words.</param>
    /// <param name="curve">A loss.</param>
    /// <param name="reading">The number read off it.</param>
    /// <param name="here">a and b.</param>
    /// <param name="there">a′ and b′.</param>
    public GapChange(string statement, Metric curve, Reading reading, (Arm Subject, Arm Rival) here,
        (Arm Subject, Arm Rival) there)
        : base(statement, curve, reading, here.Subject, here.Rival, Comparison.LargerByFactor) => There = there;

    /// <summary>a′ and b′.</summary>
    public (Arm Subject, Arm Rival) There { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Arm> ComparedArms => [Subject, Rival, There.Subject, There.Rival];

    /// <inheritdoc/>
    public override Criterion Between(Func<Arm, Arm> arm) =>
        this with { Subject = arm(Subject), Rival = arm(Rival), There = (arm(There.Subject), arm(There.Rival)) };

    /// <inheritdoc/>
    public override CriterionResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        var (here, leftOut) = Readings(runs);
        var (there, _) = (this with { Subject = There.Subject, Rival = There.Rival }).Readings(runs);
        var pairs = here.Join(there, h => h.Subject.Configuration.Seed, t => t.Subject.Configuration.Seed,
            (h, t) => (Here: h, There: t.Difference)).ToArray();

        // ∞ − ∞ speaks for no side.
        SeedReading[] readings = [.. pairs.Select(pair =>
            pair.Here with { Difference = pair.Here.Difference - pair.There is var d && double.IsNaN(d) ? 0 : d })];
        return new GapChangeResult(
            Result(runs, readings, leftOut + here.Count - readings.Length,
                Test.Evidence([.. readings.Select(reading => reading.Difference)])),
            Test.IntervalOf([.. pairs.Select(pair => pair.Here.Difference)]),
            Test.IntervalOf([.. pairs.Select(pair => pair.There)]));
    }
}

/// <summary>What the judging of a gap's change rests on.</summary>
public sealed record GapChangeResult : CriterionResult
{
    /// <summary>The judging, and the two gaps.</summary>
    /// <param name="difference">The judging.</param>
    /// <param name="here">The 95 % interval of ln(a/b).</param>
    /// <param name="there">That of ln(a′/b′).</param>
    public GapChangeResult(CriterionResult difference, ConfidenceInterval here, ConfidenceInterval there)
        : base(difference) => (Here, There) = (here, there);

    /// <summary>The interval of ln(a/b).</summary>
    public ConfidenceInterval Here { get; }

    /// <summary>The interval of ln(a′/b′).</summary>
    public ConfidenceInterval There { get; }
}
