using System.Security.Cryptography;

namespace ExactGN.Experiments.Data;

/// <summary>SHA-256 sums of the files that a verified archive was unpacked to, in the format of <c>sha256sum</c>,
/// so that later damage shows.</summary>
internal sealed class SumFile
{
    private const string Name = "SHA256SUMS";

    private readonly Dictionary<string, string> _sums;

    private SumFile(Dictionary<string, string> sums) => _sums = sums;

    /// <summary>The sums in a folder; none where there is no such file.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static SumFile In(string folder)
    {
        var path = Path.Combine(folder, Name);
        return new(!File.Exists(path) ? [] : File.ReadLines(path)
            .Select(line => line.Split("  ", 2))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[1], parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal));
    }

    /// <summary>Writes the sums of files.</summary>
    /// <param name="folder">The folder that they are in, and the file goes to.</param>
    /// <param name="files">The files.</param>
    /// <returns>The name of the file of sums.</returns>
    /// <exception cref="IOException">A file cannot be read, or this one not written.</exception>
    internal static string Write(string folder, IEnumerable<DataFile> files)
    {
        File.WriteAllText(
            Path.Combine(folder, Name),
            string.Concat(files.Select(
                file => $"{FileSum.Of(Path.Combine(folder, file.Name), HashAlgorithmName.SHA256)}  {file.Name}\n")));
        return Name;
    }

    /// <summary>A file's sum; null when it is not among them.</summary>
    /// <param name="name">The file's name.</param>
    internal FileSum? Of(string name) => _sums.TryGetValue(name, out var hex) ? FileSum.Sha256(hex) : null;
}
