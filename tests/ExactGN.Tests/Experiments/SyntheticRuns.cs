using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>Runs whose curves are given, not trained.</summary>
internal static class SyntheticRuns
{
    internal static RunConfiguration Configuration(Arm arm, int seed, int epochs) => new()
    {
        Setting = "synthetic",
        Arm = arm,
        Optimiser = UpdatingOptimisers.Named(arm == "gn" ? "gn" : "adam"),
        LearningRate = 0.1,
        Epochs = epochs,
        BatchSize = 2,
        TrainSamples = 4,
        Model = new RevMlpOptions { Features = 64, Hidden = 8, Classes = 10 },
        Seed = seed,
    };

    /// <summary>A run with the given training losses at epochs 0, 1, …; short of <paramref name="epochs"/> + 1 it
    /// diverged.</summary>
    internal static RunResult Run(Arm arm, int seed, int epochs, params double[] losses) => new(
        Configuration(arm, seed, epochs),
        [.. losses.Select((loss, epoch) => new EpochMetrics(
            epoch, 2 * epoch, loss, 1 / (1 + loss), 2 * loss, 1 / (1 + loss), BatchCut: 10 * loss))],
        losses.Length == epochs + 1 ? null : new(losses.Length, 2 * losses.Length, "synthetic"),
        Seconds: 0);

    /// <summary>Runs of two arms over ten seeds, ending at the given losses, each seed a little different.</summary>
    internal static RunResult[] Pairs(double gn, double adam, double spread = 0.01) =>
    [
        .. from seed in Enumerable.Range(0, 10)
           let noise = Math.Exp(spread * (seed % 2 == 0 ? 1 : -1) * (1 + seed))
           from run in (RunResult[])[Run("gn", seed, 1, 2, gn * noise), Run("adam", seed, 1, 2, adam)]
           select run,
    ];
}
