using System.Reflection;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>A claim as theory/ states it: a heading "### GN-1 Title" followed by its fields.</summary>
/// <param name="Id">Such as GN-1.</param>
/// <param name="Title">The heading's text.</param>
/// <param name="Kind">theorem or empirical.</param>
/// <param name="Chapter">The file's name without extension.</param>
/// <param name="Text">Everything up to the next heading.</param>
public sealed record Claim(string Id, string Title, string Kind, string Chapter, string Text);

/// <summary>The two sides that must agree: claims in theory/, properties in the tests.</summary>
public static partial class Ledger
{
    /// <summary>Every claim of theory/*.md, in order.</summary>
    public static IReadOnlyList<Claim> Claims { get; } = [.. Directory.GetFiles(Repository.PathOf("theory"), "*.md").Order(StringComparer.Ordinal).SelectMany(Parse)];

    /// <summary>Every property with a [Claim].</summary>
    public static IReadOnlyList<(string Claim, MethodInfo Method)> Properties { get; } =
    [
        .. typeof(Ledger).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (method.GetCustomAttribute<ClaimAttribute>()?.Id!, method))
            .Where(pair => pair.Item1 is not null),
    ];

    /// <summary>The claim of a property, by the property's name.</summary>
    public static string? ClaimOf(string property) => Properties.FirstOrDefault(pair => pair.Method.Name == property).Claim;

    /// <summary>How many cases a property takes in this run.</summary>
    public static int CasesOf(string property) =>
        Properties.First(pair => pair.Method.Name == property).Method.GetCustomAttribute<ClaimAttribute>()!.MaxTest;

    private static IEnumerable<Claim> Parse(string path)
    {
        var text = File.ReadAllText(path);
        foreach (Match match in Heading().Matches(text))
        {
            var body = match.Groups["body"].Value;
            yield return new(
                match.Groups["id"].Value,
                match.Groups["title"].Value.Trim(),
                KindField().Match(body).Groups["kind"].Value,
                Path.GetFileNameWithoutExtension(path),
                body.Trim());
        }
    }

    [GeneratedRegex(@"^### (?<id>[A-Z]+-\d+) (?<title>.+)\n(?<body>(?:(?!^#{1,3} ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\*\*Kind\.\*\* (?<kind>theorem|empirical)", RegexOptions.Multiline)]
    private static partial Regex KindField();
}
