namespace ExactGN.Experiments;

/// <summary>Writes a file so that it is there whole and checked, or not at all: a hidden temporary file beside it, then a rename.</summary>
internal static class AtomicFile
{
    /// <summary>Writes, checks, renames; whatever goes wrong, the temporary file is removed and an earlier file stays as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="check">Throws when the temporary file that it is given is not what it should be.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal static async Task Write(string path, Func<Stream, Task> write, Action<string> check)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}.part");
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await write(file);
                file.Flush(flushToDisk: true);
            }

            check(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
