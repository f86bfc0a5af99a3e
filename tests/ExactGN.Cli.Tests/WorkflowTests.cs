using System.Text.RegularExpressions;
using System.Xml.Linq;
using YamlDotNet.RepresentationModel;

namespace ExactGN.Cli.Tests;

/// <summary>Every workflow keeps the same rules: actions pinned to a commit, least permissions, no job without
/// a time-out, no outside text in a script, and commands that exist.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(ExactGnProgram.Root, ".github", "workflows");

    public static TheoryData<string> Workflows =>
        [.. Directory.GetFiles(Folder, "*.yml").Select(file => Path.GetFileName(file)!)];

    [Theory, MemberData(nameof(Workflows))]
    public void Every_rule_is_kept(string workflow) =>
        Assert.Empty(Breaches(File.ReadAllText(Path.Combine(Folder, workflow))));

    [Fact]
    public void The_example_for_other_repositories_keeps_them_too()
    {
        var text = File.ReadAllText(Path.Combine(ExactGnProgram.Root, "fixtures", "adapters", "verify.yml"));

        Assert.Empty(Breaches(text));
        var version = XDocument.Load(Path.Combine(ExactGnProgram.Root, "Directory.Build.props"))
            .Descendants("Version")
            .Single().Value;
        Assert.Says($"ExactGN.Cli --version {version}\n", text.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("permissions:\n  contents: read\n", "permissions:\n  contents: write\n", "may only read")]
    [InlineData("permissions:\n  contents: read\n", "", "may only read")]
    [InlineData(
        "    timeout-minutes: 60\n",
        "    timeout-minutes: 60\n    permissions: write-all\n",
        "job test: permissions write-all")]
    [InlineData("concurrency:", "env:", "concurrency")]
    [InlineData("    timeout-minutes: 60\n", "", "job test: timeout-minutes")]
    [InlineData(" # v6.0.2", "", "commit and its version")]
    [InlineData(
        "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "actions/checkout@v6", "commit and its version")]
    [InlineData("--project src/ExactGN.Cli ", "--project src/ExactGN.Program ", "src/ExactGN.Program")]
    [InlineData("run: .ci/run", "run: echo ${{ github.head_ref }}", "github.head_ref")]
    public void A_rule_that_is_broken_is_named(string part, string change, string named)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "ci.yml")).ReplaceLineEndings("\n");
        Assert.Says(part, text);

        Assert.Contains(
            Breaches(text.Replace(part, change, StringComparison.Ordinal)),
            breach => breach.Contains(named, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Breaches(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var root = (YamlMappingNode)yaml.Documents.Single().RootNode;
        var jobs = Map(root, "jobs")!.Children
            .Select(job => (Name: job.Key.ToString(), Body: (YamlMappingNode)job.Value))
            .ToArray();
        if (Permissions(root) is not ["contents: read"])
        {
            yield return "A workflow may only read the repository's contents.";
        }

        if (Map(root, "concurrency") is null)
        {
            yield return "A workflow has a concurrency group.";
        }

        foreach (var (name, body) in jobs)
        {
            if (!body.Children.ContainsKey("timeout-minutes"))
            {
                yield return $"job {name}: timeout-minutes is missing.";
            }

            // Only the job that makes the release writes, and only releases.
            if (Permissions(body) is { } own && !(name == "release" && own is ["contents: write"]))
            {
                yield return $"job {name}: permissions {string.Join(", ", own)} are more than reading.";
            }
        }

        foreach (var line in text.Split('\n')
            .Where(line => UsesPattern().IsMatch(line) && !PinnedPattern().IsMatch(line)))
        {
            yield return $"An action is named by its commit and its version: {line.Trim()}";
        }

        foreach (var script in jobs.SelectMany(job => Steps(job.Body))
            .Select(step => step.Children.TryGetValue("run", out var run) ? run.ToString() : ""))
        {
            // What an expression inserts into a script is run by it; only the matrix is written here.
            foreach (var expression in ExpressionPattern()
                .Matches(script)
                .Select(match => match.Groups["inner"].Value)
                .Where(inner => !inner.StartsWith("matrix.", StringComparison.Ordinal)))
            {
                yield return $"A script takes outside text from the environment, not from {expression}.";
            }

            foreach (var path in PathPattern().Matches(script).Select(match => match.Value)
                .Where(path => !Path.Exists(Path.Combine(ExactGnProgram.Root, path))))
            {
                yield return $"A script names {path}, which is not there.";
            }
        }
    }

    // A scalar such as write-all stands for itself; null where nothing is said.
    private static string[]? Permissions(YamlMappingNode node) =>
        !node.Children.TryGetValue("permissions", out var said) ? null
            : said is YamlMappingNode map ? [.. map.Children.Select(entry => $"{entry.Key}: {entry.Value}")]
            : [said.ToString()];

    private static YamlMappingNode? Map(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? value as YamlMappingNode : null;

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) =>
        job.Children.TryGetValue("steps", out var steps) ? ((YamlSequenceNode)steps).Cast<YamlMappingNode>() : [];

    [GeneratedRegex(@"^\s*(- )?uses:")]
    private static partial Regex UsesPattern();

    [GeneratedRegex(@"^\s*(- )?uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\s*$")]
    private static partial Regex PinnedPattern();

    [GeneratedRegex(@"\$\{\{\s*(?<inner>.*?)\s*\}\}")]
    private static partial Regex ExpressionPattern();

    [GeneratedRegex(@"(?<=\s|^)(src|tests|\.ci)/[\w./-]+")]
    private static partial Regex PathPattern();
}
