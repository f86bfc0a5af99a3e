namespace ExactGN.Experiments;

/// <summary>A file that is there whole or not at all: written beside its place, then renamed. Whatever goes wrong, a kill or a full disk, an earlier file of its name stays as it was.</summary>
public static class WholeFile
{
    /// <summary>Writes a file, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content to the path that it is given.</param>
    /// <param name="flushToDisk">Whether the content must be on the disk, and not only with the operating system, before the earlier file goes.</param>
    /// <exception cref="IOException">It cannot be written; nothing is left of the attempt.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public static void Write(string path, Action<string> write, bool flushToDisk = false)
    {
        // One name, so that what a kill left behind is written over by the next.
        var partial = PartialName(path);
        try
        {
            write(partial);
            if (flushToDisk)
            {
                using var file = File.OpenHandle(partial, FileMode.Open, FileAccess.ReadWrite);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(partial);
            throw;
        }
        catch (ArgumentOutOfRangeException error)
        {
            // So .NET calls a file that has become as large as its file system, or a limit, allows.
            Remove(partial);
            throw new IOException($"'{partial}' would become larger than is allowed.", error);
        }
    }

    /// <summary>Writes a text, or replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">It cannot be written; nothing is left of the attempt.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public static void WriteText(string path, string text) => Write(path, partial => File.WriteAllText(partial, text));

    /// <summary>Removes a file and what an attempt that was killed left beside it.</summary>
    /// <param name="path">The file.</param>
    internal static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(PartialName(path));
    }

    private static string PartialName(string path) => path + ".partial";

    // What went wrong before is what counts, so what goes wrong here is not said.
    private static void Remove(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
