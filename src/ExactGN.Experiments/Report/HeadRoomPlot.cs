using System.Globalization;

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
    internal static Html Of(string title, IReadOnlyList<Row> rows)
    {
        var height = Top + rows.Count * RowHeight + 24;
        return $"""
            <svg class="headroom" viewBox="0 0 {Width} {height}" role="img" aria-label="{title}">
            {Enumerable.Range(-Decades, Decades + 1).Select(decade => Line(decade, height))}
            <text class="tick" x="{Left}" y="10">worst ratio / threshold</text>
            {rows.Select((row, i) => Strip(row, Top + (i + 0.5) * RowHeight))}
            </svg>
            """;
    }

    private static Html Line(int decade, double height)
    {
        var x = X(Math.Pow(10, decade));
        var label = decade switch { 0 => "limit", -Decades => $"≤10{Exponent(decade)}", _ => $"10{Exponent(decade)}" };
        return $"""
            <line class="{(decade == 0 ? "limit" : "grid")}" x1="{x:0.#}" x2="{x:0.#}" y1="{Top - 4}"
              y2="{height - 20}"/>
            <text class="tick" x="{x:0.#}" y="{height - 8}" text-anchor="middle">{label}</text>
            """;
    }

    private static Html Strip(Row row, double y) => $"""
        <a href="#{row.Target}"><text x="{Left - 8}" y="{y + 3:0.#}" text-anchor="end">{row.Label}</text></a>
        {(row.Dots.Count > 0 ? null : Html.Of($"""
            <text class="none" x="{Left + 4}" y="{y + 3:0.#}">no evidence</text>
            """))}
        {row.Dots.Select(dot => Html.Of($"""
            <circle class="{(dot.Holds ? "holds" : "fails")}" cx="{X(dot.Used):0.#}" cy="{y:0.#}" r="3">
            <title>{dot.Words}</title></circle>
            """))}
        """;

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
