namespace ExactGN.Experiments.Report;

/// <summary>The page of <c>exactgn report</c>: every claim with what the last test run showed.
/// One file that needs nothing beside it.</summary>
public static class LedgerReport
{
    /// <summary>The page.</summary>
    /// <param name="standings">The claims and their evidence.</param>
    /// <param name="coverage">The coverage; null where none was found.</param>
    public static string Page(ClaimStandings standings, CoverageSummary? coverage)
    {
        var chapters = standings.Ledger.Chapters;
        var markup = new TheoryMarkup(
            standings.Claims.Select(standing => standing.Claim.Id).ToHashSet(),
            chapters.Select(chapter => chapter.Name).ToHashSet());
        var strips =
            from chapter in chapters
            where chapter.Claims.Any(claim => claim.IsTheorem)
            select Strip(chapter, standings);
        Html page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ExactGN: claims and evidence</title>
            <style>
            {new RawHtml(EmbeddedText.Read("report.css"))}
            {new RawHtml(EmbeddedText.Read("ledger.css"))}
            </style>
            </head>
            <body>
            <h1>What is claimed, and what the last test run showed</h1>
            {Summary(standings)}
            {Failing(standings, markup)}
            {Gaps(standings)}
            <table class="stack">
            <thead><tr><th>Chapter</th><th>Claims</th><th>Evidence</th>
            <th>Nearest to its threshold</th><th>Planted faults rejected</th></tr></thead>
            <tbody>
            {chapters.Select(chapter => Row(chapter, standings))}
            </tbody></table>
            <h2>Head-room</h2>
            <p>Each dot is a property: the worst ratio over all its cases, as a share of the threshold.
            A check that is nowhere near its limit may be
            too lenient, one close to it may be about to break;
            either wants an explanation. Ratios that are exactly zero are at the left edge.</p>
            <figure>{HeadRoomPlot.Of("Head-room of all properties by chapter", [.. strips])}</figure>
            {CoverageSection.Of(coverage)}
            {chapters.Select(chapter => ChapterSection.Of(chapter, standings, markup))}
            </body>
            </html>
            """;
        return page.ToString();
    }

    private static Html Summary(ClaimStandings standings)
    {
        ClaimStanding[] theorems = [.. standings.Claims.Where(standing => standing.Claim.IsTheorem)];
        var written = standings.Evidence.Written is { } time ? Html.Of($", written {time:yyyy-MM-dd HH:mm}") : null;
        var holding = theorems.Count(standing => standing.Holds is true);
        var failing = Counted(theorems.Count(standing => standing.Holds is false), "fail", "failing", "fails");
        var open = Counted(theorems.Count(standing => standing.Holds is null), "have not run", "not-run", "undecided");
        return $"""
            <p>{theorems.Length} theorems, each with a property and at least one planted fault
            that the property must reject, and {standings.Claims.Count - theorems.Length} empirical claims.
            In this evidence {holding} theorems hold, {failing}
            and {open}{written}.</p>
            """;
    }

    // None needs no place to lead to.
    private static Html Counted(int count, string words, string place, string style) =>
        count == 0 ? Html.Of($"0 {words}") : $"""<a class="{style}" href="#{place}">{count} {words}</a>""";

    private static Html? Failing(ClaimStandings standings, TheoryMarkup markup)
    {
        var failing = standings.Claims.Where(standing => standing.Holds is false).ToArray();
        return failing.Length == 0 ? null : Html.Of($"""
            <section id="failing">
            <h2>What fails</h2>
            {failing.Select(One)}
            </section>
            """);

        Html One(ClaimStanding standing) => $"""
            <p><span class="verdict fails">fails</span> {Link(standing.Claim)}
            {markup.Inline(standing.Claim.Title)}</p>
            {standing.Evidence.Where(entry => !entry.Holds).Select(ClaimArticle.Shown)}
            """;
    }

    // What is missing is said before anything else, the long list of it folded. A link to what is folded opens it.
    private static Html Gaps(ClaimStandings standings)
    {
        List<Html> gaps = [];
        if (standings.Evidence.Properties.Count == 0)
        {
            gaps.Add($"No property has left evidence: run <code>dotnet test -c Release</code> first.");
        }

        if (standings.Claims.Count(standing => standing.OfOtherCode.Any()) is > 0 and var other)
        {
            gaps.Add(
                $"The evidence of {other} claims is about other code than this program's, and says nothing of it: "
                + $"run <code>dotnet test -c Release</code> again.");
        }

        if (standings.Evidence.Faults.Count(rejection => !rejection.IsOfThisCode) is > 0 and var rejections)
        {
            gaps.Add($"{rejections} rejections of planted faults are about other code.");
        }

        if (standings.Evidence.Faults.Count == 0)
        {
            gaps.Add($"No planted fault has been judged: the fault tests have not run.");
        }
        else if (standings.Claims.Where(standing => standing.NotRejected.Any()).ToArray() is { Length: > 0 } missed)
        {
            gaps.Add($"Planted faults without a rejection in this evidence: {Links(missed)}.");
        }

        if (standings.Strangers.Count > 0)
        {
            gaps.Add(
                $"Evidence of properties that are not in the ledger is left out: "
                + $"{string.Join(", ", standings.Strangers.Select(entry => entry.Property))}.");
        }

        return $"""
            {gaps.Select(gap => Html.Of($"""<p class="undecided">{gap}</p>"""))}
            {NotRun(standings)}
            """;
    }

    private static Html? NotRun(ClaimStandings standings)
    {
        var notRun = standings.Claims.Where(standing => standing.NotRun.Any()).ToArray();
        return notRun.Length == 0 ? null : Html.Of($"""
            <details><summary>{notRun.Length} claims without evidence, or not of every property</summary>
            <div id="not-run">{notRun.GroupBy(standing => standing.Claim.Chapter).Select(In)}</div></details>
            """);

        static Html In(IGrouping<string, ClaimStanding> chapter) => $"<p>{chapter.Key}: {Links(chapter)}</p>";
    }

    private static Html Links(IEnumerable<ClaimStanding> standings) =>
        Html.Join(", ", standings.Select(standing => Link(standing.Claim)));

    private static Html Link(Claim claim) => $"""<a href="#{claim.Id}">{claim.Id}</a>""";

    private static Html Row(Chapter chapter, ClaimStandings standings)
    {
        var claims = standings.Of(chapter);
        var worst = claims.Where(standing => standing.Worst is not null)
            .MaxBy(standing => double.IsNaN(standing.Worst!.Used) ? double.PositiveInfinity : standing.Worst.Used);
        var (planted, rejected) =
            (claims.Sum(standing => standing.Faults.Count), claims.Sum(standing => standing.Rejections.Count));
        var evidence = $"{claims.Sum(standing => standing.Evidence.Count)} of "
            + $"{claims.Sum(standing => standing.Properties.Count)} properties, "
            + $"{claims.Sum(standing => standing.Cases)} cases";
        var nearest = worst is { Worst: { } ratio }
            ? Html.Of($"{Link(worst.Claim)}, "
                + $"{ClaimArticle.Number(ratio.WorstRatio)} of {ClaimArticle.Number(ratio.Threshold)}")
            : $"–";
        return $"""
            <tr><td><a href="#chapter-{chapter.Name}">{chapter.Title}</a></td>
            <td data-name="Claims">{claims.Count}</td>
            <td data-name="Evidence">{(planted == 0 ? "–" : evidence)}</td>
            <td data-name="Nearest">{nearest}</td>
            <td data-name="Faults">{(planted == 0 ? "–" : $"{rejected} of {planted}")}</td></tr>
            """;
    }

    private static HeadRoomPlot.Row Strip(Chapter chapter, ClaimStandings standings) =>
        new(
            chapter.Name.Replace('-', ' '),
            $"chapter-{chapter.Name}",
            [.. standings.Of(chapter).SelectMany(ChapterSection.Dots)]);
}
