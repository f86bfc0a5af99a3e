using System.Buffers.Binary;
using System.Text;

namespace ExactGN.Tests;

/// <summary>A damaged or foreign file is an InvalidDataException that names the file, and nothing else;
/// no tensor stays behind.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"exactgn-{Path.GetRandomFileName()}.safetensors");

    public static TheoryData<string, string> Headers => new()
    {
        { "not JSON", "weights, weights, weights" },
        { "not an object", "[1, 2]" },
        { "an unfinished object", """{"a":{"dtype":"F32","shape":[1]""" },
        { "a tensor without dtype", """{"a":{"shape":[1],"data_offsets":[0,4]}}""" },
        { "a tensor that is a number", """{"a":7}""" },
        { "an integer dtype", """{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""" },
        { "a dtype that is no string", """{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""" },
        { "no dtype", """{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""" },
        { "an end beyond the data", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""" },
        { "a start below zero", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""" },
        { "offsets in the wrong order", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""" },
        { "one offset", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""" },
        { "three offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""" },
        { "a shape too large for its bytes", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""" },
        { "a shape too small for its bytes", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""" },
        { "a negative shape", """{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""" },
        { "a partly negative shape", """{"a":{"dtype":"F32","shape":[-1,1],"data_offsets":[0,4]}}""" },
        { "a fractional shape", """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""" },
        {
            "a shape whose product overflows",
            """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"""
        },
        {
            "an empty shape of impossible size",
            """{"a":{"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]}}"""
        },
        {
            "a good tensor before a bad one",
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":"""
            + """[9],"data_offsets":[0,36]}}"""
        },
        { "a good tensor before a malformed one", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":7}""" },
        {
            "the same name twice",
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":"""
            + """[1],"data_offsets":[4,8]}}"""
        },
        { "metadata that is a list", """{"__metadata__":[1]}""" },
        { "metadata that is not text", """{"__metadata__":{"a":1}}""" },
    };

    [Theory, MemberData(nameof(Headers))]
    public void A_bad_header_is_refused(string what, string header)
    {
        _ = what;
        Write(Encoding.UTF8.GetBytes(header), header.Length, dataBytes: 8);
        Refused(() => Safetensors.Load(_path));
    }

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,8]}}""",
        "tensor 'a' has 4 bytes, which do not fit its shape.")]
    [InlineData(
        """{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""",
        "tensor 'a' has dtype I32, and only F32 and F64 are read.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", "tensor 'a' lies outside the data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "tensor 'a' lies outside the data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "tensor 'a' lies outside the data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}""", "tensor 'a' lies outside the data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""", "tensor 'a' lies outside the data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", "tensor 'a' lies outside the data.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""",
        "tensor 'a' has 8 bytes, which do not fit its shape.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[-1,1],"data_offsets":[0,4]}}""",
        "tensor 'a' has 4 bytes, which do not fit its shape.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[0,-1],"data_offsets":[0,0]}}""",
        "tensor 'a' has 0 bytes, which do not fit its shape.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""",
        "tensor 'a' has 0 bytes, which do not fit its shape.")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[0,4611686018427387904],"data_offsets":[0,0]}}""",
        "tensor 'a' has 0 bytes, which do not fit its shape.")]
    public void What_is_wrong_with_a_tensor_is_said(string header, string sentence)
    {
        Write(Encoding.UTF8.GetBytes(header), header.Length, dataBytes: 8);
        Assert.Ends(sentence, Assert.Throws<InvalidDataException>(() => Safetensors.Load(_path)).Message);
    }

    [Theory, InlineData("weights"), InlineData("[1, 2]"), InlineData("""{"a":7}""")]
    public void A_malformed_header_is_refused_where_there_is_no_data_to_miss(string header)
    {
        Write(Encoding.UTF8.GetBytes(header), header.Length, dataBytes: 0);
        Assert.Begins(
            $"'{_path}' is not a safetensors file that can be read: its header is malformed (",
            Assert.Throws<InvalidDataException>(() => Safetensors.Load(_path)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(200)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData((16L << 20) + 1)]
    public void A_header_length_that_cannot_be_is_refused(long length)
    {
        Write("{}"u8.ToArray(), length, dataBytes: 8);
        Refused(() => Safetensors.Load(_path));
        Assert.Ends(
            $"its header length is {length}, in a file of 18 bytes.",
            Assert.Throws<InvalidDataException>(() => Safetensors.Load(_path)).Message);
    }

    [Theory, InlineData(2), InlineData(16 << 20)]
    public void A_header_may_be_all_there_is_and_as_long_as_the_limit(int length)
    {
        Write(Encoding.UTF8.GetBytes("{}".PadRight(length)), length, dataBytes: 0);
        Assert.Empty(Safetensors.Load(_path).Tensors);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using (var model = Small())
        {
            RevMlpFile.Save(model, _path);
        }

        var whole = File.ReadAllBytes(_path);
        foreach (var length in Enumerable.Range(0, whole.Length)
            .Where(n => n < 12 || n % 37 == 0 || n > whole.Length - 9))
        {
            File.WriteAllBytes(_path, whole[..length]);
            Refused(() => RevMlpFile.Load(_path));
        }
    }

    [Theory]
    [InlineData("\"Features\":4", "\"Features\":5")]
    [InlineData("\"Features\":4", "\"Features\":6")]
    [InlineData("\"Features\":4", "\"Xeatures\":4")]
    [InlineData("\"Blocks\":2", "\"Blocks\":3")]
    [InlineData("blocks.1.g.weight", "blocks.1.g.wXight")]
    [InlineData("exactgn.options", "exactgn.0ptions")]
    public void A_file_that_holds_no_whole_network_is_refused(string text, string replacement)
    {
        using (var model = Small())
        {
            RevMlpFile.Save(model, _path);
        }

        // The options are JSON inside a JSON string, so their quotes are escaped one way or the other.
        var latin = Encoding.Latin1.GetString(File.ReadAllBytes(_path));
        var damaged = new[] { "\"", "\\\"", "\\u0022" }.Aggregate(latin, (file, quote) => file.Replace(
            text.Replace("\"", quote, StringComparison.Ordinal),
            replacement.Replace("\"", quote, StringComparison.Ordinal),
            StringComparison.Ordinal));
        Assert.NotEqual(latin, damaged);
        File.WriteAllBytes(_path, Encoding.Latin1.GetBytes(damaged));
        Refused(() => RevMlpFile.Load(_path));
    }

    [Fact]
    public void Tensors_of_two_dtypes_are_no_network()
    {
        using (var scope = NewDisposeScope())
        using (var model = Small())
        {
            RevMlpFile.Save(model, _path);
            var (tensors, metadata) = Safetensors.Load(_path);
            Safetensors.Save(
                _path,
                tensors.Select(entry => (entry.Key, entry.Key == "readout" ? entry.Value.to(float64) : entry.Value)),
                metadata);
        }

        Refused(() => RevMlpFile.Load(_path));
    }

    [Fact]
    public void A_file_without_tensors_is_no_network()
    {
        Safetensors.Save(_path, [], new Dictionary<string, string> { ["exactgn.options"] = """{"Features":4}""" });
        Refused(() => RevMlpFile.Load(_path));
        Assert.Equal(
            $"'{_path}' holds no tensor.", Assert.Throws<InvalidDataException>(() => RevMlpFile.Load(_path)).Message);
    }

    [Theory, InlineData("other", "{}"), InlineData("exactgn.options", "null")]
    public void A_file_without_options_is_no_network(string key, string text)
    {
        using var scope = NewDisposeScope();
        Safetensors.Save(_path, [("readout", ones([1]))], new Dictionary<string, string> { [key] = text });
        Assert.Equal(
            $"'{_path}' holds tensors but no network: its metadata lacks 'exactgn.options'.",
            Assert.Throws<InvalidDataException>(() => NetworkFile.Load(_path)).Message);
    }

    [Fact]
    public void A_tensor_without_elements_is_no_damage()
    {
        using var scope = NewDisposeScope();
        Safetensors.Save(
            _path,
            [("none", zeros([0, 3], dtype: float64)), ("some", ones([2], dtype: float64))],
            new Dictionary<string, string>());
        var (tensors, _) = Safetensors.Load(_path);
        Assert.Equal([0, 3], tensors["none"].shape);
        Assert.Equal(2, tensors["some"].sum().item<double>());
    }

    [Fact]
    public void Saving_replaces_a_file_and_leaves_nothing_beside_it()
    {
        File.WriteAllText(_path, "something else");
        using var model = Small();
        RevMlpFile.Save(model, _path);
        using var loaded = RevMlpFile.Load(_path);
        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal([_path], Directory.GetFiles(Path.GetDirectoryName(_path)!, Path.GetFileName(_path) + "*"));
    }

    [Fact]
    public void A_save_that_fails_leaves_nothing_behind()
    {
        var folder = Directory.CreateTempSubdirectory("exactgn-");
        try
        {
            var taken = folder.CreateSubdirectory("taken").FullName;
            using var model = Small();
            Assert.ThrowsAny<SystemException>(() => RevMlpFile.Save(model, taken));
            Assert.Equal([taken], Directory.GetFileSystemEntries(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose() => File.Delete(_path);

    private static RevMlp Small() => new(new() { Features = 4, Hidden = 3, Blocks = 2, Classes = 2 });

    private void Write(byte[] header, long length, int dataBytes)
    {
        var file = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        header.CopyTo(file, 8);
        File.WriteAllBytes(_path, file);
    }

    private void Refused(Action load)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Says(_path, Assert.Throws<InvalidDataException>(load).Message);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
