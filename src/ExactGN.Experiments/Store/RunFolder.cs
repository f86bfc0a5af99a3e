using System.Text.Json;

namespace ExactGN.Experiments.Store;

/// <summary>
/// A run's folder: metrics.csv, updates.csv and, where they are measured, blocks.csv and weights.csv while it goes on,
/// with a checkpoint and placement.json; result.json and manifest.json once it has ended.
/// </summary>
/// <remarks>
/// Its name holds the hash of configuration and code, so what is found in it was computed by this code from this
/// configuration. Whoever writes to it holds its lock first: see <see cref="TryHold"/>.
/// </remarks>
public sealed class RunFolder : ITrainingObserver, IDisposable
{
    private const string LockName = "lock";
    private const string CheckpointName = "checkpoint.bin";
    private const string MetricsName = "metrics.csv";
    private const string ManifestName = "manifest.json";
    private const string PlacementName = "placement.json";

    private readonly string _path;
    private RunLock? _lock;
    private MetricsLog<EpochMetrics>? _epochs;
    private MetricsLog<UpdateMetrics>? _updates;
    private MetricsLog<BlockRow>? _blocks;
    private MetricsLog<WeightRow>? _weights;

    /// <summary>Opens the folder; nothing in it is changed yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="checkpointEvery">The time between two checkpoints; 30 seconds when null.</param>
    public RunFolder(string path, TimeSpan? checkpointEvery = null)
    {
        _path = Directory.CreateDirectory(path).FullName;
        Checkpoints = new(At(CheckpointName), checkpointEvery ?? TimeSpan.FromSeconds(30), () => Flush(toDisk: true));
    }

    /// <summary>Where a run's folder stands.</summary>
    /// <param name="path">The folder; nothing is made or changed.</param>
    internal static RunStanding Look(string path) => RunLock.IsHeld(Path.Combine(path, LockName)) ? RunStanding.Running
        : File.Exists(Path.Combine(path, CheckpointName)) || File.Exists(Path.Combine(path, MetricsName))
        ? RunStanding.Interrupted
        : RunStanding.NotBegun;

    /// <summary>The run's checkpoint.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>What its user should know of the run's checkpoint or of its lock; null for nothing.</summary>
    public string? Note => Checkpoints.Refused ?? (_lock is { Works: false }
        ? $"'{_path}' lies on a file system that does not lock files, so nothing kept another process from making "
            + "this run at the same time."
        : null);

    /// <summary>Takes the folder for this process until it is disposed of or the process ends, however it
    /// ends.</summary>
    /// <returns>Whether nobody else has it.</returns>
    public bool TryHold() => (_lock ??= RunLock.TryTake(At(LockName))) is not null;

    /// <summary>Where the run in a folder was begun; null where none was.</summary>
    /// <param name="path">The folder; nothing is made or changed.</param>
    internal static Placement? Placed(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Placement>(
                File.ReadAllText(Path.Combine(path, PlacementName)), Json.Compact);
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Says where the run is made. What was begun or finished elsewhere stays as it is.</summary>
    /// <param name="placement">Device and threads.</param>
    /// <exception cref="InvalidDataException">It was begun or finished on another placement.</exception>
    internal void Place(Placement placement)
    {
        var placed = Placed(_path);
        if (placed == placement)
        {
            return;
        }

        if (File.Exists(At(ManifestName)) || File.Exists(At(CheckpointName)))
        {
            throw new InvalidDataException(
                "A run is made on one placement, for sums round differently on another: that in "
                + $"'{_path}' is of {placed?.ToString() ?? "an unknown one"}, and here it is {placement}; "
                + "take that placement, or another output folder.");
        }

        OutputFolder.WriteJson(At(PlacementName), placement);
    }

    /// <summary>The result of the run that ended here; null when none has.</summary>
    /// <param name="configuration">What was run.</param>
    public RunResult? Finished(RunConfiguration configuration) => Finished(_path, configuration);

    /// <summary>The result of the run that ended in a folder; null when none has, or when there is no folder.</summary>
    /// <param name="path">The folder; nothing is made or changed.</param>
    /// <param name="configuration">What was run.</param>
    internal static RunResult? Finished(string path, RunConfiguration configuration)
    {
        try
        {
            return File.Exists(Path.Combine(path, ManifestName))
                && JsonSerializer.Deserialize<RunResult>(
                    File.ReadAllText(Path.Combine(path, "result.json")), Json.Compact) is { } result
                && result.Configuration == configuration ? result : null;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void OnStart(IReadOnlyList<EpochMetrics> rows, int updates, RunConfiguration configuration)
    {
        File.Delete(At(ManifestName));
        var measured = rows.Count(row => row.CkaFirst is not null);
        var blocks = configuration.Model.Blocks;
        _epochs = new(At(MetricsName), rows.Count);
        _updates = new(At("updates.csv"), updates);
        _blocks = configuration.Measures is null ? null : new(At("blocks.csv"), measured * blocks);
        _weights = configuration.Measures is null ? null : new(At("weights.csv"), measured * 2 * blocks);
        Flush();
    }

    /// <inheritdoc/>
    public void OnUpdate(UpdateMetrics metrics) => _updates!.Append(metrics);

    /// <inheritdoc/>
    public void OnEpoch(EpochMetrics metrics, Measurement? measurement)
    {
        _epochs!.Append(metrics);
        if (measurement is not null)
        {
            foreach (var (block, cka) in measurement.Cka.Index())
            {
                _blocks!.Append(new(metrics.Epoch, block + 1, cka, measurement.Debiased?.Blocks[block]));
            }

            foreach (var (half, weight) in measurement.Weights.Index())
            {
                _weights!.Append(new(
                    metrics.Epoch,
                    weight.Name,
                    weight.Cosine,
                    weight.NormRatio,
                    weight.RelativeChange,
                    measurement.Debiased?.Branches[half]));
            }
        }

        Flush();
    }

    /// <summary>Writes result and manifest; the run has ended.</summary>
    /// <param name="result">What came out.</param>
    /// <param name="environment">What it was computed with.</param>
    public void Finish(RunResult result, RunEnvironment environment)
    {
        Flush(toDisk: true);
        OutputFolder.WriteJson(At(PlacementName), environment.Placement);
        OutputFolder.WriteJson(At("result.json"), result);
        OutputFolder.WriteJson(At(ManifestName), new RunManifest(
            result.Configuration, environment, result.Divergence, result.Seconds, result.PeakMemoryMegabytes));
        Checkpoints.Delete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _epochs?.Dispose();
        _updates?.Dispose();
        _blocks?.Dispose();
        _weights?.Dispose();
        _lock?.Dispose();
    }

    private void Flush(bool toDisk = false)
    {
        _epochs?.Flush(toDisk);
        _updates?.Flush(toDisk);
        _blocks?.Flush(toDisk);
        _weights?.Flush(toDisk);
    }

    private string At(string name) => Path.Combine(_path, name);
}
