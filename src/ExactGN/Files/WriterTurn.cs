namespace ExactGN;

/// <summary>Keeps other processes from writing a file at the same time: a lock beside it, which is there only while
/// somebody writes, and which the system lets go of however its process ends.</summary>
internal sealed class WriterTurn : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private readonly FileStream _held;

    private WriterTurn(string path, FileStream held) => (_path, _held) = (path, held);

    /// <summary>Waits for the turn.</summary>
    /// <param name="path">The lock's file.</param>
    /// <param name="called">What messages call the file that is to be written.</param>
    /// <param name="patience">How long to wait for another process.</param>
    /// <exception cref="IOException">Another process is still writing, or the lock cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    internal static async Task<WriterTurn> Take(string path, string called, TimeSpan patience)
    {
        for (var end = DateTime.UtcNow + patience; ; await Task.Delay(Pause).ConfigureAwait(false))
        {
            if (TryTake(path) is { } turn)
            {
                return turn;
            }

            if (DateTime.UtcNow > end)
            {
                throw new IOException($"Another process is writing '{called}', for {patience.TotalSeconds:0} seconds already.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Windows removes it by itself; elsewhere the name must be gone before another process can have the lock.
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(_path);
        }

        _held.Dispose();
    }

    private static WriterTurn? TryTake(string path)
    {
        FileStream held;
        try
        {
            held = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0,
                OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        }
        catch (Exception error) when (WholeFile.IsHeld(error) || error is FileNotFoundException)
        {
            return null;
        }

        if (IsStill(path, held))
        {
            return new(path, held);
        }

        // It was opened just before its holder removed it; another may have made a new one by now, so the name is not
        // touched.
        held.Dispose();
        return null;
    }

    // Linux says "(deleted)" behind the name of an open file that has lost it, however its folder was reached;
    // elsewhere two files of one name differ in when they were made; Windows opens and locks in one.
    private static bool IsStill(string path, FileStream held) =>
        OperatingSystem.IsWindows()
        || (new FileInfo($"/proc/self/fd/{held.SafeFileHandle.DangerousGetHandle()}") is { LinkTarget: { } called }
            ? !called.EndsWith(" (deleted)", StringComparison.Ordinal)
            : File.Exists(path) && File.GetCreationTimeUtc(path) == File.GetCreationTimeUtc(held.SafeFileHandle));
}
