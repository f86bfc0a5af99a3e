namespace ExactGN.Experiments.Report;

/// <summary>Fault × claim for one chapter: where a fault was planted and whether a property rejected it,
/// and which other claims saw it.</summary>
internal static class FaultMatrix
{
    internal static string Of(IReadOnlyList<ClaimStanding> claims, bool faultsHaveRun)
    {
        ClaimStanding[] columns = [.. claims.Where(standing => standing.Faults.Count > 0)];
        var faults = columns.SelectMany(standing => standing.Faults).Distinct().Order(StringComparer.Ordinal);
        return columns.Length == 0 ? "" : $"""
            <details><summary>Fault matrix: {columns.Sum(standing => standing.Faults.Count)} places, {(faultsHaveRun ? $"{columns.Sum(standing => standing.Rejections.Count)} rejected" : "no evidence")}</summary>
            <p>● rejected by the claim it was planted for; ○ not; · seen by another claim as well, as far as the whole matrix has been judged (EXACTGN_MATRIX=1).</p>
            <div class="scroll"><table class="matrix">
            <thead><tr><th>Planted fault</th>{string.Concat(columns.Select(Head))}</tr></thead>
            <tbody>
            {Html.Join(faults.Select(fault => $"<tr><td>{Html.Text(fault)}</td>{string.Concat(columns.Select(column => Cell(column, fault, faultsHaveRun)))}</tr>"))}
            </tbody></table></div></details>
            """;
    }

    private static string Head(ClaimStanding column) =>
        $"""<th><a href="#{column.Claim.Id}">{column.Claim.Id}</a></th>""";

    private static string Cell(ClaimStanding column, string fault, bool faultsHaveRun) =>
        column.Others.FirstOrDefault(rejection => rejection.Fault == fault) is { } other
            ? Rejected("soft", "·", column, other)
        : !column.Faults.Contains(fault) ? "<td></td>"
        : column.Rejections.FirstOrDefault(rejection => rejection.Fault == fault) is { } rejection
            ? Rejected("holds", "●", column, rejection)
            : $"""<td class="{(faultsHaveRun ? "fails" : "soft")}" title="{column.Claim.Id}: """
                + $"""{(faultsHaveRun ? "not rejected in this evidence" : "no evidence")}">○</td>""";

    private static string Rejected(string style, string mark, ClaimStanding column, FaultEvidence rejection) =>
        $"""<td class="{style}" title="{column.Claim.Id}: {Html.Text(rejection.By.Split(':')[0])}">{mark}</td>""";
}
