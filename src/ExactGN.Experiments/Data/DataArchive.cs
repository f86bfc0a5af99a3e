using System.Formats.Tar;
using System.IO.Compression;

namespace ExactGN.Experiments.Data;

/// <summary>A gzipped tar archive that a data set is published as.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sum">Its published sum.</param>
public sealed record DataArchive(string Name, long Bytes, FileSum Sum)
{
    /// <summary>Compares a file with what is published of the archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="called">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is another file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Verify(string path, string called)
    {
        var bytes = new FileInfo(path).Length;
        if (bytes != Bytes)
        {
            throw new InvalidDataException($"'{called}' must hold {Bytes} bytes, got {bytes}.");
        }

        if (FileSum.Of(path, Sum.Algorithm) is var got && got != Sum.Hex)
        {
            throw new InvalidDataException($"'{called}' must have the {Sum.Algorithm} sum {Sum.Hex}, got {got}.");
        }
    }

    /// <summary>Unpacks files of the archive, whatever folder they have in it, and nothing else.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">An empty folder to unpack to.</param>
    /// <param name="files">The files, each of which must be in the archive with its size.</param>
    /// <exception cref="InvalidDataException">A file is not.</exception>
    /// <exception cref="IOException">The archive cannot be read, or the folder not written.</exception>
    public void Unpack(string path, string folder, IReadOnlyList<DataFile> files)
    {
        using var packed = RegularFile.OpenRead(path);
        using var content = new GZipStream(packed, CompressionMode.Decompress);
        using var archive = new TarReader(content);
        HashSet<string> found = [];
        while (archive.GetNextEntry() is { } entry)
        {
            var name = entry.Name.Split('/')[^1];
            if (files.FirstOrDefault(file => file.Name == name) is { } file
                && entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                if (entry.Length != file.Bytes || !found.Add(name))
                {
                    throw new InvalidDataException(
                        $"'{Name}' must hold {name} once with {file.Bytes} bytes, got {entry.Length} bytes.");
                }

                entry.ExtractToFile(Path.Combine(folder, name), overwrite: false);
            }
        }

        if (files.FirstOrDefault(file => !found.Contains(file.Name)) is { } missing)
        {
            throw new InvalidDataException($"'{Name}' must hold {missing.Name}, and does not.");
        }
    }
}
