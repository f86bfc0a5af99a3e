namespace ExactGN.Experiments.Statistics;

/// <summary>A run as it is read: its curves at all epochs 0…E, whether it came so far or not.</summary>
/// <param name="Run">The run.</param>
/// <param name="Setting">All runs of its setting.</param>
public sealed record RecordedRun(RunResult Run, IReadOnlyCollection<RunResult> Setting)
{
    /// <summary>A curve's values; null at epochs without one. From where the run diverged on they are the worst value
    /// that any finished run of the setting took.</summary>
    /// <param name="curve">The curve.</param>
    public IReadOnlyList<double?> this[Metric curve]
    {
        get
        {
            var recorded = Run.Epochs.Select(curve.Of);
            var missing = Run.Configuration.Epochs + 1 - Run.Epochs.Count;
            return [.. recorded, .. Enumerable.Repeat(missing > 0 ? curve.Worst(Setting) : null, missing)];
        }
    }
}
