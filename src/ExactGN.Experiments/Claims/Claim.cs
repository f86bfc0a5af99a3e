using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Claims;

/// <summary>A claim as theory/ states it: a heading "### GN-1 Title" followed by its fields.</summary>
/// <param name="Id">Such as GN-1.</param>
/// <param name="Title">The heading's text.</param>
/// <param name="Kind">theorem (a property and a planted fault) or empirical (a predicate over runs).</param>
/// <param name="Chapter">The file's name without extension.</param>
/// <param name="Fields">The text of each field by its name, such as Statement, its lines joined; a field that is not
/// written is absent.</param>
public sealed partial record Claim(
    string Id, string Title, string Kind, string Chapter, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The fields that every claim must have.</summary>
    public static IReadOnlyList<string> Required { get; }
        = ["Kind", "Statement", "Hypotheses", "Why", "Source", "Judged by", "Rejects"];

    /// <summary>Whether it is a theorem.</summary>
    public bool IsTheorem => Kind == "theorem";

    /// <summary>What is claimed, as a formula.</summary>
    public string Statement => Field("Statement");

    /// <summary>What it presupposes.</summary>
    public string Hypotheses => Field("Hypotheses");

    /// <summary>The derivation.</summary>
    public string Why => Field("Why");

    /// <summary>Where it is from.</summary>
    public string Source => Field("Source");

    /// <summary>The ratio or statistic, and its threshold.</summary>
    public string JudgedBy => Field("Judged by");

    /// <summary>The planted faults that it must reject.</summary>
    public string Rejects => Field("Rejects");

    /// <summary>Reads a heading and what follows it.</summary>
    /// <param name="id">The id.</param>
    /// <param name="title">The heading's text.</param>
    /// <param name="chapter">The chapter.</param>
    /// <param name="body">Everything up to the next heading.</param>
    internal static Claim Parse(string id, string title, string chapter, string body)
    {
        var fields = new Dictionary<string, string>();
        foreach (Match field in FieldPattern().Matches(body))
        {
            // A page has a clause a line; a field is one text.
            fields[field.Groups["name"].Value] = SpacePattern().Replace(field.Groups["text"].Value.Trim(), " ");
        }

        return new(id, title, fields.GetValueOrDefault("Kind", ""), chapter, fields);
    }

    private string Field(string name) => Fields.GetValueOrDefault(name, "");

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();

    [GeneratedRegex(
        @"^\*\*(?<name>[A-Z][a-z ]+)\.\*\*(?<text>(?:(?!^\*\*[A-Z][a-z ]+\.\*\*).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex FieldPattern();
}
