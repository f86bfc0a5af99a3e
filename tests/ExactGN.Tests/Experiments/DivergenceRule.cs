namespace ExactGN.Tests;

/// <summary>The reading of a run's curve under test: (reading, curve, run, all runs of its
/// setting) → a number.</summary>
public sealed record DivergenceRule(
    string Name, Func<Reading, Metric, RunResult, IReadOnlyCollection<RunResult>, double?> Read) : UnderTest(Name)
{
    public static DivergenceRule Library { get; } = new(
        "library", (reading, curve, run, setting) => reading.Read(curve, run, setting));
}

/// <summary>Runs of two arms of which some diverged, with one explosive value at their end.</summary>
public sealed record DivergedRuns(int Epochs, int Finished, int Diverged, int Seed)
{
    public IReadOnlyList<RunResult> Build()
    {
        var random = new Random(Seed);
        return
        [
            .. Enumerable.Range(0, Finished).Select(
                seed => SyntheticCurves.Run(seed % 2 == 0 ? "subject" : "rival", seed, Rows(Epochs + 1, explosion: 1))),
            .. Enumerable.Range(0, Diverged).Select(seed => SyntheticCurves.Run(
                seed % 2 == 0 ? "subject" : "rival",
                100 + seed,
                Rows(random.Next(2, Epochs + 1), explosion: 1000),
                Epochs)),
        ];

        EpochMetrics[] Rows(int count, double explosion) =>
        [
            .. Enumerable.Range(0, count).Select(epoch => (epoch == count - 1 ? explosion : 1) is var by
                && Math.Exp(GaussianNumbers.Next(random)) is var loss
                ? new EpochMetrics(
                    epoch, epoch, by * loss, 0, by * loss, (random.NextDouble() + 0.1) / by,
                    BatchCut: epoch == 0 ? null : 10 * GaussianNumbers.Next(random) - by)
                : null!),
        ];
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<DivergenceRule> DivergenceRules() => Arb.From(Gen.Constant(DivergenceRule.Library));

    public static Arbitrary<DivergedRuns> DivergedRunRecipes() => Arb.From(
        from epochs in Gen.Choose(4, 16)
        from finished in Gen.Choose(0, 6)
        from diverged in Gen.Choose(1, 4)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new DivergedRuns(epochs, finished, diverged, seed),
        recipe => recipe.Finished > 0 ? [recipe with { Finished = recipe.Finished - 1 }]
            : recipe.Diverged > 1 ? [recipe with { Diverged = 1 }]
            : []);
}
