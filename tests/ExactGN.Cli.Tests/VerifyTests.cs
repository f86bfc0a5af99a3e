using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ExactGN.Cli.Tests;

/// <summary>exactgn verify and exactgn subject, as their users run them.</summary>
[Trait("Category", "Full")]
public sealed partial class VerifyTests : InTemporaryFolder
{
    [Fact]
    public void This_library_keeps_every_law_that_it_offers()
    {
        var result = ExactGnProgram.Run("verify", "--cases", "5", "--out", Folder);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Matches(@"^\d+ laws: \d+ holds, \d+ not offered; \d+\.\d s$", result.Lines[^1]);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public void Behind_the_protocol_this_library_gives_the_ratios_that_it_gives_inside()
    {
        string[] asked = ["verify", "--cases", "5", "--json", "--claims", "LS-*", "LOSS-*", "KIT-8?", "GN-1", "--out",
            Folder];

        var inside = ExactGnProgram.Run(asked);
        var through = ExactGnProgram.Run([.. asked, "--", "dotnet", ExactGnProgram.Dll, "subject"]);

        Assert.True(inside.ExitCode == 0 && through.ExitCode == 0, $"{inside}\n{through}");
        Assert.Equal(Ratios(inside), Ratios(through));
    }

    [SkippableFact]
    public void From_nothing_to_the_first_red_law_and_back()
    {
        var python = PythonInterpreter.With("sys");
        Skip.If(python is null, "There is no Python 3.8 or later here.");
        var (adapter, junit, page) = (In("my_adapter.py"), In("laws.xml"), In("laws.html"));
        string[] program = ["--", python.Program, adapter];
        string[] quick = ["verify", "--cases", "10", "--out", In("found")];

        Assert.Equal(0, ExactGnProgram.Run("verify", "--init", "python", adapter).ExitCode);
        Assert.Equal(1, ExactGnProgram.Run("verify", "--init", "python", adapter).ExitCode);
        var right = ExactGnProgram.Run([.. quick, .. program]);
        Assert.True(right.ExitCode == 0, right.ToString());

        // The mistake of theory/verify-your-own.md.
        var source = File.ReadAllText(adapter);
        File.WriteAllText(adapter, source.Replace("[(1.0 - u * u) * dot(row, weights)", "[dot(row, weights)",
            StringComparison.Ordinal));
        Assert.NotEqual(source, File.ReadAllText(adapter));
        var wrong = ExactGnProgram.Run([.. quick, "--junit", junit, "--page", page, .. program]);

        Assert.True(wrong.ExitCode == 1, wrong.ToString());
        Assert.Says(
            "rejected    KIT-23   The parameter vjp is adjoint to difference quotients of the map", wrong.Output);
        Assert.Says("shadowed", wrong.Output);
        var file = Path.Combine(In("found"), "KIT-23.json");
        Assert.Says($"exactgn verify --replay {file} -- {python.Program} {adapter}", wrong.Output);
        Assert.All(Directory.GetFiles(In("found")), name => Assert.Matches(LawFile(), Path.GetFileName(name)));
        var suite = XDocument.Load(junit).Root!;
        Assert.Equal(suite.Elements("testcase").Count(law => law.Element("failure") is not null),
            (int)suite.Attribute("failures")!);
        Assert.True((int)suite.Attribute("failures")! > 0 && (int)suite.Attribute("skipped")! > 0);
        Assert.Says("KIT-23", File.ReadAllText(page));
        Assert.SaysNot("http", File.ReadAllText(page));

        var again = ExactGnProgram.Run(["verify", "--replay", file, "--out", In("found"), .. program]);
        Assert.True(again.ExitCode == 1 && again.Output.StartsWith("rejected    KIT-23", StringComparison.Ordinal),
            again.ToString());
        File.WriteAllText(adapter, source);
        Assert.Equal(0, ExactGnProgram.Run(["verify", "--replay", file, .. program]).ExitCode);
    }

    [SkippableFact]
    public void What_a_project_lives_with_is_known_and_what_was_mended_is_told()
    {
        var python = PythonInterpreter.With("sys");
        Skip.If(python is null, "There is no Python 3.8 or later here.");
        var (adapter, known) = (In("my_adapter.py"), In("known.txt"));
        ExactGnProgram.Run("verify", "--init", "python", adapter);
        var source = File.ReadAllText(adapter);
        File.WriteAllText(adapter, source.Replace("return [[dot(row, other) for other in rows] for row in rows]",
            "return [[0.5 * dot(row, other) for other in rows] for row in rows]", StringComparison.Ordinal));
        string[] asked = ["verify", "--cases", "5", "--claims", "KIT-21", "NTK-1", "--known", known, "--out",
            In("found"), "--", python.Program, adapter];

        File.WriteAllText(known, "# ours\nKIT-21  the kernel is halved on purpose\n");
        var living = ExactGnProgram.Run(asked);
        File.WriteAllText(known, "KIT-21 on purpose\nNTK-1 was wrong once\n");
        var mended = ExactGnProgram.Run(asked);
        File.WriteAllText(known, "KIT-21\n");
        var bare = ExactGnProgram.Run(asked);

        Assert.True(living.ExitCode == 0 && living.Output.Contains("(known: the kernel is halved on purpose)",
            StringComparison.Ordinal), living.ToString());
        Assert.True(mended.ExitCode == 0 && mended.Output.Contains("NTK-1", StringComparison.Ordinal)
            && mended.Output.Contains("mended", StringComparison.Ordinal), mended.ToString());
        PlainFailure.IsOneSentence(bare, "must hold a law's id and a reason", "line 1");
    }

    [Theory]
    [InlineData("A pattern of laws must name one at least", 1, "--claims", "XY-1")]
    [InlineData("cannot be judged", 2, "--", "/no/such/program")]
    [InlineData("--cases takes a number from 1 to 100000", 1, "--cases", "0")]
    [InlineData("must be python here", 1, "--init", "cobol", "x.cob")]
    public void What_cannot_be_judged_is_said_in_a_sentence(string sentence, int exitCode, params string[] arguments)
    {
        var result = ExactGnProgram.Run(["verify", .. arguments]);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Says(sentence, result.Error);
        Assert.SaysNot("   at ", result.Error);
    }

    [Fact]
    public void The_laws_are_listed_with_what_they_need()
    {
        var lines = ExactGnProgram.Run("verify", "--list").Lines;
        using var json = JsonDocument.Parse(ExactGnProgram.Run("verify", "--list", "--json").Output);

        Assert.Contains("TAN-12   The parameter jvp and the gradient are adjoint: parameter_jvp, parameter_vjp", lines);
        Assert.Equal($"{json.RootElement.GetArrayLength()} laws", lines[^1]);
    }

    private string In(string name) => Path.Combine(Folder, name);

    private static string[] Ratios(ProgramResult result)
    {
        using var json = JsonDocument.Parse(result.Output);
        return [.. json.RootElement.GetProperty("laws").EnumerateArray().Select(law =>
            $"{law.GetProperty("id")} {law.GetProperty("cases")} {law.GetProperty("worstRatio")}")];
    }

    [GeneratedRegex(@"^[A-Z]+-\d+\.json$")]
    private static partial Regex LawFile();
}
