using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ExactGN.Tests.Oracle;

public sealed class NpzFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"exactgn-{Guid.NewGuid():N}.npz");

    public static TheoryData<string, string, string, int, string> Malformed => new()
    {
        // type, order, shape, bytes of data, what the message says
        { "<f8", "True", "(2, 2)", 32, "Fortran order" },
        { ">f8", "False", "(2, 2)", 32, "its type is >f8" },
        { "|O", "False", "(2, 2)", 32, "its type is |O" },
        { "<f8", "False", "(2, 2)", 31, "31 bytes of data do not fit" },
        { "<f8", "False", "(2, 3)", 32, "32 bytes of data do not fit" },
        { "<f8", "False", "(4611686018427387904, 4)", 32, "do not fit its shape" },
        { "<f8", "False", "(-2, 2)", 32, "its shape holds '-2'" },
        { "<f8", "False", "2", 32, "lacks a readable 'shape'" },
        { "<f8", "Maybe", "(2, 2)", 32, "lacks a readable 'fortran_order'" },
    };

    [Theory]
    [InlineData("<f8", "0000000000000440", 2.5)]
    [InlineData("<f4", "00002040", 2.5)]
    [InlineData("<i8", "feffffffffffffff", -2.0)]
    [InlineData("<i4", "feffffff", -2.0)]
    [InlineData("|i1", "fe", -2.0)]
    [InlineData("|u1", "fe", 254.0)]
    [InlineData("|b1", "01", 1.0)]
    public void Every_plain_type_is_read(string type, string item, double value)
    {
        var bytes = Convert.FromHexString(item);
        Write(("a", Npy(type, "False", "(3, 2)", [.. Enumerable.Repeat(bytes, 6).SelectMany(b => b)])));

        var array = NpzFile.Load(_path).Array("a", 3, 2);

        Assert.Equal(Enumerable.Repeat(value, 6), array.Values.ToArray());
    }

    [Fact]
    public void Rows_come_first()
    {
        Write(("a", Npy("|u1", "False", "(2, 3)", [1, 2, 3, 4, 5, 6])));
        using var expected = tensor(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });

        using var read = NpzFile.Load(_path).Array("a", 2, 3).ToTensor();

        Assert.True(read.Equals(expected));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_array_is_named_with_what_is_wrong(
        string type, string order, string shape, int bytes, string says)
    {
        Write(("good", Npy("|u1", "False", "(1,)", [0])), ("bad", Npy(type, order, shape, new byte[bytes])));

        AssertNames("array 'bad'", says, () => NpzFile.Load(_path));
    }

    [Theory]
    [InlineData(0, 0x00, "does not begin as a NumPy array does")]
    [InlineData(6, 9, "format version is 9")]
    [InlineData(9, 0xFF, "ends inside its header")]
    public void A_broken_prefix_is_named(int at, byte value, string says)
    {
        var bytes = Npy("|u1", "False", "(1,)", [0]);
        bytes[at] = value;
        Write(("bad", bytes));

        AssertNames("array 'bad'", says, () => NpzFile.Load(_path));
    }

    [Fact]
    public void What_is_not_finite_is_refused()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8), double.NaN);
        Write(("bad", Npy("<f8", "False", "(2,)", bytes)));

        AssertNames("array 'bad'", "entry 1 is NaN", () => NpzFile.Load(_path));
    }

    [Fact]
    public void A_missing_array_and_a_wrong_shape_are_named()
    {
        Write(("a", Npy("|u1", "False", "(2, 3)", new byte[6])));
        var file = NpzFile.Load(_path);

        AssertNames("array 'b'", "is missing", () => file.Array("b", 1));
        AssertNames("array 'a'", "must have shape [3, 2], got [2, 3]", () => file.Array("a", 3, 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(100)]
    public void A_truncated_archive_is_named(int length)
    {
        Write(("a", Npy("|u1", "False", "(6,)", [1, 2, 3, 4, 5, 6])));
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..length]);

        AssertNames("the archive", "cannot be read", () => NpzFile.Load(_path));
    }

    public void Dispose() => File.Delete(_path);

    private void AssertNames(string part, string says, Action read)
    {
        var error = Assert.Throws<InvalidDataException>(read);
        Assert.StartsWith($"'{_path}': {part}", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private void Write(params (string Name, byte[] Bytes)[] arrays)
    {
        using var archive = ZipFile.Open(_path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in arrays)
        {
            using var stream = archive.CreateEntry($"{name}.npy").Open();
            stream.Write(bytes);
        }
    }

    private static byte[] Npy(string type, string order, string shape, byte[] data)
    {
        var header = Encoding.Latin1.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. data];
    }
}
