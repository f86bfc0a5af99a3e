namespace ExactGN.Experiments.Store;

/// <summary>Keeps other processes from a run's folder. The operating system lets go of it when the process ends,
/// however it ends, so no lock is ever left behind.</summary>
/// <remarks>
/// An open file that nobody else may open: <c>flock</c> on Unix, which NFS passes on to its server,
/// and the file's sharing mode on Windows. The file stays where it is, because removing it would let two
/// processes lock two files of one name.
/// </remarks>
public sealed class RunLock : IDisposable
{
    // Whoever looks at a lock holds it for that moment, and a process that was killed takes a moment to go:
    // a second in all.
    private const int MostPauses = 10;

    private readonly FileStream _file;

    private RunLock(FileStream file, bool works) => (_file, Works) = (file, works);

    /// <summary>Whether the file system keeps others out; false where it ignores locks.</summary>
    public bool Works { get; }

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The file; it is made.</param>
    /// <returns>The lock, or null when somebody else has it.</returns>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static RunLock? TryTake(string path) => TryTake(path, () => Thread.Sleep(100));

    /// <summary>The same with another pause between two attempts.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pause">Called while somebody else has it, ten times at most.</param>
    internal static RunLock? TryTake(string path, Action pause)
    {
        for (var pauses = 0; ; pauses++)
        {
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return new(file, works: IsHeld(path));
            }
            catch (IOException error) when (WholeFile.IsHeld(error))
            {
                if (pauses == MostPauses)
                {
                    return null;
                }

                pause();
            }
        }
    }

    /// <summary>Whether somebody, this process included, has the lock.</summary>
    /// <param name="path">The file, which may be missing.</param>
    public static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException error) when (WholeFile.IsHeld(error))
        {
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
