using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace ExactGN.Native;

/// <summary>The version of a libtorch, read from its files before anything of it is loaded.</summary>
internal static partial class LibTorchVersion
{
    /// <summary>The function of <c>libtorch_cpu</c> that returns the version as a constant.</summary>
    internal const string Function = "aoti_torch_abi_version";

    private const int CodeSize = 15;
    private const int LongestFile = 1 << 16;

    /// <summary>
    /// The version that TorchSharp's library is built for. (To ask TorchSharp would load a libtorch.)
    /// </summary>
    internal static Version BuiltFor { get; } = new(2, 10);

    /// <summary>
    /// The version; null where the library has no such function, as old ones, or one of another form.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The library is damaged. The message continues the file's name.
    /// </exception>
    internal static Version? Read(ElfFile library) =>
        new ElfExports(library).Find(Function) is { } address ? Parse(library.Read(address, CodeSize)) : null;

    /// <summary>
    /// The constant in the function's code: <c>movabs $0x020a000000000000,%rax; ret</c> is 2.10.0, with or without
    /// <c>endbr64</c>.
    /// </summary>
    internal static Version? Parse(ReadOnlySpan<byte> code)
    {
        ReadOnlySpan<byte> endbr64 = [0xf3, 0x0f, 0x1e, 0xfa];
        code = code.StartsWith(endbr64) ? code[endbr64.Length..] : code;
        if (code.Length < 11 || !code.StartsWith((ReadOnlySpan<byte>)[0x48, 0xb8]) || code[10] != 0xc3)
        {
            return null;
        }

        var value = BinaryPrimitives.ReadUInt64LittleEndian(code[2..]);
        return new((int)(value >> 56), (int)(value >> 48) & 0xff, (int)(value >> 40) & 0xff);
    }

    /// <summary>
    /// The name that the folder above gives it, such as 2.10.0+cu128; the number alone where that folder names another
    /// or none.
    /// </summary>
    /// <param name="folder">
    /// The libraries' folder: a Python PyTorch has <c>version.py</c> above it, a libtorch archive <c>build-version</c>.
    /// </param>
    /// <param name="version">The version.</param>
    internal static string Name(string folder, Version version) =>
        Named(folder) is { } name && name.StartsWith(version.ToString(), StringComparison.Ordinal) ? name
            : version.ToString();

    /// <summary>What the folder above says; null where it says nothing.</summary>
    internal static string? Named(string folder) =>
        First(Path.Combine(folder, "..", "version.py"), PythonPattern())
        ?? First(Path.Combine(folder, "..", "build-version"), PlainPattern());

    private static string? First(string path, Regex pattern)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: < LongestFile }
                && pattern.Match(File.ReadAllText(path)) is { Success: true } match ? match.Groups["name"].Value : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^__version__ = ['""](?<name>[\w.+-]+)['""]", RegexOptions.Multiline)]
    private static partial Regex PythonPattern();

    [GeneratedRegex(@"\A(?<name>\d[\w.+-]*)")]
    private static partial Regex PlainPattern();
}
