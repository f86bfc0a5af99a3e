using System.Security.Cryptography;

namespace ExactGN.Experiments.Data.Formats;

/// <summary>A published file of a data set, and how to tell it.</summary>
/// <param name="Name">Its name unpacked; on disk it may have <c>.gz</c> appended, and an IDX file a dot before
/// <c>idx</c>, as some archives have it.</param>
/// <param name="Samples">The images, or labels, that it holds.</param>
/// <param name="Bytes">The bytes of its content.</param>
/// <param name="Sum">Its published sum; null when none is published.</param>
public sealed record DataFile(string Name, int Samples, long Bytes, FileSum? Sum = null)
{
    /// <summary>The names that it may have on disk.</summary>
    internal IEnumerable<string> Names => new[] { Name, Name.Replace("-idx", ".idx", StringComparison.Ordinal) }
        .Distinct()
        .SelectMany(name => (string[])[name, $"{name}.gz"]);

    /// <summary>The file in a folder: under its own name or with <c>.gz</c> appended;
    /// null when it is not there.</summary>
    /// <param name="folder">The folder.</param>
    public string? In(string folder) => Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The same, and it must be there.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileNotFoundException">It is not; the message names it.</exception>
    public string Require(string folder) => In(folder)
        ?? throw new FileNotFoundException($"'{folder}' must hold the file {Name} or {Name}.gz, and does not.");

    /// <summary>Compares a file with what is published of it.</summary>
    /// <param name="path">The file, packed or not.</param>
    /// <param name="called">What messages call it; its path when null.</param>
    /// <returns>True when the published sum agrees; false when the size does and there is no sum to compare.</returns>
    /// <exception cref="InvalidDataException">It is damaged, or it is another file; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool Verify(string path, string? called = null)
    {
        called ??= path;
        using var hash = IncrementalHash.CreateHash(Sum?.Algorithm ?? HashAlgorithmName.MD5);
        var bytes = 0L;
        PackedFile.Read(path, called, piece =>
        {
            hash.AppendData(piece.Span);
            return (bytes += piece.Length) <= Bytes;
        });
        if (bytes != Bytes)
        {
            throw new InvalidDataException(
                $"'{called}' must hold {Bytes} bytes unpacked, got {(bytes > Bytes ? "more" : $"{bytes}")}.");
        }

        if (Sum is null)
        {
            return false;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) is var got && got == Sum.Hex
            ? true
            : throw new InvalidDataException(
                $"'{called}' must have the {Sum.Algorithm} sum {Sum.Hex} unpacked, got {got}.");
    }
}
