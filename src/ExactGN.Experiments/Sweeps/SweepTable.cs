using System.Globalization;
using CsvHelper;

namespace ExactGN.Experiments.Sweeps;

/// <summary>A sweep's results in two tables: one row per run that has ended, and one per epoch of these runs,
/// joined by the index.</summary>
public static class SweepTable
{
    private static readonly string[] Columns =
        [
            "Architecture", "Optimiser", "Epochs", "Updates", "TrainLoss", "TrainAccuracy", "TestLoss",
            "TestAccuracy", "BestTrainLoss", "BestTestLoss", "BestTestAccuracy", "OutputDefect", "RankKept",
            "DivergedInEpoch", "Divergence", "Seconds", "Folder",
        ];

    /// <summary>Writes both tables, each whole or not at all.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="results">What there is.</param>
    /// <param name="runs">The table of runs.</param>
    /// <param name="epochs">The table of epochs.</param>
    /// <returns>The indices of the runs that have not ended.</returns>
    /// <exception cref="IOException">A table cannot be written, or a result cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public static IReadOnlyList<int> Write(SweepPlan plan, SweepResults results, string runs, string epochs)
    {
        List<int> missing = [];
        WholeFile.Write(epochs, partialEpochs =>
        {
            using var rows = new StreamWriter(partialEpochs) { NewLine = "\n" };
            rows.WriteLine($"Index,{Lines([])[0]}");
            WholeFile.Write(runs, partialRuns =>
            {
                using var csv = CsvWriter.Create(
                    new StreamWriter(partialRuns),
                    new() { FormatProvider = CultureInfo.InvariantCulture, NewLine = "\n" });
                string[] names = [.. plan.Runs[0].Varies.Keys];
                csv.WriteHeader(["Index", .. names, .. Columns]);
                foreach (var run in plan.Runs)
                {
                    if (results.Result(run) is not { } result)
                    {
                        missing.Add(run.Index);
                        continue;
                    }

                    csv.WriteRecord([Text(run.Index), .. run.Varies.Values, .. Values(result)]);
                    foreach (var line in Lines(result.Epochs)[1..])
                    {
                        rows.WriteLine($"{run.Index},{line}");
                    }
                }
            });
        });
        return missing;
    }

    // Header and rows as in a run's metrics.csv, from its result, which is whole or not there.
    private static string[] Lines(IEnumerable<EpochMetrics> epochs)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(
            text, new() { FormatProvider = CultureInfo.InvariantCulture, NewLine = "\n" }))
        {
            csv.WriteHeader<EpochMetrics>();
            foreach (var epoch in epochs)
            {
                csv.WriteRecord(epoch);
            }
        }

        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Values(RunResult result)
    {
        var (rows, last) = (result.Epochs, result.Epochs.Count > 0 ? result.Epochs[^1] : null);
        var tested = rows.LastOrDefault(row => row.TestLoss is not null);
        return
        [
            Architectures.NameOf(result.Configuration.Model),
            result.Configuration.Optimiser.Name,
            Text(last?.Epoch), Text(last?.Updates), Text(last?.TrainLoss), Text(last?.TrainAccuracy),
            Text(tested?.TestLoss), Text(tested?.TestAccuracy),
            Text(rows.Count > 0 ? rows.Min(row => row.TrainLoss) : null), Text(rows.Min(row => row.TestLoss)),
            Text(rows.Max(row => row.TestAccuracy)),
            Text(last?.OutputDefect), Text(last?.RankKept),
            Text(result.Divergence?.Epoch), result.Divergence?.Reason ?? "", Text(result.Seconds),
            OutputFolder.LinkTo(result.Configuration),
        ];
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
