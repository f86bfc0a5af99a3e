using System.Collections.Concurrent;

namespace ExactGN.Files;

/// <summary>What a process is in the middle of writing, so that it can end at once and leave nothing half
/// done.</summary>
internal sealed class UnfinishedFiles
{
    private readonly ConcurrentDictionary<string, byte> _names = [];

    private volatile bool _areAbandoned;

    /// <summary>The files.</summary>
    internal IReadOnlyCollection<string> Names => [.. _names.Keys];

    /// <summary>Begins one; never returns after <see cref="Abandon"/>, since the process ends in this moment.</summary>
    /// <param name="name">The file.</param>
    internal void Begin(string name)
    {
        _names.TryAdd(name, 0);
        if (_areAbandoned)
        {
            End(name);
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Ends one; the file stays as it is.</summary>
    /// <param name="name">The file.</param>
    internal void End(string name) => _names.TryRemove(name, out _);

    /// <summary>Begins a file that is gone, or has another name, when the work on it is done.</summary>
    /// <param name="name">The file.</param>
    /// <param name="work">Makes it, and moves what is to stay.</param>
    internal async Task During(string name, Func<Task> work)
    {
        Begin(name);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            Remove(name);
            End(name);
        }
    }

    /// <summary>Begins nothing more, waits for what is being written and removes what is still half there.</summary>
    /// <param name="patience">How long to wait.</param>
    internal void Abandon(TimeSpan patience)
    {
        _areAbandoned = true;
        SpinWait.SpinUntil(() => _names.IsEmpty, patience);
        foreach (var name in Names)
        {
            Remove(name);
        }
    }

    // What went wrong before is what counts, so what goes wrong here is not said.
    private static void Remove(string name)
    {
        try
        {
            File.Delete(name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
