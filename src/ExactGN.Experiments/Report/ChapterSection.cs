namespace ExactGN.Experiments.Report;

/// <summary>A chapter in the ledger's report: its notation, the head-room of its claims, its fault
/// matrix and the claims.</summary>
internal static class ChapterSection
{
    internal static Html Of(Chapter chapter, ClaimStandings standings, TheoryMarkup markup)
    {
        var (claims, faultsHaveRun) = (standings.Of(chapter), standings.Evidence.Faults.Count > 0);
        var article = new ClaimArticle(markup, faultsHaveRun);
        return $"""
            <section id="chapter-{chapter.Name}">
            <h2>{chapter.Title}</h2>
            <details><summary>Notation and remarks</summary>
            {markup.Blocks(chapter.Preamble)}
            </details>
            {Plot(chapter, claims)}
            {FaultMatrix.Of(claims, faultsHaveRun)}
            {claims.Select(article.Of)}
            </section>
            """;
    }

    private static Html? Plot(Chapter chapter, IReadOnlyList<ClaimStanding> claims)
    {
        HeadRoomPlot.Row[] rows = [.. claims.Where(standing => standing.Claim.IsTheorem).Select(
            standing => new HeadRoomPlot.Row(standing.Claim.Id, standing.Claim.Id, Dots(standing)))];
        return rows.Length == 0
            ? null
            : Html.Of($"<figure>{HeadRoomPlot.Of($"Head-room of the claims of {chapter.Title}", rows)}</figure>");
    }

    /// <summary>A dot for each property that has run.</summary>
    internal static IReadOnlyList<(double Used, bool Holds, string Words)> Dots(ClaimStanding standing) =>
        [
            .. standing.Evidence.Select(entry => (
                entry.Used,
                entry.Holds,
                $"{standing.Claim.Id}: {ClaimArticle.Number(entry.WorstRatio)} of "
                + $"{ClaimArticle.Number(entry.Threshold)}"))
        ];
}
