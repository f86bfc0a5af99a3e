using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>Coverage in the ledger's report, or how to obtain it.</summary>
internal static class CoverageSection
{
    internal static string Of(CoverageSummary? coverage) => $"""
        <section id="coverage">
        <h2>Coverage</h2>
        {(coverage is null ? Missing : Table(coverage))}
        </section>
        """;

    private const string Missing = """
        <p class="undecided">No coverage was found.</p>
        <pre>dotnet test -c Release --collect "XPlat Code Coverage" --results-directory artifacts/test-results</pre>
        """;

    private static string Table(CoverageSummary coverage) => $"""
        <table>
        <thead><tr><th>Assembly</th><th class="number">Lines</th><th class="number">Branches</th></tr></thead>
        <tbody>
        {Html.Join(coverage.Assemblies.Select(Row))}
        </tbody></table>
        <p class="soft">From {Html.Text(Path.GetFileName(coverage.Path))}, written
        {File.GetLastWriteTime(coverage.Path).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}.</p>
        """;

    private static string Row(CoverageSummary.Assembly part) =>
        $"<tr><td>{Html.Text(part.Name)}</td>{Share(part.Lines, part.AllLines)}"
        + $"{Share(part.Branches, part.AllBranches)}</tr>";

    private static string Share(int reached, int all) =>
        $"""<td class="number">{Percent(reached, all)} <span class="soft">({reached}/{all})</span></td>""";

    private static string Percent(int reached, int all) =>
        all == 0 ? "–" : (100.0 * reached / all).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
