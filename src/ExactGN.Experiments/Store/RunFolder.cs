namespace ExactGN.Experiments;

/// <summary>A run's folder: metrics.csv and updates.csv, written while it goes on, and manifest.json once it has ended.</summary>
public sealed class RunFolder : ITrainingObserver, IDisposable
{
    private readonly string _path;
    private readonly MetricsLog<EpochMetrics> _epochs;
    private readonly MetricsLog<UpdateMetrics> _updates;

    /// <summary>Makes the folder, or empties it of an earlier run's numbers.</summary>
    /// <param name="path">The folder.</param>
    public RunFolder(string path)
    {
        _path = Directory.CreateDirectory(path).FullName;
        File.Delete(Path.Combine(_path, "manifest.json"));
        _epochs = new(Path.Combine(_path, "metrics.csv"));
        _updates = new(Path.Combine(_path, "updates.csv"));
    }

    /// <inheritdoc/>
    public void OnUpdate(UpdateMetrics metrics) => _updates.Append(metrics);

    /// <inheritdoc/>
    public void OnEpoch(EpochMetrics metrics)
    {
        _epochs.Append(metrics);
        _epochs.Flush();
        _updates.Flush();
    }

    /// <summary>Says what was run, with what, and how it ended.</summary>
    /// <param name="result">The run.</param>
    /// <param name="environment">What it ran on.</param>
    public void Finish(RunResult result, RunEnvironment environment) => OutputFolder.WriteJson(
        Path.Combine(_path, "manifest.json"),
        new RunManifest(result.Configuration, environment, result.Divergence, result.Seconds));

    /// <inheritdoc/>
    public void Dispose()
    {
        _epochs.Dispose();
        _updates.Dispose();
    }
}
