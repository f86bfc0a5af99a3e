using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Report;

/// <summary>The little Markdown that theory/ uses, as HTML: paragraphs, lists, tables, indented formulae, fenced code,
/// emphasis, code, links, indices.</summary>
/// <param name="claims">The claims, so that an id becomes a link.</param>
/// <param name="chapters">The chapters, so that a link to one stays on the page.</param>
internal sealed partial class TheoryMarkup(IReadOnlySet<string> claims, IReadOnlySet<string> chapters)
{
    /// <summary>The blocks of a text.</summary>
    internal RawHtml Blocks(string text) =>
        new(string.Join('\n', BlockPattern().Matches(text).Select(block => Block(block.Value.TrimEnd('\n')))));

    /// <summary>One run of text.</summary>
    internal RawHtml Inline(string text) => new(Set(text));

    private string Set(string text)
    {
        // Code is set aside first: nothing inside it is markup.
        List<string> set = [];
        var html = CodePattern().Replace(Encode(text), match =>
        {
            set.Add($"<code>{match.Groups["code"].Value}</code>");
            return $"\u0001{set.Count - 1}\u0002";
        });
        html = LinkPattern().Replace(html, match => Link(match.Groups["text"].Value, match.Groups["target"].Value));
        html = StrongPattern().Replace(html, "<strong>$1</strong>");
        html = EmphasisPattern().Replace(html, "<em>$1</em>");
        html = IdPattern().Replace(
            html,
            match => claims.Contains(match.Value) ? $"""<a href="#{match.Value}">{match.Value}</a>""" : match.Value);
        html = SetAsidePattern().Replace(
            html,
            match => set[int.Parse(match.Groups["place"].Value, System.Globalization.CultureInfo.InvariantCulture)]);
        return Indices(html);
    }

    // x_L, σ_{r+1}, ℝ^{n×d}; J_xΔ ends before the capital, and num_layers is an identifier
    private static string Indices(string html) =>
        SubscriptPattern().Replace(SuperscriptPattern().Replace(html, "<sup>$1</sup>"), "<sub>$1$2</sub>");

    // The page is UTF-8, and an index is recognised by the letter before it, so letters stay letters.
    private static string Encode(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private string Block(string block)
    {
        var lines = block.Split('\n');
        return block switch
        {
            ['#', ..] => $"<h4>{Set(lines[0].TrimStart('#').Trim())}</h4>"
                + (lines.Length > 1 ? Block(string.Join('\n', lines[1..])) : ""),
            [' ', ' ', ' ', ' ', ..] =>
                $"<pre>{Encode(string.Join('\n', lines.Select(line => line.Length > 4 ? line[4..] : "")))}</pre>",
            ['`', '`', '`', ..] => $"<pre>{Encode(string.Join('\n', lines[1..^1]))}</pre>",
            ['*', ' ', ..] =>
                $"<ul>{string.Concat(Regex.Split(block[2..], @"\n\* ").Select(item => $"<li>{Set(item)}</li>"))}</"
                + "ul>",
            ['|', ' ', ..] => """<div class="scroll"><table>"""
                + string.Concat(lines.Where((_, i) => i != 1).Select((line, i) => Row(line, i == 0 ? "th" : "td")))
                + "</table></div>",
            _ => $"<p>{Set(block)}</p>",
        };
    }

    private string Row(string line, string cell) => "<tr>"
        + string.Concat(line.Trim().Trim('|').Split('|').Select(text => $"<{cell}>{Set(text.Trim())}</{cell}>"))
        + "</tr>";

    private string Link(string text, string target) =>
        target.StartsWith("https://", StringComparison.Ordinal) ? $"""<a href="{target}">{text}</a>"""
        : chapters.Contains(Path.GetFileNameWithoutExtension(target.Split('#')[0]))
            ? $"""<a href="#chapter-{Path.GetFileNameWithoutExtension(target.Split('#')[0])}">{text}</a>"""
        : text;

    // A fence with whatever is in it, or lines up to an empty one.
    [GeneratedRegex(@"^```.*\n(?:.*\n)*?```$|^(?:.*\S.*(?:\n|\z))+", RegexOptions.Multiline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\*\*(\S[^*]*?)\*\*")]
    private static partial Regex StrongPattern();

    [GeneratedRegex(@"(?<![\w*])\*(\w[^*]*?[\w:])\*(?![\w*])")]
    private static partial Regex EmphasisPattern();

    [GeneratedRegex(@"\b[A-Z]+-\d+\b(?![^<]*>)")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\^\{([^{}]+)\}(?![^<]*>)")]
    private static partial Regex SuperscriptPattern();

    [GeneratedRegex(
        @"(?<=[\p{L}\p{M})‖⟩\]⁺])_(?!(?<=[a-z]{2}_)[a-z]{2})(?:\{([^{}]+)\}|(\p{Ll}+|MN|GN|GD|SVD|"
        + @"\p{L}|\d+|∞))(?![^<]*>)")]
    private static partial Regex SubscriptPattern();

    [GeneratedRegex("\u0001(?<place>\\d+)\u0002")]
    private static partial Regex SetAsidePattern();
}
