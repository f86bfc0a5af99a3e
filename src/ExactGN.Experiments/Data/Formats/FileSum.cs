using System.Security.Cryptography;

namespace ExactGN.Experiments.Data.Formats;

/// <summary>A published check sum of a file's content, which packing the file again leaves alone.</summary>
/// <param name="Algorithm">MD5 or SHA-256. MD5 tells damage and mix-ups; against a forger it is weak,
/// and nothing better is published.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
public sealed record FileSum(HashAlgorithmName Algorithm, string Hex)
{
    /// <summary>An MD5 sum.</summary>
    /// <param name="hex">Its digits.</param>
    public static FileSum Md5(string hex) => new(HashAlgorithmName.MD5, hex);

    /// <summary>A SHA-256 sum.</summary>
    /// <param name="hex">Its digits.</param>
    public static FileSum Sha256(string hex) => new(HashAlgorithmName.SHA256, hex);

    /// <summary>The sum of a file as it lies on disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="algorithm">MD5 or SHA-256.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static string Of(string path, HashAlgorithmName algorithm)
    {
        using var file = RegularFile.OpenRead(path);
        return Convert.ToHexStringLower(CryptographicOperations.HashData(algorithm, file));
    }
}
