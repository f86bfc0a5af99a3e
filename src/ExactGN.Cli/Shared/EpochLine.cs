using System.Globalization;

namespace ExactGN.Cli.Shared;

/// <summary>Where one run stands, in a line.</summary>
internal static class EpochLine
{
    internal static string Of(RunConfiguration run, EpochMetrics row, TimeSpan? left) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {row.Epoch}/{run.Epochs}: loss {row.TrainLoss:g4}, accuracy {100 * row.TrainAccuracy:0.0} %{(row.TestAccuracy is { } test ? $", test {100 * test:0.0} %" : "")}{(row.OutputDefect is { } defect ? $", defect {defect:0.00}" : "")}{(left is { } time ? $", {(int)time.TotalHours:00}:{time:mm\\:ss} left" : "")}");
}
