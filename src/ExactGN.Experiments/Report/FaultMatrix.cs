namespace ExactGN.Experiments.Report;

/// <summary>Fault × claim for one chapter: where a fault was planted and whether a property rejected it,
/// and which other claims saw it.</summary>
internal static class FaultMatrix
{
    internal static Html? Of(IReadOnlyList<ClaimStanding> claims, bool faultsHaveRun)
    {
        ClaimStanding[] columns = [.. claims.Where(standing => standing.Faults.Count > 0)];
        var faults = columns.SelectMany(standing => standing.Faults).Distinct().Order(StringComparer.Ordinal);
        return columns.Length == 0 ? null : Html.Of($"""
            <details><summary>Fault matrix: {columns.Sum(standing => standing.Faults.Count)} places,
            {(faultsHaveRun ? $"{columns.Sum(standing => standing.Rejections.Count)} rejected" : "no evidence")}
            </summary>
            <p>● rejected by the claim it was planted for; ○ not; · seen by another claim as well,
            as far as the whole matrix has been judged (EXACTGN_MATRIX=1).</p>
            <div class="scroll"><table class="matrix">
            <thead><tr><th>Planted fault</th>{columns.Select(Head)}</tr></thead>
            <tbody>
            {faults.Select(Row)}
            </tbody></table></div></details>
            """);

        Html Row(string fault) =>
            $"<tr><td>{fault}</td>{columns.Select(column => Cell(column, fault, faultsHaveRun))}</tr>";
    }

    private static Html Head(ClaimStanding column) =>
        $"""<th><a href="#{column.Claim.Id}">{column.Claim.Id}</a></th>""";

    private static Html Cell(ClaimStanding column, string fault, bool faultsHaveRun) =>
        column.Others.FirstOrDefault(rejection => rejection.Fault == fault) is { } other
            ? Rejected("soft", "·", column, other)
        : !column.Faults.Contains(fault) ? $"<td></td>"
        : column.Rejections.FirstOrDefault(rejection => rejection.Fault == fault) is { } rejection
            ? Rejected("holds", "●", column, rejection)
            : $"""<td class="{(faultsHaveRun ? "fails" : "soft")}" title="{column.Claim.Id}: """
                + $"""{(faultsHaveRun ? "not rejected in this evidence" : "no evidence")}">○</td>""";

    private static Html Rejected(string style, string mark, ClaimStanding column, FaultEvidence rejection) =>
        $"""<td class="{style}" title="{column.Claim.Id}: {rejection.By.Split(':')[0]}">{mark}</td>""";
}
