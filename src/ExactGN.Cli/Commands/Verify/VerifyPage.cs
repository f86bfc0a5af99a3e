using System.Globalization;

namespace ExactGN.Cli.Commands.Verify;

/// <summary>The report as one HTML page that needs nothing beside it.</summary>
internal static class VerifyPage
{
    internal static Html Of(VerifyReport report) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{report.Subject} and the laws</title>
        <style>
        {new RawHtml(EmbeddedFile.Read("verify.css"))}
        </style>
        </head>
        <body>
        <h1>{report.Subject}</h1>
        <p>{Summary(report)}</p>
        <table>
        <thead>
        <tr><th>law</th><th>title</th><th>standing</th><th>cases</th>
        <th>worst ratio</th><th>head-room</th><th>chapter</th></tr>
        </thead>
        <tbody>
        {report.Laws.Select(Row)}
        </tbody>
        </table>
        <p>A ratio is the error in units of what rounding explains; below {Number(LawBook.All[0].Threshold)} it passes,
        and head-room is how many times that mark exceeds the worst case.</p>
        </body>
        </html>

        """;

    private static string Summary(VerifyReport report) =>
        $"{report.Offered} laws apply, {report.Count(LawStanding.Holds)} hold; {report.Request.Cases} cases each, "
        + $"seed {report.Request.Seed}, {Number(report.Time.TotalSeconds)} s.";

    private static Html Row(VerifiedLaw law)
    {
        var outcome = law.Outcome;
        var (counts, holds) = (outcome.Cases > 0, outcome.Standing == LawStanding.Holds);
        var reason = outcome.Reason.Length > 0 ? Html.Of($"<br>{outcome.Reason}") : null;
        var replay = law.Replay is { } line ? Html.Of($"<br><code>{line}</code>") : null;
        return $"""
            <tr id="{outcome.Law.Id}">
            <td>{outcome.Law.Id}</td>
            <td>{outcome.Law.Title}{reason}{replay}</td>
            <td><span class="{outcome.Word.Replace(' ', '-')}">{outcome.Word}</span></td>
            <td class="number">{(counts ? Html.Of($"{outcome.Cases}") : null)}</td>
            <td class="number">{(counts ? Number(outcome.WorstRatio) : "")}</td>
            <td class="number">{(holds ? Number(outcome.HeadRoom) : "")}</td>
            <td>{outcome.Law.Chapter}</td>
            </tr>
            """;
    }

    private static string Number(double value) => double.IsInfinity(value) ? "∞"
        : value.ToString("g3", CultureInfo.InvariantCulture);
}
