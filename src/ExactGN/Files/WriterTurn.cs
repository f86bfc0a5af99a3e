namespace ExactGN.Files;

/// <summary>Keeps other processes from writing a file at the same time: a lock beside it, which is there only while
/// somebody writes, and which the system lets go of however its process ends.</summary>
internal sealed class WriterTurn : IDisposable
{
    private readonly string _path;
    private readonly FileStream _held;

    private WriterTurn(string path, FileStream held) => (_path, _held) = (path, held);

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

    /// <summary>Takes the turn.</summary>
    /// <param name="path">The lock's file.</param>
    /// <returns>The turn, or null when another process has it.</returns>
    /// <exception cref="IOException">The lock cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    internal static WriterTurn? TryTake(string path)
    {
        FileStream held;
        try
        {
            held = Open(path);
        }
        catch (Exception error) when (WholeFile.IsHeld(error))
        {
            return null;
        }

        return Of(path, held);
    }

    /// <summary>Opens the lock's file for oneself alone; who has it open may have the turn, or come too late.</summary>
    /// <param name="path">The file.</param>
    internal static FileStream Open(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0,
            OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);

    /// <summary>The turn of whoever has the lock's file open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="held">What <see cref="Open"/> gave; becomes the turn's own.</param>
    /// <returns>The turn; null when the file has lost its name.</returns>
    internal static WriterTurn? Of(string path, FileStream held)
    {
        if (IsStill(path, held))
        {
            return new(path, held);
        }

        // It was opened just before its holder removed it; another may have made a new one by now, so the name is not
        // touched.
        held.Dispose();
        return null;
    }

    /// <summary>Whether a name is still that of an open file, where only the times at which files are made tell:
    /// 1601 for a file that is not there.</summary>
    /// <param name="path">The name.</param>
    /// <param name="held">The file.</param>
    internal static bool IsAsOld(string path, FileStream held) =>
        File.GetCreationTimeUtc(path) == File.GetCreationTimeUtc(held.SafeFileHandle);

    // Linux says "(deleted)" behind the name of an open file that has lost it, however its folder was reached;
    // elsewhere two files of one name differ in when they were made; Windows opens and locks in one.
    private static bool IsStill(string path, FileStream held) =>
        OperatingSystem.IsWindows()
        || (new FileInfo($"/proc/self/fd/{held.SafeFileHandle.DangerousGetHandle()}") is { LinkTarget: { } called }
            ? !called.EndsWith(" (deleted)", StringComparison.Ordinal)
            : IsAsOld(path, held));
}
