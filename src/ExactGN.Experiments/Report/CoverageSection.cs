using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>Coverage in the ledger's report, or how to obtain it.</summary>
internal static class CoverageSection
{
    internal static Html Of(CoverageSummary? coverage) => $"""
        <section id="coverage">
        <h2>Coverage</h2>
        {(coverage is null ? Missing : Table(coverage))}
        </section>
        """;

    private static Html Missing => $"""
        <p class="undecided">No coverage was found.</p>
        <pre>dotnet test -c Release --collect "XPlat Code Coverage" --results-directory artifacts/test-results</pre>
        """;

    private static Html Table(CoverageSummary coverage) => $"""
        <table>
        <thead><tr><th>Assembly</th><th class="number">Lines</th><th class="number">Branches</th></tr></thead>
        <tbody>
        {coverage.Assemblies.Select(Row)}
        </tbody></table>
        <p class="soft">From {Path.GetFileName(coverage.Path)}, written
        {File.GetLastWriteTime(coverage.Path):yyyy-MM-dd HH:mm}.</p>
        """;

    private static Html Row(CoverageSummary.Assembly part) =>
        $"<tr><td>{part.Name}</td>{Share(part.Lines, part.AllLines)}{Share(part.Branches, part.AllBranches)}</tr>";

    private static Html Share(int reached, int all) =>
        $"""<td class="number">{Percent(reached, all)} <span class="soft">({reached}/{all})</span></td>""";

    private static string Percent(int reached, int all) =>
        all == 0 ? "–" : (100.0 * reached / all).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
