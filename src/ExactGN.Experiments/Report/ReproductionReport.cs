namespace ExactGN.Experiments;

/// <summary>Writes what remains once the runs have ended: claims.csv, figures, report.html and the manifest.</summary>
public static class ReproductionReport
{
    /// <summary>Writes everything.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="reproduction">What was run.</param>
    /// <param name="results">The runs.</param>
    /// <param name="claims">The verdicts.</param>
    /// <param name="training">The time the runs took.</param>
    public static void Write(
        OutputFolder folder, Reproduction reproduction, IReadOnlyList<RunResult> results, IReadOnlyList<ClaimResult> claims, TimeSpan training)
    {
        using (var log = new MetricsLog<ClaimRow>(folder.At("claims.csv")))
        {
            foreach (var row in ClaimRow.Of(claims))
            {
                log.Append(row);
            }
        }

        var figures = claims.ToDictionary(claim => claim, claim => (IReadOnlyList<FigureFile>)[.. claim.Experiment.Panels.Select(panel => FigureFile.Write(folder, claim, panel))]);
        File.WriteAllText(folder.At("report.html"), HtmlReport.Page(claims, claim => figures[claim], reproduction.Environment, results.Count, training));

        OutputFolder.WriteJson(folder.At("manifest.json"), new Manifest(
            reproduction.Environment,
            [.. results.Select(result => result.Configuration.Seed).Distinct()],
            training.TotalSeconds,
            [.. results.Select(result => new Manifest.Entry(OutputFolder.LinkTo(result.Configuration), result.Configuration, result.Divergence, result.Seconds))]));
    }
}
