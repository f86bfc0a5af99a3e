using System.Text;
using System.Text.Json.Nodes;

namespace ExactGN.Tests.Oracle;

public sealed class OracleReaderTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"exactgn-case-{Guid.NewGuid():N}.json");

    public static TheoryData<string, string?, string> Malformed => new()
    {
        // key, what stands there instead (null: nothing), what the message says
        { "x", null, "is missing" },
        { "params.blocks.0.f.W", null, "is missing" },
        { "config.rtol", null, "is missing" },
        { "x.shape", "[4, 9]", "must be [4, 8], got [4, 9]" },
        { "x.shape", "[4.5, 8]", "must be an integer" },
        { "x.data", "[[1], [2], [3]]", "must be a list of 4 entries, got 3" },
        { "x.data.2", "[1, 2, 3]", "must be a list of 8 entries, got 3" },
        { "x.data.2.1", "[1]", "must be a number, got a list" },
        { "x.data.2.1", "\"1\"", "must be a number, got a string" },
        { "x.data.2.1", "1e999", "must be a finite number" },
        { "x", "7", "must be an object, got a number" },
        { "loss", "true", "must be a number, got true or false" },
        { "target", null, "key 'target' is missing" },
        { "u_proj", null, "key 'u_proj' is missing" },
        { "config.feature_dim", "7", "must be even" },
        { "config.feature_dim", "10", "must be [5, 12], got [4, 12]" },
        { "config.num_blocks", "2", "must be a list of 2 entries, got 1" },
        { "config.batch", "0", "must be positive" },
        { "config.bias", "1", "must be true or false" },
        { "config.bias", "false", "must be null" },
        { "config.loss", "\"hinge\"", "must be \"mse\" or" },
        { "config.rtol", "-0.1", "must not be negative" },
        { "config.dtype", "\"float32\"", "must be \"float64\"" },
        { "params.blocks.0.g.b", "null", "must be an array" },
        { "loss_after_step", "{\"fast\": 1.0}", "must be named by a finite learning rate" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_case_is_named_with_the_key_and_what_is_wrong(string key, string? replacement, string says)
    {
        File.WriteAllText(_path, Changed(key, replacement));

        var error = Assert.Throws<InvalidDataException>(() => OracleCase.Load(_path));

        Assert.Contains($"'{_path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("key '", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void All_missing_keys_are_named_at_once()
    {
        var root = JsonNode.Parse(File.ReadAllText(OracleFixtures.CasePath("case05")))!;
        root["config"]!.AsObject().Remove("rtol");
        root["config"]!.AsObject().Remove("dtype");
        root.AsObject().Remove("x");
        root.AsObject().Remove("target");
        root["params"]!["blocks"]![0]!["g"]!.AsObject().Remove("W");
        root["params"]!["blocks"]![1]!["f"]!.AsObject().Remove("C");
        File.WriteAllText(_path, root.ToJsonString());

        Assert.Equal(
            $"'{_path}': keys 'config.rtol', 'config.dtype', 'x', 'target', 'params.blocks[0].g.W', "
            + "'params.blocks[1].f.C' are missing.",
            Assert.Throws<InvalidDataException>(() => OracleCase.Load(_path)).Message);
    }

    [Fact]
    public void A_case_without_a_result_says_which_there_are()
    {
        using var file = PartialCase.Of("case02", ["config", "params", "u_proj", "x", "target"]);

        var error = Assert.Throws<InvalidDataException>(() => OracleCase.Load(file.Path));

        Assert.Contains(
            "must have a result to compare, one of the keys output, ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\": \"case01\", \"config\": {")]
    [InlineData("{\"id\": NaN}")]
    [InlineData("{\"id\": \"a\", \"id\": \"b\"}")]
    public void A_file_that_is_not_well_formed_is_named(string text)
    {
        File.WriteAllText(_path, text);

        var error = Assert.Throws<InvalidDataException>(() => OracleCase.Load(_path));

        Assert.StartsWith($"'{_path}' is not well-formed JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_named()
    {
        File.WriteAllBytes(
            _path, [.. Encoding.UTF8.GetBytes(Changed("id", "\"~~\"")).Select(b => b == (byte)'~' ? (byte)0xFF : b)]);

        var error = Assert.Throws<InvalidDataException>(() => OracleCase.Load(_path));

        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_holds_no_object_is_named()
    {
        File.WriteAllText(_path, "[1]");

        var error = Assert.Throws<InvalidDataException>(() => OracleCase.Load(_path));

        Assert.Equal($"'{_path}' must hold an object, got a list.", error.Message);
    }

    [Fact]
    public void Keys_that_are_not_used_are_ignored()
    {
        var root = JsonNode.Parse(File.ReadAllText(OracleFixtures.CasePath("case01")))!.AsObject();
        root.Remove("checks");
        root["note"] = "anything";
        File.WriteAllText(_path, root.ToJsonString());

        Assert.Equal("case01", OracleCase.Load(_path).Id);
    }

    public void Dispose() => File.Delete(_path);

    private static string Changed(string key, string? replacement)
    {
        // A placeholder keeps what no JSON writer would write, such as 1e999.
        const string Placeholder = "placeholder-7f3a";
        var root = JsonNode.Parse(File.ReadAllText(OracleFixtures.CasePath("case01")))!;
        var parts = key.Split('.');
        var parent =
            parts[..^1].Aggregate(root, (node, part) => int.TryParse(part, out var i) ? node[i]! : node[part]!);
        if (replacement is null)
        {
            parent.AsObject().Remove(parts[^1]);
        }
        else if (int.TryParse(parts[^1], out var index))
        {
            parent[index] = Placeholder;
        }
        else
        {
            parent[parts[^1]] = Placeholder;
        }

        return root.ToJsonString().Replace($"\"{Placeholder}\"", replacement, StringComparison.Ordinal);
    }
}
