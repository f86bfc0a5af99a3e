namespace ExactGN.Tests;

/// <summary>Seeds on which neither, one or both of two arms come down to a training loss; some of the others
/// diverged.</summary>
public sealed record ArrivingSeeds(LocationTest Test, Comparison Comparison, int Seeds, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    private const double Level = 0.1;
    private const int Epochs = 8;

    public Criterion Criterion =>
        new("synthetic", Metric.TrainLoss, Reading.EpochsTo(Level), "subject", "rival", Comparison) { Test = Test };

    /// <summary>The runs, and the differences of the seeds that have one.</summary>
    public (IReadOnlyList<RunResult> Runs, IReadOnlyList<double> Differences) Build()
    {
        var random = new Random(Seed);
        List<RunResult> runs = [];
        List<double> differences = [];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var (subject, rival) = (Arrival(random), Arrival(random));
            runs.Add(Run("subject", seed, subject, random));
            runs.Add(Run("rival", seed, rival, random));
            var later = Comparison == Comparison.LargerByFactor ? 1 : -1;
            if (subject is { } s && rival is { } r)
            {
                differences.Add(later * Math.Log(s / r));
            }
            else if (Test == LocationTest.Sign && (subject is null) != (rival is null))
            {
                differences.Add(later * (subject is null ? double.PositiveInfinity : double.NegativeInfinity));
            }
        }

        return (runs, differences);
    }

    // Half way between two epochs; null for never.
    private static double? Arrival(Random random) => random.Next(2) == 0 ? null : 0.5 + random.Next(Epochs);

    // From 1 down to Level² within an epoch, so that the level lies half way in the logarithm.
    private static RunResult Run(string arm, int seed, double? arrival, Random random)
    {
        var rows = arrival is null && random.Next(2) == 0 ? random.Next(1, Epochs) : Epochs + 1;
        return SyntheticCurves.Run(arm, seed, [.. Enumerable.Range(0, rows)
            .Select(epoch => new EpochMetrics(epoch, epoch, epoch > arrival ? Level * Level : 1, 0, 1, 0))],
            epochs: Epochs);
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<ArrivingSeeds> ArrivingSeedRecipes() => Arb.From(
        from test in Gen.Frequency((3, Gen.Constant(LocationTest.Sign)), (1, Gen.Constant(LocationTest.T)))
        from comparison in Gen.Elements(Comparison.SmallerByFactor, Comparison.LargerByFactor)
        from seeds in Gen.Choose(6, 20)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new ArrivingSeeds(test, comparison, seeds, seed));
}
