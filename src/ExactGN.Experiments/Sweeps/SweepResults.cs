namespace ExactGN.Experiments.Sweeps;

/// <summary>What there is of a sweep in its output folder. Nothing is made or changed by looking.</summary>
/// <param name="root">The output folder.</param>
public sealed class SweepResults(string root)
{
    // The device is part of a configuration, so a run may lie in either folder; a result on one is the run's result.
    private static readonly string[] Devices = ["cpu", "cuda"];

    /// <summary>Where a run stands.</summary>
    /// <param name="run">The run.</param>
    public RunStanding Standing(SweepRun run)
    {
        // It may end between the first look and the second: then a third finds its result.
        var open = Result(run) is null
            ? Devices.Min(device => RunFolder.Look(At(run.On(device))))
            : RunStanding.Finished;
        return Result(run) is not { } result ? open
            : result.Divergence is null ? RunStanding.Finished
            : RunStanding.Diverged;
    }

    /// <summary>A run's result; null when it has not ended.</summary>
    /// <param name="run">The run.</param>
    public RunResult? Result(SweepRun run) =>
        Devices.Select(device => RunFolder.Finished(At(run.On(device)), run.On(device)))
            .FirstOrDefault(result => result is not null);

    private string At(RunConfiguration run) => Path.Combine(root, "runs", run.FolderName);
}
