using System.Net;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>report.html as it was written: sections, and the cells of their tables as text.</summary>
/// <param name="Html">The page.</param>
internal sealed partial record WrittenPage(string Html)
{
    /// <summary>What stands before the first section.</summary>
    internal string Opening => Html[..Html.IndexOf("<section", StringComparison.Ordinal)];

    /// <summary>A section by its id.</summary>
    internal string Section(string id)
    {
        var start = Html.IndexOf($"<section id=\"{id}\">", StringComparison.Ordinal);
        return Html[start..Html.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    /// <summary>The tables of a piece of the page: their rows' cells, heads left out.</summary>
    internal static IReadOnlyList<IReadOnlyList<string[]>> Tables(string html) =>
        [.. TablePattern().Matches(html).Select(table => (IReadOnlyList<string[]>)[.. RowPattern()
            .Matches(table.Value)
            .Select(row => (string[])[.. CellPattern().Matches(row.Value).Select(cell => Text(cell.Groups[1].Value))])
                .Where(row => row.Length > 0)])];

    /// <summary>The heads of the tables.</summary>
    internal static IReadOnlyList<string[]> Heads(string html) =>
        [.. TablePattern().Matches(html).Select(table => (string[])[.. HeadPattern().Matches(table.Value)
            .Select(cell => Text(cell.Groups[1].Value))])];

    /// <summary>The first paragraph of a class.</summary>
    internal static string Paragraph(string html, string style) =>
        Text(Regex.Match(html, $"<p class=\"{style}\">(.*?)</p>", RegexOptions.Singleline).Groups[1].Value);

    /// <summary>Markup as a browser shows it: text whose lines end wherever there is room.</summary>
    internal static string Text(string html) => SpacePattern()
        .Replace(
            WebUtility.HtmlDecode(TagPattern().Replace(html.Replace("<br>", "; ", StringComparison.Ordinal), "")), " ")
        .Trim();

    [GeneratedRegex("<table.*?</table>", RegexOptions.Singleline)]
    private static partial Regex TablePattern();

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex RowPattern();

    [GeneratedRegex("<td[^>]*>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex CellPattern();

    [GeneratedRegex("<th[^>]*>(.*?)</th>", RegexOptions.Singleline)]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex TagPattern();
}
