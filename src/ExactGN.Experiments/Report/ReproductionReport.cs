namespace ExactGN.Experiments.Report;

/// <summary>Writes what remains once the runs have ended: claims.csv, figures, report.html, the list for
/// theory/findings.md and the manifest.</summary>
public static class ReproductionReport
{
    /// <summary>Writes everything.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="reproduction">What was run.</param>
    /// <param name="results">The runs.</param>
    /// <param name="claims">The verdicts.</param>
    /// <param name="training">The time the runs took.</param>
    /// <exception cref="IOException">A file cannot be written; an earlier one of its name stays as it was.</exception>
    public static void Write(
        OutputFolder folder, Reproduction reproduction, IReadOnlyList<RunResult> results,
        IReadOnlyList<ClaimResult> claims, TimeSpan training)
    {
        WholeFile.Write(folder.At("claims.csv"), path => WriteRows(path, ClaimRow.Of(claims)));
        var figures = claims.ToDictionary(claim => claim, claim => FigureFile.Write(folder, claim));
        WholeFile.WriteText(folder.At("report.html"),
            HtmlReport.Page(claims, claim => figures[claim], reproduction.Environment, results.Count, training)
                .ToString());

        WholeFile.WriteText(folder.At("findings.md"), FindingsList.Of(claims));

        OutputFolder.WriteJson(folder.At("manifest.json"), new Manifest(
            reproduction.Environment,
            [.. results.Select(result => result.Configuration.Seed).Distinct()],
            training.TotalSeconds,
            [.. results.Select(result => new Manifest.Entry(
                OutputFolder.LinkTo(result.Configuration), result.Configuration, result.Divergence, result.Seconds))]));
    }

    private static void WriteRows(string path, IEnumerable<ClaimRow> rows)
    {
        using var log = new MetricsLog<ClaimRow>(path);
        foreach (var row in rows)
        {
            log.Append(row);
        }
    }
}
