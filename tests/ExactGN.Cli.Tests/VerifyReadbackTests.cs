using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ExactGN.Tests;
using Xunit.Sdk;

namespace ExactGN.Cli.Tests;

/// <summary>What <c>exactgn verify</c> tells of one run in JSON, on its page and to CI systems is read back and
/// compared, law by law; so are its lines for a terminal, whose run differs in its times alone.</summary>
public sealed partial class VerifyReadbackTests : InTemporaryFolder
{
    // In the order of the last line.
    private static readonly string[] Standings =
        ["holds", "rejected", "shadowed", "known", "refused", "exhausted", "not offered"];

    [Fact]
    public void Of_this_library_json_page_junit_and_lines_have_the_same_numbers() => RequireSame(
        ["holds", "not offered"], 0, "--claims", "LOSS-*", "KIT-43", "KIT-44", "LS-1?", "--cases", "5", "--seed", "7");

    [SkippableFact]
    public void Of_an_adapter_with_two_mistakes_that_refuses_cases_they_have_too()
    {
        var python = PythonInterpreter.With("sys");
        Skip.If(python is null, "There is no Python 3.8 or later here.");
        var (adapter, known) = (In("my_adapter.py"), In("known.txt"));
        Assert.Equal(0, ExactGnProgram.Run("verify", "--init", "python", adapter).ExitCode);
        var source = File.ReadAllText(adapter);
        var wrong = source
            .Replace("[(1.0 - u * u) * dot(row, weights)", "[dot(row, weights)", StringComparison.Ordinal)
            .Replace("return [[dot(row, other) for", "return [[0.5 * dot(row, other) for", StringComparison.Ordinal)
            .Replace(
                "        rows = []\n        for i",
                "        if len(x) == 3:\n            raise exactgn_adapter.Refused('three')\n"
                    + "        rows = []\n        for i",
                StringComparison.Ordinal);
        File.WriteAllText(adapter, wrong);
        File.WriteAllText(known, "KIT-21 the kernel is halved on purpose\n");

        var lines = RequireSame(
            ["holds", "rejected", "shadowed", "known", "not offered"], 1, "--claims", "KIT-?", "KIT-2?", "NTK-*",
            "--cases", "6", "--seed", "8", "--known", known, "--", python.Program, adapter);
        Assert.Says(" cases and 2 refused, worst", lines.Output);
    }

    private ProgramResult RequireSame(string[] standings, int exitCode, params string[] asked)
    {
        var (page, junit) = (In("laws.html"), In("laws.xml"));
        string[] told = ["verify", "--out", In("found")];
        var clock = Stopwatch.StartNew();
        var result = ExactGnProgram.Run([.. told, "--json", "--page", page, "--junit", junit, .. asked]);
        var wall = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var lines = ExactGnProgram.Run([.. told, .. asked]);
        var wallOfLines = clock.Elapsed.TotalSeconds;

        Assert.True(result.ExitCode == exitCode && lines.ExitCode == exitCode, $"{result}\n{lines}");
        using var json = JsonDocument.Parse(result.Output);
        var report = json.RootElement;
        JsonElement[] laws = [.. report.GetProperty("laws").EnumerateArray()];
        Assert.Equal(standings, Standings.Where(standing => Count(laws, standing) > 0));
        Assert.Equal(exitCode == 0, report.GetProperty("kept").GetBoolean());
        RequireFigures(report, laws, wall);
        RequirePage(File.ReadAllText(page), report, laws);
        RequireJUnit(XDocument.Load(junit).Root!, report, laws);
        RequireLines(lines, report, laws, wallOfLines);

        // With the numbers of the next law it is seen.
        JsonElement[] others = [.. laws.Skip(1), laws[0]];
        Assert.ThrowsAny<XunitException>(
            () => Assert.All(laws.Zip(others), pair => RequireLine(lines, pair.First, pair.Second)));
        return lines;
    }

    // What JSON says agrees with itself and with the clock.
    private static void RequireFigures(JsonElement report, JsonElement[] laws, double wall)
    {
        Assert.Equal(laws.Length - Count(laws, "not offered"), report.GetProperty("offered").GetInt32());
        Assert.All(laws, law =>
        {
            var (cases, worst) = (law.GetProperty("cases").GetInt32(), Number(law, "worstRatio"));
            Assert.Equal(30, Number(law, "threshold"));
            if (Text(law, "standing") == "holds")
            {
                Assert.InRange(cases, 1, report.GetProperty("cases").GetInt32());
                Assert.InRange(worst, 0, Number(law, "threshold"));
                Assert.Equal(Number(law, "threshold") / worst, Number(law, "headRoom"), 1e-9);
            }
        });
        var seconds = laws.Sum(law => Number(law, "seconds"));
        Assert.InRange(seconds, double.Epsilon, Number(report, "seconds"));
        Assert.InRange(Number(report, "seconds"), seconds, wall);
    }

    private static void RequirePage(string page, JsonElement report, JsonElement[] laws)
    {
        WrittenNumbers.Agree(
            Summary().Match(page).Groups["words"].Value, Number(report, "offered"), Count(laws, "holds"),
            Number(report, "cases"), Number(report, "seed"), Number(report, "seconds"));
        WrittenNumbers.AgreeAfter(page, "what rounding explains; below ", Number(laws[0], "threshold"));
        var rows = XElement.Parse(Rows().Match(page).Value.Replace("<br>", "<br/>", StringComparison.Ordinal))
            .Elements("tr")
            .Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())
            .ToArray();
        Assert.Equal(laws.Length, rows.Length);
        Assert.All(laws.Zip(rows), pair =>
        {
            var (law, row) = pair;
            var (counts, holds) = (Number(law, "cases") > 0, Text(law, "standing") == "holds");
            Assert.Equal(
                [
                    Text(law, "id"), Text(law, "title") + Text(law, "reason") + Text(law, "replay"),
                    Text(law, "standing"), Text(law, "chapter"),
                ],
                [row[0], row[1], row[2], row[6]]);
            WrittenNumbers.Agree(row[3], counts ? [Number(law, "cases")] : []);
            WrittenNumbers.Agree(row[4], counts ? [Number(law, "worstRatio")] : []);
            WrittenNumbers.Agree(row[5], holds ? [Number(law, "headRoom")] : []);
        });
    }

    private static void RequireJUnit(XElement suite, JsonElement report, JsonElement[] laws)
    {
        var skipped = Count(laws, "not offered") + Count(laws, "known");
        var failures = laws.Length - Count(laws, "holds") - skipped;
        Assert.Equal($"exactgn verify: {Text(report, "subject")}", (string?)suite.Attribute("name"));
        Assert.Equal(
            [laws.Length, failures, 0, skipped],
            ((string[])["tests", "failures", "errors", "skipped"]).Select(name => (int)suite.Attribute(name)!));
        WrittenNumbers.Agree((string)suite.Attribute("time")!, Number(report, "seconds"));
        Assert.Equal(laws.Length, suite.Elements("testcase").Count());
        Assert.All(laws.Zip(suite.Elements("testcase")), pair =>
        {
            var (law, test) = pair;
            var (name, standing) = ($"{Text(law, "id")} {Text(law, "title")}", Text(law, "standing"));
            Assert.Equal(name, (string?)test.Attribute("name"));
            Assert.Equal($"exactgn.{Text(law, "chapter")}", (string?)test.Attribute("classname"));
            WrittenNumbers.Agree((string)test.Attribute("time")!, Number(law, "seconds"));
            var (failure, skip) = (test.Element("failure"), test.Element("skipped"));
            Assert.Equal(standing is "not offered" or "known", skip is not null);
            Assert.Equal(standing is "holds" or "not offered" or "known", failure is null);
            Assert.Equal(
                failure is not null ? $"{name}: {Text(law, "reason")}"
                    : skip is not null ? $"{standing}: {Text(law, "reason")}" : null,
                (string?)(failure ?? skip)?.Attribute("message"));
            if (failure is not null)
            {
                Assert.Equal(standing, (string?)failure.Attribute("type"));
                Assert.Equal($"{Recipe(law)}\n{Text(law, "replay")}", failure.Value);
            }
        });
    }

    private static void RequireLines(ProgramResult told, JsonElement report, JsonElement[] laws, double wall)
    {
        var begin = told.Lines[0].Split(" operations, ")[1];
        WrittenNumbers.Agree(begin, ((string[])["offered", "cases", "seed"]).Select(name => Number(report, name))
            .ToArray());
        Assert.All(laws.Where(law => Text(law, "standing") != "not offered"), law => RequireLine(told, law, law));
        Assert.All(
            laws.Where(law => Text(law, "standing") == "not offered").GroupBy(law => Text(law, "reason")),
            group => Assert.Contains(
                told.Lines,
                line => line.StartsWith(
                    $"not offered {group.Count()} law{(group.Count() == 1 ? "" : "s")}: {group.Key} (",
                    StringComparison.Ordinal)));

        var (counts, seconds) = told.Lines[^1].Split("; ") is [var first, var last] ? (first, last) : default;
        WrittenNumbers.Agree(
            counts, [laws.Length, .. Standings.Select(standing => Count(laws, standing)).Where(count => count > 0)]);
        Assert.All(
            Standings.Where(standing => Count(laws, standing) > 0),
            standing => Assert.Says($" {Count(laws, standing)} {standing}", counts));
        Assert.InRange(Assert.Single(WrittenNumbers.Of(seconds)).Value, 0, wall + 0.05);
    }

    // The line of one law with the numbers of another, which is the same where all is right.
    private static void RequireLine(ProgramResult told, JsonElement law, JsonElement numbers)
    {
        var (id, title, standing) = (Text(law, "id"), Text(law, "title"), Text(law, "standing"));
        var (start, at) = ($"{standing,-11} {id,-8} {title}", -1);
        at = Array.FindIndex(told.Lines, line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.True(at >= 0, $"no line begins with '{start}'");
        if (standing == "holds")
        {
            double[] refused = Number(numbers, "refused") > 0 ? [Number(numbers, "refused")] : [];
            double[] room = Number(numbers, "worstRatio") > 0 ? [Number(numbers, "headRoom")] : [];
            WrittenNumbers.Agree(
                told.Lines[at][start.Length..].Replace('/', ' '),
                [
                    Number(numbers, "cases"), .. refused, Number(numbers, "worstRatio"),
                    Number(numbers, "threshold"), .. room,
                ]);
            return;
        }

        Assert.Equal($"{Text(numbers, "reason")} (theory/{Text(numbers, "chapter")}.md)", told.Lines[at + 1]);
        if (standing is "rejected" or "known")
        {
            using var found = JsonDocument.Parse(File.ReadAllText(Text(numbers, "file")));
            Assert.Equal(
                [
                    $"case {Recipe(numbers)}; {Number(found.RootElement, "requestCount")} requests in "
                        + Text(numbers, "file"),
                    Text(numbers, "replay"),
                ],
                told.Lines[(at + 2)..(at + 4)]);
            return;
        }

        Assert.Equal(Text(numbers, "replay"), told.Lines[at + 2]);
    }

    private string In(string name) => Path.Combine(Folder, name);

    private static int Count(JsonElement[] laws, string standing) =>
        laws.Count(law => Text(law, "standing") == standing);

    // JSON has no infinity.
    private static double Number(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble()
            : double.PositiveInfinity;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static string Recipe(JsonElement law) => string.Join(
        ", ", law.GetProperty("recipe").EnumerateObject().Select(member => $"{member.Name} {member.Value}"));

    [GeneratedRegex(@"<p>(?<words>\d+ laws apply, [^<]*)</p>")]
    private static partial Regex Summary();

    [GeneratedRegex("<tbody>.*?</tbody>", RegexOptions.Singleline)]
    private static partial Regex Rows();
}
