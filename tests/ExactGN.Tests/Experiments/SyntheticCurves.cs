namespace ExactGN.Tests;

/// <summary>Runs with given rows.</summary>
public static class SyntheticCurves
{
    /// <summary>A run that finished, or ended early by divergence where <paramref name="epochs"/> asks for more
    /// rows.</summary>
    /// <param name="arm">Its arm.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="rows">One row per epoch, from 0.</param>
    /// <param name="epochs">The epochs it was to run; as many as it has when null.</param>
    /// <param name="setting">Its setting.</param>
    public static RunResult Run(
        Arm arm,
        int seed,
        IReadOnlyList<EpochMetrics> rows,
        int? epochs = null,
        string setting = "synthetic") => new(
            new()
            {
                Setting = setting,
                Arm = arm,
                Optimiser = new SgdOptions(),
                LearningRate = 0.1,
                Epochs = epochs ?? rows.Count - 1,
                BatchSize = 1,
                TrainSamples = 1,
                Model = new RevMlpOptions { Features = 2 },
                Seed = seed,
            },
            rows,
            epochs is { } wanted && rows.Count <= wanted ? new(rows.Count, rows.Count, "synthetic") : null,
            Seconds: 0);
}
