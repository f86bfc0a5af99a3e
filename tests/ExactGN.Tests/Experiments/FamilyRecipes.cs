namespace ExactGN.Tests;

/// <summary>The verdicts of a family of primary readings under test.</summary>
public sealed record PrimaryLogic(
    string Name, Func<IReadOnlyList<PartEvidence>, IReadOnlyList<Experiments.Statistics.Verdict>> Of) : UnderTest(Name);

/// <summary>What the seeds say about several primaries.</summary>
public sealed record PrimaryEvidence(IReadOnlyList<PartEvidence> Evidence)
{
    /// <summary>By closed testing of the two-sided p at 5 %, and the side.</summary>
    public IReadOnlyList<Experiments.Statistics.Verdict> Expected =>
    [
        .. ClosedTesting.Rejected([.. Evidence.Select(
            part => 2 * Math.Min(Math.Min(part.ClaimP, part.OppositeP), 0.5))], 0.05)
            .Zip(Evidence, (rejected, part) => part.Standing switch
        {
            PartStanding.TooFewSeeds => Experiments.Statistics.Verdict.None,
            PartStanding.Void => Experiments.Statistics.Verdict.Void,
            _ => !rejected ? Experiments.Statistics.Verdict.Undecided
                : part.ClaimP < part.OppositeP ? Experiments.Statistics.Verdict.Holds
                    : Experiments.Statistics.Verdict.Fails,
        }),
    ];

    public override string ToString() => string.Join(", ", Evidence);
}

/// <summary>A claim of which some parts lie on the boundary and the others are false by far; the parts' differences are
/// correlated by seed.</summary>
public sealed record BoundaryClaim(int Boundary, int False, int Seeds, double Shared, int Seed)
{
    public IReadOnlyList<PartEvidence> Draw(Random random)
    {
        double[] shared = [.. Enumerable.Range(0, Seeds).Select(_ => GaussianNumbers.Next(random))];
        return [.. Enumerable.Range(0, Boundary + False).Select(part => LocationTest.T.Evidence(
            [.. shared.Select(z => (part < Boundary ? 0 : -30) + Math.Sqrt(Shared) * z + Math.Sqrt(1 - Shared)
                * GaussianNumbers.Next(random))]))];
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<PrimaryLogic> PrimaryLogics() =>
        Arb.From(Gen.Constant(new PrimaryLogic("library", PrimaryVerdicts.Of)));

    public static Arbitrary<PrimaryEvidence> PrimaryEvidenceRecipes() => Arb.From(
        from count in Gen.Choose(1, 7)
        from parts in Gen.ListOf(PartEvidences(), count)
        select new PrimaryEvidence([.. parts]));

    public static Arbitrary<BoundaryClaim> BoundaryClaimRecipes() => Arb.From(
        from boundary in Gen.Choose(2, 9)
        from wrong in Gen.Choose(0, 2)
        from seeds in Gen.Choose(3, 12)
        from shared in Gen.Elements(0, 0.5)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new BoundaryClaim(boundary, wrong, seeds, shared, seed));
}
