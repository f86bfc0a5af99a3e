namespace ExactGN.Tests;

/// <summary>The paired differences where the sign decides, under test.</summary>
public sealed record SignedDifferences(string Name, Func<Criterion, IReadOnlyCollection<RunResult>,
    IReadOnlyList<double>> Of) : UnderTest(Name)
{
    public static SignedDifferences Library { get; } =
        new("library", (criterion, runs) => [.. criterion.Judge(runs).Readings.Select(reading => reading.Difference)]);
}

/// <summary>Seeds on which neither, one or both of two arms diverged.</summary>
public sealed record DivergingSeeds(Comparison Comparison, int Seeds, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    public bool OfLosses => Comparison is Comparison.SmallerByFactor or Comparison.LargerByFactor;

    public Criterion Criterion => new("synthetic", OfLosses ? Metric.TrainLoss
        : Metric.TestAccuracy, Reading.Final, "subject", "rival", Comparison)
    { Test = LocationTest.Sign };

    public (IReadOnlyList<RunResult> Runs, IReadOnlyList<double> Differences) Build()
    {
        var random = new Random(Seed);
        List<RunResult> runs = [];
        List<double> differences = [];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var (subjectDiverges, rivalDiverges) = (random.Next(3) == 0, random.Next(3) == 0);
            var (subject, rival) = (random.NextDouble() + 0.1, random.NextDouble() + 0.1);
            runs.Add(Run("subject", seed, subject, subjectDiverges));
            runs.Add(Run("rival", seed, rival, rivalDiverges));
            // How much worse the subject is; a claim that it is worse has the difference's own sign.
            var worse = subjectDiverges && rivalDiverges ? 0
                : subjectDiverges ? double.PositiveInfinity
                : rivalDiverges ? double.NegativeInfinity
                : OfLosses ? Math.Log(subject / rival) : 100 * (rival - subject);
            differences.Add(Comparison is Comparison.LargerByFactor or Comparison.Lower ? worse : -worse);
        }

        return (runs, differences);
    }

    private static RunResult Run(string arm, int seed, double value, bool diverges) =>
        SyntheticCurves.Run(arm, seed, [.. Enumerable.Range(0, diverges ? 2 : 3)
            .Select(epoch => new EpochMetrics(epoch, epoch, value, 0, 1, value))], epochs: 2);
}

public static partial class Arbitraries
{
    public static Arbitrary<SignedDifferences> SignedDifferenceRules() =>
        Arb.From(Gen.Constant(SignedDifferences.Library));

    public static Arbitrary<DivergingSeeds> DivergingSeedRecipes() => Arb.From(
        from comparison in Gen.Elements(Comparison.SmallerByFactor, Comparison.LargerByFactor, Comparison.Lower,
            Comparison.Higher)
        from seeds in Gen.Choose(6, 20)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new DivergingSeeds(comparison, seeds, seed));
}
