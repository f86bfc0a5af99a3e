using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Claims;

/// <summary>A chapter of theory/: what it says before its first claim, and its claims in order.</summary>
/// <param name="Name">The file's name without extension.</param>
/// <param name="Title">Its first heading.</param>
/// <param name="Preamble">Notation and remarks: everything between the title and the first claim, in Markdown.</param>
/// <param name="Claims">The claims.</param>
public sealed partial record Chapter(string Name, string Title, string Preamble, IReadOnlyList<Claim> Claims)
{
    /// <summary>Reads a chapter.</summary>
    /// <param name="name">The file's name without extension.</param>
    /// <param name="text">Its text.</param>
    public static Chapter Parse(string name, string text)
    {
        text = text.ReplaceLineEndings("\n");
        var title = TitlePattern().Match(text);
        var claims = ClaimPattern().Matches(text);
        var start = title.Index + title.Length;
        var end = claims.Count > 0 ? claims[0].Index : text.Length;
        return new(
            name,
            title.Success ? title.Groups["title"].Value.Trim() : name,
            text[start..end].Replace("\n## Claims\n", "\n", StringComparison.Ordinal).Trim('\n'),
            [.. claims.Select(claim => Claim.Parse(
                claim.Groups["id"].Value, claim.Groups["title"].Value.Trim(), name, claim.Groups["body"].Value))]);
    }

    [GeneratedRegex(@"\A\s*# (?<title>.+)\n")]
    private static partial Regex TitlePattern();

    [GeneratedRegex(@"^### (?<id>[A-Z]+-\d+) (?<title>.+)\n(?<body>(?:(?!^#{1,3} ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex ClaimPattern();
}
