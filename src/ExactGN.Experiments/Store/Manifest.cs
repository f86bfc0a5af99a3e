namespace ExactGN.Experiments.Store;

/// <summary>manifest.json of a run: what was run, with what, and how it ended.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Environment">What it was computed with.</param>
/// <param name="Divergence">Where it diverged; null when it did not.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="PeakMemoryMegabytes">The largest working set that its process has had so far.</param>
public sealed record RunManifest(
    RunConfiguration Configuration,
    RunEnvironment Environment,
    Divergence? Divergence,
    double Seconds,
    double? PeakMemoryMegabytes);

/// <summary>manifest.json of a reproduction.</summary>
/// <param name="Environment">What the runs were computed with.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="TrainingSeconds">The time all runs took together.</param>
/// <param name="Runs">The runs.</param>
public sealed record Manifest(
    RunEnvironment Environment, IReadOnlyList<int> Seeds, double TrainingSeconds, IReadOnlyList<Manifest.Entry> Runs)
{
    /// <summary>One run.</summary>
    /// <param name="Folder">Its folder, relative.</param>
    /// <param name="Configuration">The configuration.</param>
    /// <param name="Divergence">Where it diverged; null when it did not.</param>
    /// <param name="Seconds">The time it took.</param>
    public sealed record Entry(string Folder, RunConfiguration Configuration, Divergence? Divergence, double Seconds);
}
