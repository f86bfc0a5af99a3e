using System.Text.Json;

namespace ExactGN.Cli.Tests;

/// <summary>The Python subjects through <c>exactgn verify</c>: right ones keep their laws,
/// and planted faults do not.</summary>
[Trait("Category", "Full")]
public sealed class VerifiedAdapterTests : InTemporaryFolder
{
    [SkippableTheory]
    [InlineData("sys", "pure_python_network.py", 100)]
    [InlineData("sys", "pure_python_network.py --step reversible --arrays lists", 100)]
    [InlineData("sys", "skeleton.py", 20)]
    [InlineData("numpy", "numpy_network.py", 100)]
    [InlineData("torch", "torch_network.py", 60)]
    public void A_right_subject_keeps_every_law_that_it_offers(string module, string command, int least)
    {
        var result = Verify(Interpreter(module), command.Split(' '), fault: null, "--cases", "4");

        Assert.True(result.ExitCode == 0, result.ToString());
        var standings = Standings(result);
        Assert.All(standings, law => Assert.True(law.Value is "holds" or "not offered", $"{law}"));
        Assert.InRange(standings.Count(law => law.Value == "holds"), least, int.MaxValue);
    }

    [SkippableTheory]
    [InlineData("vjp-not-transposed")]
    [InlineData("centred-over-the-batch")]
    [InlineData("ntk-without-f-through-g")]
    [InlineData("null-space-part-added")]
    [InlineData("half-layer-rule")]
    [InlineData("weighted-norm-of-the-solution")]
    [InlineData("hessian-without-ppt")]
    [InlineData("cka-without-centring")]
    public void A_planted_fault_is_rejected_by_its_laws(string fault)
    {
        var python = Interpreter("sys");
        var laws = Rejections()[fault];

        var result = Verify(python, ["pure_python_network.py"], fault, ["--cases", "20", "--claims", .. laws]);

        Assert.True(result.ExitCode == 1, result.ToString());
        var standings = Standings(result);
        Assert.Equal(laws.Order(), standings.Keys.Order());
        Assert.All(standings, law => Assert.True(law.Value is "rejected" or "shadowed", $"{law}"));
        Assert.Contains(standings, law => law.Value == "rejected");
    }

    [Fact]
    public void At_least_twenty_five_faults_are_rejected_across_the_boundary() =>
        Assert.InRange(Rejections().Count(fault => fault.Value.Length > 0), 25, int.MaxValue);

    private ProgramResult Verify(string python, string[] command, string? fault, params string[] options)
    {
        string[] adapter = [python, Path.Combine(PythonInterpreter.Adapters, command[0]), .. command[1..]];
        return ExactGnProgram.RunIn(
            [("EXACTGN_FAULT", fault ?? ""), ("PYTHONDONTWRITEBYTECODE", "1")],
            ["verify", "--json", "--out", Folder, .. options, "--", .. adapter]);
    }

    private static string Interpreter(string module)
    {
        var python = PythonInterpreter.With(module);
        Skip.If(python is null, $"There is no Python 3.8 or later with the module {module} here.");
        return python.Program;
    }

    private static Dictionary<string, string> Standings(ProgramResult result)
    {
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.GetProperty("laws").EnumerateArray()
            .ToDictionary(law => law.GetProperty("id").GetString()!, law => law.GetProperty("standing").GetString()!);
    }

    private static Dictionary<string, string[]> Rejections()
    {
        var file = Path.Combine(PythonInterpreter.Adapters, "faults", "rejections.json");
        return JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(file))!;
    }
}
