using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExactGN.Cli.Tests;

public sealed class CrosscheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exactgn-crosscheck-");

    [Fact]
    public void All_reference_values_agree_one_line_per_case()
    {
        // The cases alone: the training curves are replayed through the library in ExactGN.Tests.
        foreach (var file in Directory.GetFiles(ExactGnProgram.OracleFolder, "case*.json"))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }

        var result = ExactGnProgram.Run("crosscheck", _folder.FullName);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Empty(result.Error);
        var cases = result.Lines.Where(line => line.StartsWith("case", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Enumerable.Range(1, 16).Select(i => $"case{i:00}"), cases.Select(line => line.Split(' ')[0]));
        Assert.All(cases, line => Assert.All(
            ["agrees", "forward", "loss", "epsilon", "inverse", "updates", "response"],
            word => Assert.Contains(word, line, StringComparison.Ordinal)));
    }

    [Fact]
    public void Json_is_a_list_of_what_the_lines_say()
    {
        var result = ExactGnProgram.Run("crosscheck", "--json", Copy("case01"), Copy("case11"));

        Assert.True(result.ExitCode == 0, result.ToString());
        using var list = JsonDocument.Parse(result.Output);
        Assert.Equal(
            ["case01", "case11"],
            list.RootElement.EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        Assert.All(list.RootElement.EnumerateArray(), item =>
        {
            Assert.Equal("agrees", item.GetProperty("status").GetString());
            Assert.All(
                item.GetProperty("differences").EnumerateObject(),
                entry => Assert.InRange(entry.Value.GetDouble(), 0, item.GetProperty("tolerance").GetDouble()));
        });
    }

    [Fact]
    public void A_truncated_file_is_named_and_the_others_are_still_checked()
    {
        var broken = Copy("case01");
        File.WriteAllText(broken, File.ReadAllText(broken)[..1000]);
        Copy("case02");

        var result = ExactGnProgram.Run("crosscheck", _folder.FullName);

        PlainFailure.IsOneSentence(result, $"'{broken}'", "JSON");
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("case02", StringComparison.Ordinal)
                && line.Contains("agrees", StringComparison.Ordinal));
    }

    [Fact]
    public void A_case_that_holds_a_step_alone_is_compared()
    {
        var step = Change("case05", root =>
        {
            foreach (var key in root.AsObject()
                .Select(member => member.Key)
                .Except(["config", "params", "u_proj", "x", "epsilon", "updates"])
                .ToArray())
            {
                root.AsObject().Remove(key);
            }
        });

        var result = ExactGnProgram.Run("crosscheck", step);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(@"^case05 +agrees \(≤ 1e-12\)  updates \S+$", Assert.Single(result.Lines));
    }

    [Fact]
    public void All_missing_keys_are_named_at_once()
    {
        var broken = Change("case05", root =>
        {
            root.AsObject().Remove("x");
            root["config"]!.AsObject().Remove("rtol");
        });

        PlainFailure.IsOneSentence(ExactGnProgram.Run("crosscheck", broken), "keys 'config.rtol', 'x' are missing");
    }

    [Fact]
    public void A_missing_key_is_named()
    {
        var broken = Change("case01", root => root["params"]!["blocks"]![0]!["g"]!.AsObject().Remove("W"));

        PlainFailure.IsOneSentence(
            ExactGnProgram.Run("crosscheck", broken), $"'{broken}'", "'params.blocks[0].g.W' is missing");
    }

    [Fact]
    public void A_wrong_shape_is_named()
    {
        var broken = Change("case01", root => root["x"]!["shape"]![1] = 9);

        PlainFailure.IsOneSentence(
            ExactGnProgram.Run("crosscheck", broken), $"'{broken}'", "'x.shape' must be [4, 8], got [4, 9]");
    }

    [Fact]
    public void A_changed_number_is_a_difference_in_the_quantity_it_belongs_to()
    {
        var changed = Change("case01", root =>
            root["epsilon"]!["data"]![0]![0] = root["epsilon"]!["data"]![0]![0]!.GetValue<double>() * (1 + 1e-9));

        var result = ExactGnProgram.Run("crosscheck", changed);

        PlainFailure.IsOneSentence(result, $"'{changed}'", "epsilon");
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("case01", StringComparison.Ordinal)
                && line.Contains("differs", StringComparison.Ordinal));
    }

    [Fact]
    public void A_broken_file_is_an_entry_of_the_json_list()
    {
        var broken = Change("case01", root => root.AsObject().Remove("x"));

        var result = ExactGnProgram.Run("crosscheck", "--json", broken, Copy("case02"));

        PlainFailure.IsOneSentence(result, $"'{broken}'", "'x' is missing");
        using var list = JsonDocument.Parse(result.Output);
        Assert.Equal(
            ["malformed", "agrees"],
            list.RootElement.EnumerateArray().Select(item => item.GetProperty("status").GetString()));
        Assert.Contains(
            "'x' is missing", list.RootElement[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_lead_out_of_range_are_named_with_the_file()
    {
        var broken = Change("case01", root => root["params"]!["blocks"]![0]!["f"]!["W"]!["data"]![0]![0] = 1e308);

        PlainFailure.IsOneSentence(ExactGnProgram.Run("crosscheck", broken), $"'{broken}'");
    }

    [Fact]
    public void A_missing_path_is_one_sentence()
    {
        var missing = Path.Combine(_folder.FullName, "nowhere");

        PlainFailure.IsOneSentence(
            ExactGnProgram.Run("crosscheck", missing), $"There is no file or folder '{missing}'");
    }

    [Fact]
    public void A_folder_without_cases_is_one_sentence_and_its_other_files_are_ignored()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "notes.json"), "not JSON");

        PlainFailure.IsOneSentence(
            ExactGnProgram.Run("crosscheck", _folder.FullName), _folder.FullName, "nothing to compare");
    }

    [Theory]
    [InlineData("initial.safetensors", "is not a safetensors file")]
    [InlineData("initial.npz", "in its folder, python -c \"import numpy, safetensors.numpy as s; ")]
    public void A_damaged_trajectory_is_named_and_the_cases_are_still_checked(string name, string says)
    {
        Copy("case02");
        var trajectory = _folder.CreateSubdirectory("trajectory");
        File.Copy(
            Path.Combine(ExactGnProgram.OracleFolder, "trajectory", "curves.json"),
            Path.Combine(trajectory.FullName, "curves.json"));
        var damaged = Path.Combine(trajectory.FullName, name);
        File.WriteAllText(damaged, "no tensors");

        var result = ExactGnProgram.Run("crosscheck", _folder.FullName);

        PlainFailure.IsOneSentence(result, $"'{damaged}'", says);
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("case02", StringComparison.Ordinal)
                && line.Contains("agrees", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Copy(string id)
    {
        var copy = Path.Combine(_folder.FullName, $"{id}.json");
        File.Copy(Path.Combine(ExactGnProgram.OracleFolder, $"{id}.json"), copy);
        return copy;
    }

    private string Change(string id, Action<JsonNode> change)
    {
        var copy = Copy(id);
        var root = JsonNode.Parse(File.ReadAllText(copy))!;
        change(root);
        File.WriteAllText(copy, root.ToJsonString());
        return copy;
    }
}
