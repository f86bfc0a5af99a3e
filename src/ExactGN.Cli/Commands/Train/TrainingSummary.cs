using System.Globalization;

namespace ExactGN.Cli.Commands.Train;

/// <summary>What a run came to, in a few lines.</summary>
internal static class TrainingSummary
{
    internal static string Of(RunResult result, string folder)
    {
        if (result.Epochs.Count == 0)
        {
            return $"Diverged before the first epoch: {result.Divergence?.Reason}";
        }

        var last = result.Epochs[^1];
        List<string> lines =
        [
            result.Divergence is { } divergence
                ? Text($"Diverged in epoch {divergence.Epoch}, update {divergence.Update}: {divergence.Reason} ")
                    + Text($"The last whole epoch was {last.Epoch}.")
                : Text($"{last.Epoch} epochs, {last.Updates} updates, {result.Seconds:0.0} s")
                    + (result.PeakMemoryMegabytes is { } memory ? Text($", at most {memory:0} MB") : ""),
            Text($"training: loss {last.TrainLoss:g6}, accuracy {100 * last.TrainAccuracy:0.00} %"),
        ];
        if (result.Epochs.LastOrDefault(row => row.TestLoss is not null) is { } tested)
        {
            lines.Add(Text($"test:     loss {tested.TestLoss:g6}, accuracy {100 * tested.TestAccuracy:0.00} %")
                + (tested.Epoch == last.Epoch ? "" : Text($" (epoch {tested.Epoch})")));
        }

        if (result.OutputDefect is { } defect)
        {
            lines.Add(Text($"exactness defect of the steps, mean over the epochs: {defect:g3}"));
        }

        if (StepAdvice.Of(result) is { } advice)
        {
            lines.Add(advice);
        }

        lines.Add(
            $"files:    {Path.Combine(folder, "metrics.csv")} (epochs), {Path.Combine(folder, "updates.csv")} "
            + "(updates), "
            + Path.Combine(folder, "departures.txt"));
        return string.Join('\n', lines);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
