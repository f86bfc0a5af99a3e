namespace ExactGN.Tests;

/// <summary>The verdict of a claim and of its parts from what the seeds say about these, under test.</summary>
public sealed record ClaimLogic(string Name, Func<IReadOnlyList<PartEvidence>, ClaimVerdict> Of) : UnderTest(Name);

/// <summary>The judging of a whole claim under test.</summary>
public sealed record ClaimJudge(
    string Name, Func<Experiment, IReadOnlyCollection<RunResult>, Experiments.Statistics.Verdict> Of) : UnderTest(Name)
{
    public static ClaimJudge Library { get; } = new("library", (experiment, runs) => experiment.Judge(runs).Verdict);

    /// <summary>The library's judging of other parts.</summary>
    public static ClaimJudge With(string name, Func<Criterion, int, Criterion> change) =>
        new(name, (experiment, runs) =>
        Library.Of(experiment with { Criteria = [.. experiment.Criteria.Select(change)] }, runs));
}

/// <summary>What the seeds say about a claim's parts: p values on either side of the thresholds α/j that a correction
/// for k parts has.</summary>
public sealed record ClaimParts(IReadOnlyList<PartEvidence> Evidence)
{
    private const double Level = 0.025;

    /// <summary>The claim's verdict by the rule's own words.</summary>
    public Experiments.Statistics.Verdict Expected =>
        Evidence.Min(part => part.OppositeP) <= Level / Evidence.Count ? Experiments.Statistics.Verdict.Fails
        : Evidence.Any(part => part.Standing == PartStanding.TooFewSeeds) ? Experiments.Statistics.Verdict.None
        : Evidence.Any(part => part.Standing == PartStanding.Void) ? Experiments.Statistics.Verdict.Void
        : Evidence.All(part => part.ClaimP <= Level) ? Experiments.Statistics.Verdict.Holds
        : Experiments.Statistics.Verdict.Undecided;

    /// <summary>The parts' verdicts, those that fail by closed testing.</summary>
    public IReadOnlyList<Experiments.Statistics.Verdict> ExpectedParts =>
    [
        .. ClosedTesting.Rejected([.. Evidence.Select(part => part.OppositeP)], Level)
            .Zip(Evidence, (rejected, part) => part.Standing switch
        {
            PartStanding.TooFewSeeds => Experiments.Statistics.Verdict.None,
            PartStanding.Void => Experiments.Statistics.Verdict.Void,
            _ => part.ClaimP <= Level ? Experiments.Statistics.Verdict.Holds
                : rejected ? Experiments.Statistics.Verdict.Fails
                    : Experiments.Statistics.Verdict.Undecided,
        }),
    ];

    public override string ToString() => string.Join(", ", Evidence);
}

public static partial class Arbitraries
{
    public static Arbitrary<ClaimLogic> ClaimLogics() =>
        Arb.From(Gen.Constant(new ClaimLogic("library", ClaimVerdict.Of)));

    public static Arbitrary<ClaimJudge> ClaimJudges() => Arb.From(Gen.Constant(ClaimJudge.Library));

    public static Arbitrary<ClaimParts> ClaimPartRecipes() => Arb.From(
        from count in Gen.Choose(1, 6)
        from parts in Gen.ListOf(PartEvidences(), count)
        select new ClaimParts([.. parts]),
        recipe => recipe.Evidence.Count > 1 ? [new([.. recipe.Evidence.Skip(1)]), new([.. recipe.Evidence.SkipLast(1)])]
            : []);

    // A side's p is just below or just above 0.025/j; the other side's is the rest to 1.
    private static Gen<PartEvidence> PartEvidences()
    {
        var p = from j in Gen.Choose(1, 6) from times in Gen.Elements(0.5, 0.99, 1.01) select times * 0.025 / j;
        return Gen.Frequency(
            (6, from small in p select new PartEvidence(small, 1 - small)),
            (6, from small in p select new PartEvidence(1 - small, small)),
            (2, Gen.Constant(new PartEvidence(0.4, 0.6))),
            (1, Gen.Constant(PartEvidence.Void)),
            (1, from small in p select new PartEvidence(small, 1 - small, PartStanding.TooFewSeeds)));
    }
}
