using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Oracle;

/// <summary>NumPy's array format: a magic string, a version, a header that is a Python literal, raw data.
/// Plain numbers in C order, little-endian.</summary>
/// <remarks>https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Nothing in it is executed,
/// and objects are refused.</remarks>
internal static partial class NpyFormat
{
    private const int MaxHeader = 1 << 16;

    /// <summary>Reads one array from the bytes of a whole <c>.npy</c> file; the message of an error says what
    /// is wrong, not where.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, or holds something that is not read.</exception>
    internal static OracleArray Parse(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length >= 10 && bytes[..6].SequenceEqual(Magic), "it does not begin as a NumPy array does");
        var start = bytes[6] switch
        {
            1 => 10,
            2 or 3 => 12,
            var version => throw new InvalidDataException($"its format version is {version}, and 1 to 3 are read"),
        };
        Require(bytes.Length >= start, "it ends inside its header");
        var length = start == 10
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        Require(length <= MaxHeader && length <= bytes.Length - start, "it ends inside its header");
        var header = Encoding.Latin1.GetString(bytes.Slice(start, (int)length));

        var type = Field(TypeField(), header, "descr");
        Require(Field(OrderField(), header, "fortran_order") == "False", "it is in Fortran order, and C order is read");
        var shape = Field(ShapeField(), header, "shape")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Size)
            .ToArray();
        var size = type switch
        {
            "|u1" or "|i1" or "|b1" => 1,
            "<i4" or "<f4" => 4,
            "<i8" or "<f8" => 8,
            _ => throw new InvalidDataException(
                $"its type is {type}, and |b1, |u1, |i1, <i4, <i8, <f4 and <f8 are read"),
        };
        var data = bytes[(start + (int)length)..];
        var needed = shape.Aggregate((Int128)size, (product, n) => Int128.Min(product * n, long.MaxValue));
        Require(
            needed == data.Length,
            $"{data.Length} bytes of data do not fit its shape {OracleArray.Describe(shape)} of {type}");

        var values = new double[data.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            var item = data.Slice(i * size, size);
            values[i] = type switch
            {
                "|i1" => (sbyte)item[0],
                "<i4" => BinaryPrimitives.ReadInt32LittleEndian(item),
                "<i8" => BinaryPrimitives.ReadInt64LittleEndian(item),
                "<f4" => BinaryPrimitives.ReadSingleLittleEndian(item),
                "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(item),
                _ => item[0],
            };
            Require(
                double.IsFinite(values[i]),
                $"entry {i} is {values[i].ToString(CultureInfo.InvariantCulture)}, and every entry must be finite");
        }

        return new(shape, values);
    }

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    private static string Field(Regex pattern, string header, string name) =>
        pattern.Match(header) is { Success: true } match
            ? match.Groups[1].Value
            : throw new InvalidDataException($"its header lacks a readable '{name}'");

    private static long Size(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new InvalidDataException($"its shape holds '{text}'");

    private static void Require(bool rule, string otherwise)
    {
        if (!rule)
        {
            throw new InvalidDataException(otherwise);
        }
    }

    [GeneratedRegex("'descr':\\s*'([^']*)'")]
    private static partial Regex TypeField();

    [GeneratedRegex("'fortran_order':\\s*(True|False)")]
    private static partial Regex OrderField();

    [GeneratedRegex("'shape':\\s*\\(([^()]*)\\)")]
    private static partial Regex ShapeField();
}
