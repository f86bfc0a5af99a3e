using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ExactGN.Tests;

/// <summary>What reading refuses, writing refuses; the data is covered exactly once, aligned, and of any
/// size.</summary>
public sealed class SafetensorsRulesTests : IDisposable
{
    // Float32 numbers of 2 GiB and a little.
    private const long Many = (1L << 29) + 5;

    private static readonly Dictionary<string, string> None = [];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"exactgn-{Path.GetRandomFileName()}.safetensors");

    [Fact]
    public void A_name_that_is_there_twice_is_not_written() =>
        NotWritten("every tensor needs a name of its own, got 'a' twice", ["a", "a"], None);

    [Fact]
    public void The_name_of_the_free_text_is_no_tensors() =>
        NotWritten("no tensor may be called '__metadata__'", ["__metadata__"], None);

    [Fact]
    public void A_name_that_is_no_text_is_not_written() =>
        NotWritten("has half of a surrogate pair", ["a\ud800"], None);

    [Fact]
    public void Free_text_that_is_none_is_not_written()
    {
        NotWritten("names and free text may not be null", ["a"], new() { ["key"] = null! });
        NotWritten("has half of a surrogate pair", ["a"], new() { ["key"] = "\udc00" });
    }

    [Fact]
    public void A_header_that_is_longer_than_any_is_read_is_not_written() =>
        NotWritten("must have at most 16,777,216", ["a"], new() { ["key"] = new string('x', 17 << 20) });

    [Fact]
    public void A_header_as_long_as_the_longest_that_is_read_is_written()
    {
        var around = """{"__metadata__":{"key":""}}""".Length;
        Assert.Equal(16 << 20, Header((16 << 20) - around).Length);
        Assert.Throws<ArgumentException>(() => Header((16 << 20) - around + 1));

        static byte[] Header(int length) =>
            SafetensorsHeader.Of([], new Dictionary<string, string> { ["key"] = new('x', length) }).Bytes;
    }

    [Fact]
    public void A_shape_that_no_reader_takes_is_not_written()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(
            () => SafetensorsHeader.Of([("a", zeros([0, 1L << 62], dtype: float32))], None));
        Assert.Equal(
            "A safetensors file must be one that can be read: tensor 'a' has 0 bytes, which do not fit its shape.",
            error.Message);
    }

    [Fact]
    public void Tensors_and_free_text_must_be_given()
    {
        Assert.Throws<ArgumentNullException>("tensors", () => Safetensors.Save(_path, null!, None));
        Assert.Throws<ArgumentNullException>("metadata", () => Safetensors.Save(_path, [], null!));
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void A_large_tensor_is_handed_over_in_pieces()
    {
        using var scope = NewDisposeScope();
        List<float[]> parts = [];
        var numbers = arange(10, dtype: float32).reshape(2, 5);
        Safetensors.InPieces(numbers, 4, part => parts.Add([.. part.data<float>()]));
        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], parts);
    }

    [Fact]
    public void A_tensor_that_is_not_there_is_named_and_not_written()
    {
        using var scope = NewDisposeScope();
        var disposed = ones([2], dtype: float32);
        disposed.Dispose();
        Refused(null!, "null");
        Refused(disposed, "a disposed tensor");
        Refused(ones([2, 3], dtype: float32).to_sparse(), "a sparse tensor of shape [2, 3]");
        Refused(ones([2, 3], dtype: float32, device: META), "a tensor on META of shape [2, 3]");

        void Refused(Tensor tensor, string kind)
        {
            File.WriteAllText(_path, "earlier");
            var error = Assert.Throws<ArgumentException>(
                () => Safetensors.Save(_path, [("a", ones([1], dtype: float32)), ("b.c", tensor)], None));
            Assert.Equal(
                $"A safetensors file holds dense tensors with numbers here, got {kind} for 'b.c'.", error.Message);
            Assert.Equal("earlier", File.ReadAllText(_path));
        }
    }

    [Fact]
    public void Names_of_any_text_come_back()
    {
        using var scope = NewDisposeScope();
        string[] names = ["", "a.b/c", "ü \"quoted\" \\ 𝔛\n", "__metadata"];
        Safetensors.Save(
            _path,
            names.Select((name, i) => (name, full([1], (double)i, dtype: float64))),
            new Dictionary<string, string> { ["ü\n"] = "\u2028\0" });
        var (tensors, metadata) = Safetensors.Load(_path);
        Assert.All(names.Index(), entry => Assert.Equal(entry.Index, tensors[entry.Item].item<double>()));
        Assert.Equal("\u2028\0", metadata["ü\n"]);
    }

    [Fact]
    public void Every_tensor_lies_on_a_boundary_of_its_own_size_and_the_data_on_one_of_eight_bytes()
    {
        using var scope = NewDisposeScope();
        Safetensors.Save(
            _path,
            [
                ("pair", ones([2], dtype: float32)),
                ("wide", ones([2], dtype: float64)),
                ("scalar", tensor(7f)),
                ("none", zeros([0], dtype: float64)),
            ],
            None);

        var file = File.ReadAllBytes(_path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, (8 + length) % 8);
        Assert.InRange(length - Encoding.UTF8.GetString(file, 8, length).TrimEnd(' ').Length, 0, 7);
        using var header = JsonDocument.Parse(file.AsMemory(8, length));
        var places = header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").Select(entry => (
            Begin: entry.Value.GetProperty("data_offsets")[0].GetInt64(),
            End: entry.Value.GetProperty("data_offsets")[1].GetInt64(),
            Size: entry.Value.GetProperty("dtype").GetString() == "F64" ? 8 : 4)).OrderBy(
                place => place.Begin).ThenBy(place => place.End).ToArray();
        Assert.All(places, place => Assert.Equal(0, place.Begin % place.Size));
        Assert.Equal(0, places[0].Begin);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Begin));
        Assert.Equal(file.Length, 8 + length + places[^1].End);
        Assert.Equal(7, Safetensors.Load(_path).Tensors["scalar"].item<float>());
    }

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "bytes 4 to 8 of the data belong to no tensor")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "bytes 0 to 4 of the data belong to no tensor")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":"""
        + """[1],"data_offsets":[4,8]}}""",
        "tensor 'b' begins at byte 4 of the data, where another one lies")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":"""
        + """[1],"data_offsets":[4,8]}}""",
        "tensor 'a' is there twice")]
    [InlineData("""{}""", "bytes 0 to 8 of the data belong to no tensor")]
    [InlineData(
        """{"__metadata__":{"k":null},"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""",
        "the free text 'k' is no text")]
    [InlineData(
        """{"__metadata__":{"k":"1","k":"2"},"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""",
        "the free text 'k' is there twice")]
    [InlineData(
        """{"__metadata__":{"k":"1"},"__metadata__":{},"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""",
        "'__metadata__' is there twice")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""",
        "tensor 'a' has the number 1.5, which is not whole")]
    [InlineData(
        """{"a\nb":{"dtype":"I8","shape":[8],"data_offsets":[0,8]}}""",
        "tensor 'a b' has dtype I8, and only F32 and F64 are read")]
    public void Data_that_is_not_covered_exactly_once_is_refused(string header, string sentence)
    {
        var file = new byte[8 + header.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        Encoding.UTF8.GetBytes(header).CopyTo(file, 8);
        File.WriteAllBytes(_path, file);
        Assert.Ends($"{sentence}.", Assert.Throws<InvalidDataException>(() => Safetensors.Load(_path)).Message);
    }

    [SkippableFact, Trait("Category", "Full")]
    public async Task Tensors_above_two_gibibytes_are_written()
    {
        Skip.If(OperatingSystem.IsWindows(), "The file goes through a pipe, so that no disk has to hold it.");
        EnoughMemory();
        using (var make = Process.Start("mkfifo", [_path]))
        {
            Assert.True(make.WaitForExit(Patience));
        }

        using var reader = Process.Start(new ProcessStartInfo("cat", [_path]) { RedirectStandardOutput = true })!;
        var saved = Task.Run(() =>
        {
            using var scope = NewDisposeScope();
            var large = zeros([Many], dtype: float32);
            large[Many - 1] = 3;
            large[1 << 26] = 2;
            Safetensors.Save(_path, [("large", large), ("after", ones([1], dtype: float32))], None);
        });

        var (header, found) = await Task.Run(() => NumbersOf(reader.StandardOutput.BaseStream)).WaitAsync(Patience);

        await saved.WaitAsync(Patience);
        Assert.Equal([0, 4 * Many], Offsets("large"));
        Assert.Equal([4 * Many, 4 * Many + 4], Offsets("after"));
        Assert.Equal([(1 << 26, 2), (Many - 1, 3), (Many, 1)], found);

        long[] Offsets(string name) =>
            [.. header.RootElement
                .GetProperty(name)
                .GetProperty("data_offsets")
                .EnumerateArray()
                .Select(at => at.GetInt64())];
    }

    [SkippableFact, Trait("Category", "Full")]
    public void Tensors_above_two_gibibytes_are_read()
    {
        EnoughMemory();
        using (var stream = File.Create(_path))
        {
            var header = Encoding.UTF8.GetBytes(
                $$$"""{"z":{"dtype":"F32","shape":[{{{Many}}}],"data_offsets":[0,{{{4 * Many}}}]}}""");
            stream.Write(BitConverter.GetBytes((long)header.Length));
            stream.Write(header);

            // Zeros between that nobody wrote: a disk that knows holes holds a page or two.
            var data = stream.Position;
            Put(1 << 26, 2);
            Put(Many - 1, 3);

            void Put(long index, float number)
            {
                stream.Position = data + 4 * index;
                stream.Write(BitConverter.GetBytes(number));
            }
        }

        using var scope = NewDisposeScope();
        var z = Safetensors.Load(_path).Tensors["z"];
        Assert.Equal((2, 3, 5), (z[1 << 26].item<float>(), z[Many - 1].item<float>(), z.sum().item<float>()));
    }

    private static void EnoughMemory() =>
        Skip.If(
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 6L << 30,
            "Two gibibytes are held, and 6 GiB are not there.");

    // The header of a file, and where its float32 numbers are not zero.
    private static (JsonDocument Header, List<(long Index, float Number)> Found) NumbersOf(Stream stream)
    {
        var length = new byte[8];
        stream.ReadExactly(length);
        var header = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        stream.ReadExactly(header);
        var (piece, index, found) = (new byte[1 << 16], 0L, new List<(long, float)>());
        for (int read; (read = stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false)) > 0; index += read
            / 4)
        {
            var numbers = MemoryMarshal.Cast<byte, float>(piece.AsSpan(0, read));
            if (numbers.ContainsAnyExcept(0f))
            {
                for (var i = 0; i < numbers.Length; i++)
                {
                    if (numbers[i] != 0)
                    {
                        found.Add((index + i, numbers[i]));
                    }
                }
            }
        }

        return (JsonDocument.Parse(header), found);
    }

    public void Dispose() => File.Delete(_path);

    private void NotWritten(string rule, string[] names, Dictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        File.WriteAllText(_path, "earlier");
        var error = Assert.Throws<ArgumentException>(
            () => Safetensors.Save(_path, names.Select(name => (name, ones([1], dtype: float32))), metadata));
        Assert.Says(rule, error.Message);
        Assert.Equal("earlier", File.ReadAllText(_path));
    }
}
