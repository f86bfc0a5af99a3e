using System.Diagnostics;
using System.Security.Cryptography;

namespace ExactGN.Experiments;

/// <summary>A run's one checkpoint: written whole beside and renamed, so that a kill at any moment leaves the earlier one.</summary>
/// <param name="path">The file.</param>
/// <param name="every">The time between two checkpoints.</param>
/// <param name="beforeSave">Called before each: what the run has told so far must be on disk first.</param>
public sealed class CheckpointStore(string path, TimeSpan every, Action? beforeSave = null)
{
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <summary>Whether it is time for the next.</summary>
    internal bool Due => _sinceLast.Elapsed >= every;

    /// <summary>Whether the run was taken up from a checkpoint, and after how many updates.</summary>
    public int? ResumedAfter { get; private set; }

    /// <summary>What was wrong with a checkpoint that could not be used; null when nothing was.</summary>
    public string? Refused { get; private set; }

    /// <summary>Takes the state from the checkpoint, if there is one and it is whole.</summary>
    internal void TryLoad(TrainingState state)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < SHA256.HashSizeInBytes || !SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^SHA256.HashSizeInBytes..)))
        {
            Refused = $"The checkpoint '{path}' is damaged: its checksum does not fit its {bytes.Length} bytes. The run starts again.";
            return;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes));
        state.Load(reader);
        ResumedAfter = state.Updates;
    }

    /// <summary>Writes the state.</summary>
    internal void Save(TrainingState state)
    {
        beforeSave?.Invoke();
        AtomicFile.Write(path, stream =>
        {
            using var memory = new MemoryStream();
            using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
            {
                state.Save(writer);
            }

            var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
            stream.Write(bytes);
            stream.Write(SHA256.HashData(bytes));
            return Task.CompletedTask;
        }, _ => { }).GetAwaiter().GetResult();
        _sinceLast.Restart();
    }

    /// <summary>Removes the checkpoint of a run that has ended.</summary>
    internal void Delete() => File.Delete(path);
}
