using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace ExactGN.Experiments.Claims;

/// <summary>How much of the sources a test run reached.</summary>
/// <param name="Path">The file that says so.</param>
/// <param name="Assemblies">One entry per assembly.</param>
public sealed record CoverageSummary(string Path, IReadOnlyList<CoverageSummary.Assembly> Assemblies)
{
    // A Cobertura file of these sources has three million.
    private const int MostCharacters = 1 << 28;

    /// <summary>The newest summary below a folder of artifacts: ReportGenerator's, else what the collector wrote;
    /// null where there is none.</summary>
    /// <param name="artifacts">The folder.</param>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    public static CoverageSummary? Find(string artifacts)
    {
        string[] summaries = [
            System.IO.Path.Combine(artifacts, "coverage", "Summary.json"),
            System.IO.Path.Combine(artifacts, "coverage", "Cobertura.xml"),
        ];
        var results = System.IO.Path.Combine(artifacts, "test-results");
        var path = summaries.FirstOrDefault(File.Exists)
            ?? (Directory.Exists(results)
                ? Directory.GetFiles(results, "coverage.cobertura.xml", SearchOption.AllDirectories)
                    .MaxBy(File.GetLastWriteTimeUtc)
                : null);
        return path is null ? null : Read(path);
    }

    /// <summary>Reads a summary.</summary>
    /// <param name="path">ReportGenerator's Summary.json, or a Cobertura file.</param>
    /// <exception cref="InvalidDataException">It is neither; the message names it.</exception>
    public static CoverageSummary Read(string path)
    {
        try
        {
            var text = BoundedText.Read(path, MostCharacters);
            return new(path, text.TrimStart().StartsWith('<') ? [.. Cobertura(text)] : [.. Summary(text)]);
        }
        catch (Exception error) when (error is JsonException
            or XmlException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"The coverage '{path}' must be ReportGenerator's Summary.json or a Cobertura file, and is neither.",
                error);
        }
    }

    private static IEnumerable<Assembly> Summary(string text)
    {
        using var document = JsonDocument.Parse(text);
        foreach (var assembly in document.RootElement
            .GetProperty("coverage")
            .GetProperty("assemblies")
            .EnumerateArray())
        {
            yield return new(
                assembly.GetProperty("name").GetString()!,
                assembly.GetProperty("coveredlines").GetInt32(),
                assembly.GetProperty("coverablelines").GetInt32(),
                assembly.GetProperty("coveredbranches").GetInt32(),
                assembly.GetProperty("totalbranches").GetInt32());
        }
    }

    // A class lists its lines once more beside those of its methods.
    private static IEnumerable<Assembly> Cobertura(string text) =>
        from package in XDocument.Parse(text).Root!.Elements("packages").Elements("package")
        let lines = package.Elements("classes").Elements("class").Elements("lines").Elements("line").ToArray()
        let branches = lines.Select(line => (string?)line.Attribute("condition-coverage"))
            .OfType<string>()
            .Select(Branches)
            .ToArray()
        select new Assembly(
            (string)package.Attribute("name")! ?? throw new FormatException(),
            lines.Count(line => (long?)line.Attribute("hits") > 0),
            lines.Length,
            branches.Sum(pair => pair.Covered),
            branches.Sum(pair => pair.All));

    // "50% (1/2)"
    private static (int Covered, int All) Branches(string text)
    {
        var pair = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')').Split('/');
        return pair.Length == 2
            ? (int.Parse(pair[0], CultureInfo.InvariantCulture), int.Parse(pair[1], CultureInfo.InvariantCulture))
            : throw new FormatException();
    }

    /// <summary>One assembly.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Lines">Lines reached.</param>
    /// <param name="AllLines">Lines that could be.</param>
    /// <param name="Branches">Branches taken.</param>
    /// <param name="AllBranches">Branches that could be.</param>
    public sealed record Assembly(string Name, int Lines, int AllLines, int Branches, int AllBranches);
}
