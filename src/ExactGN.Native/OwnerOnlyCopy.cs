using System.Runtime.Versioning;

namespace ExactGN.Native;

/// <summary>
/// A temporary file that only its owner may read or write, under a name nobody can predict; created anew,
/// never over an existing file, and deleted on <see cref="Dispose"/>.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class OwnerOnlyCopy : IDisposable
{
    /// <summary>Writes <paramref name="bytes"/> to a new file in the temporary folder.</summary>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public OwnerOnlyCopy(ReadOnlySpan<byte> bytes)
    {
        // GetRandomFileName draws from the system's cryptographic generator; CreateNew neither follows
        // a link nor opens what is there.
        var path = Path.Combine(Path.GetTempPath(), Prefix + Path.GetRandomFileName());
        using var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        FilePath = path;
        try
        {
            stream.Write(bytes);
        }
        catch (IOException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the names of such files begin with.</summary>
    public static string Prefix => "exactgn-";

    /// <summary>The full path.</summary>
    public string FilePath { get; }

    /// <summary>Deletes the file.</summary>
    public void Dispose() => File.Delete(FilePath);
}
