using System.Globalization;
using System.Text;

namespace ExactGN.Experiments.Report;

/// <summary>Worst ratio over threshold on a logarithmic axis, one row per claim or chapter:
/// how far each check is from its limit.</summary>
internal static class HeadRoomPlot
{
    private const double Width = 360, Left = 104, Right = 348, RowHeight = 15, Top = 20;
    private const int Decades = 4;

    /// <summary>A row: its label, where a click leads, and a value and its words for each dot.</summary>
    internal sealed record Row(
        string Label, string Target, IReadOnlyList<(double Used, bool Holds, string Words)> Dots);

    /// <summary>The plot. A row without dots says that it has no evidence.</summary>
    internal static string Of(string title, IReadOnlyList<Row> rows)
    {
        var height = Top + rows.Count * RowHeight + 24;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""<svg class="headroom" viewBox="0 0 {Width} {height}" role="img" aria-label="{Html.Text(title)}">""");
        for (var decade = -Decades; decade <= 0; decade++)
        {
            var x = X(Math.Pow(10, decade));
            var label =
                decade switch { 0 => "limit", -Decades => $"≤10{Exponent(decade)}", _ => $"10{Exponent(decade)}" };
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<line class="{(decade == 0 ? "limit" : "grid")}" x1="{x:0.#}" x2="{x:0.#}" y1="{Top - 4}" """
                + $"""y2="{height - 20}"/>""");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<text class="tick" x="{x:0.#}" y="{height - 8}" text-anchor="middle">{label}</text>""");
        }

        svg.Append(
            CultureInfo.InvariantCulture, $"""<text class="tick" x="{Left}" y="10">worst ratio / threshold</text>""");
        foreach (var (i, row) in rows.Index())
        {
            var y = Top + (i + 0.5) * RowHeight;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<a href="#{row.Target}"><text x="{Left - 8}" y="{y + 3:0.#}" """
                + $"""text-anchor="end">{Html.Text(row.Label)}</text></a>""");
            if (row.Dots.Count == 0)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""<text class="none" x="{Left + 4}" y="{y + 3:0.#}">no evidence</text>""");
            }

            foreach (var (used, holds, words) in row.Dots)
            {
                svg.Append(CultureInfo.InvariantCulture, $"""<circle class="{(holds ? "holds" : "fails")}" """
                    + $"""cx="{X(used):0.#}" cy="{y:0.#}" r="3"><title>{Html.Text(words)}</title></circle>""");
            }
        }

        return svg.Append("</svg>").ToString();
    }

    // Zero is at the left edge; what exceeds the limit, or is not a number, at the right one.
    private static double X(double used) => used switch
    {
        double.NaN or > 2 => Right,
        <= 0 => Left,
        _ => Left + Math.Clamp((Math.Log10(used) + Decades) / (Decades + Math.Log10(2)), 0, 1) * (Right - Left),
    };

    private static string Exponent(int decade) => string.Concat(
        decade.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
