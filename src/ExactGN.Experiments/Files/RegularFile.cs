namespace ExactGN.Experiments.Files;

/// <summary>A file of data. A pipe in its place would be waited for without end, and a device may have
/// none.</summary>
internal static class RegularFile
{
    /// <summary>Opens it for reading.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is a pipe, a device or a socket.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static FileStream OpenRead(string path) => File.Exists(path) && WholeFile.IsPipeOrDevice(path)
        ? throw new InvalidDataException($"'{path}' must be a file, and it is a pipe, a device or a socket.")
        : File.OpenRead(path);
}
