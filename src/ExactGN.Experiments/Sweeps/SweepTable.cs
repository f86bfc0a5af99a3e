using System.Globalization;
using CsvHelper;

namespace ExactGN.Experiments;

/// <summary>A sweep's results in two tables: one row per run that has ended, and one per epoch of these runs, joined by the index.</summary>
public static class SweepTable
{
    private static readonly string[] Columns =
        ["Epochs", "Updates", "TrainLoss", "TrainAccuracy", "TestLoss", "TestAccuracy", "BestTrainLoss", "BestTestLoss", "BestTestAccuracy", "DivergedInEpoch", "Divergence", "Seconds", "Folder"];

    /// <summary>Writes both tables, each whole or not at all.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="results">What there is.</param>
    /// <param name="runs">The table of runs.</param>
    /// <param name="epochs">The table of epochs.</param>
    /// <returns>The indices of the runs that have not ended.</returns>
    /// <exception cref="IOException">A table cannot be written, or a run's rows cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of permission.</exception>
    public static IReadOnlyList<int> Write(SweepPlan plan, SweepResults results, string runs, string epochs)
    {
        List<int> missing = [];
        WholeFile.Write(epochs, partialEpochs =>
        {
            using var rows = new StreamWriter(partialEpochs) { NewLine = "\n" };
            WholeFile.Write(runs, partialRuns =>
            {
                using var csv = CsvWriter.Create(new StreamWriter(partialRuns), new() { FormatProvider = CultureInfo.InvariantCulture, NewLine = "\n" });
                string[] names = [.. plan.Runs[0].Varies.Keys];
                csv.WriteHeader(["Index", .. names, .. Columns]);
                var header = "";
                foreach (var run in plan.Runs)
                {
                    if (results.Result(run) is not { } result)
                    {
                        missing.Add(run.Index);
                        continue;
                    }

                    csv.WriteRecord([Text(run.Index), .. run.Varies.Values, .. Values(result)]);
                    foreach (var (i, row) in results.Rows(result).Index())
                    {
                        if (i > 0)
                        {
                            rows.WriteLine($"{run.Index},{row}");
                        }
                        else if (header.Length == 0)
                        {
                            header = row;
                            rows.WriteLine($"Index,{row}");
                        }
                    }
                }
            });
        });
        return missing;
    }

    private static string[] Values(RunResult result)
    {
        var (rows, last) = (result.Epochs, result.Epochs.Count > 0 ? result.Epochs[^1] : null);
        var tested = rows.LastOrDefault(row => row.TestLoss is not null);
        return
        [
            Text(last?.Epoch), Text(last?.Updates), Text(last?.TrainLoss), Text(last?.TrainAccuracy), Text(tested?.TestLoss), Text(tested?.TestAccuracy),
            Text(rows.Count > 0 ? rows.Min(row => row.TrainLoss) : null), Text(rows.Min(row => row.TestLoss)), Text(rows.Max(row => row.TestAccuracy)),
            Text(result.Divergence?.Epoch), result.Divergence?.Reason ?? "", Text(result.Seconds), OutputFolder.LinkTo(result.Configuration),
        ];
    }

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
