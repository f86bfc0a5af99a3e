namespace ExactGN.Cli.Commands.Sweep;

/// <summary>What <c>exactgn sweep merge</c> does.</summary>
internal static class SweepMerging
{
    internal static int Write(SweepPlan plan, string output, string? to)
    {
        if (!Directory.Exists(output))
        {
            return PlainErrors.Refuse($"--out is the folder that runs were written to, and there is none '{output}'.");
        }

        if (to is not null && !to.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return PlainErrors.Refuse($"--to takes the name of a CSV file such as sweep.csv, got '{to}'.");
        }

        var runs = to ?? Path.Combine(output, "sweep.csv");
        var epochs = Path.Combine(
            Path.GetDirectoryName(runs) ?? "", $"{Path.GetFileNameWithoutExtension(runs)}-epochs.csv");
        IReadOnlyList<int> missing;
        try
        {
            missing = SweepTable.Write(plan, new(output), runs, epochs);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return PlainErrors.Refuse($"The table '{runs}' cannot be written: {error.Message}");
        }

        Console.WriteLine(
            $"{plan.Runs.Count - missing.Count} of {plan.Runs.Count} runs in {runs}, their epochs in {epochs}");
        return missing.Count == 0 ? 0 : PlainErrors.Refuse(
            $"{missing.Count} of {plan.Runs.Count} runs have not ended and are missing in '{runs}': "
            + $"{IndexRanges.Text(missing)}.");
    }
}
