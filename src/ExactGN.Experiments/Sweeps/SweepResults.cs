namespace ExactGN.Experiments.Sweeps;

/// <summary>What there is of a sweep in its output folder. Nothing is made or changed by looking.</summary>
/// <param name="root">The output folder.</param>
public sealed class SweepResults(string root)
{
    /// <summary>Where a run stands.</summary>
    /// <param name="run">The run.</param>
    public RunStanding Standing(SweepRun run)
    {
        // It may end between the first look and the second: then a third finds its result.
        var open = Result(run) is null ? RunFolder.Look(At(run.Run)) : RunStanding.Finished;
        return Result(run) is not { } result ? open
            : result.Divergence is null ? RunStanding.Finished
            : RunStanding.Diverged;
    }

    /// <summary>A run's result, wherever it was made; null when it has not ended.</summary>
    /// <param name="run">The run.</param>
    public RunResult? Result(SweepRun run) => RunFolder.Finished(At(run.Run), run.Run);

    private string At(RunConfiguration run) => Path.Combine(root, "runs", run.FolderName);
}
