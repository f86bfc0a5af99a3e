using System.Diagnostics;
using System.Security.Cryptography;

namespace ExactGN.Experiments.Store;

/// <summary>A run's one checkpoint: a whole file, so that a kill at any moment or a full disk leaves the earlier
/// one.</summary>
/// <param name="path">The file.</param>
/// <param name="every">The time between two checkpoints; more where the last took over a twentieth of it,
/// unless it is zero.</param>
/// <param name="beforeSave">Called before each: what the run has told so far must be on disk first.</param>
public sealed class CheckpointStore(string path, TimeSpan every, Action? beforeSave = null)
{
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    private TimeSpan _lastTook;

    private int _updates;

    /// <summary>Whether it is time for the next: one of the published CIFAR-10 size takes seconds.</summary>
    internal bool Due => _sinceLast.Elapsed >= Interval(every, _lastTook);

    /// <summary>The time to the next: what was asked for, zero included, or twenty times what the last one
    /// took.</summary>
    internal static TimeSpan Interval(TimeSpan every, TimeSpan lastTook) =>
        every > TimeSpan.Zero && 20 * lastTook > every ? 20 * lastTook : every;

    /// <summary>The updates that the checkpoint has behind it, 0 without one; null while one is written.</summary>
    internal int? Updates => Volatile.Read(ref _updates) is >= 0 and var updates ? updates : null;

    /// <summary>What was wrong with a checkpoint that could not be used; null when nothing was.</summary>
    public string? Refused { get; private set; }

    /// <summary>Takes the state from the checkpoint, if there is one and it is whole.</summary>
    internal void TryLoad(ICheckpointed state)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = File.OpenRead(path);
        if (!IsWhole(file))
        {
            Refused = $"The checkpoint '{path}' is damaged: its checksum does not fit its {file.Length} bytes. "
                + "The run starts again.";
            return;
        }

        file.Position = 0;
        using var reader = new BinaryReader(file);
        if (reader.ReadString() is var other && other != state.Run)
        {
            Refused = $"The checkpoint '{path}' is of another run: it is of {other}, and this one is {state.Run}. "
                + "The run starts again.";
            return;
        }

        state.Load(reader);
        Volatile.Write(ref _updates, state.Updates);
    }

    /// <summary>Writes the state. A weight matrix or a moment at a time goes to the disk: the whole may exceed what
    /// memory has to spare.</summary>
    internal void Save(ICheckpointed state)
    {
        var clock = Stopwatch.StartNew();
        Volatile.Write(ref _updates, -1);
        beforeSave?.Invoke();
        WholeFile.Write(path, partial => Write(state, partial), flushToDisk: true);
        Volatile.Write(ref _updates, state.Updates);
        _lastTook = clock.Elapsed;
        _sinceLast.Restart();
    }

    private static void Write(ICheckpointed state, string path)
    {
        using var file = File.Create(path);
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashed))
        {
            writer.Write(state.Run);
            state.Save(writer);
        }

        file.Write(hash.Hash);
    }

    /// <summary>Removes the checkpoint of a run that has ended.</summary>
    internal void Delete() => WholeFile.Delete(path);

    // The last bytes are the checksum of those before.
    private static bool IsWhole(FileStream file)
    {
        if (file.Length < SHA256.HashSizeInBytes)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[1 << 16];
        for (var left = file.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            var read = file.Read(block, 0, (int)Math.Min(left, block.Length));
            hash.AppendData(block, 0, read);
            left -= read;
        }

        var expected = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(expected);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(expected);
    }
}
