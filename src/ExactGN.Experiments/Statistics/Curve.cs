namespace ExactGN.Experiments;

/// <summary>A quantity that a run records once per epoch.</summary>
/// <param name="Name">Its name, as in "training loss".</param>
/// <param name="Unit">Its unit, empty for none.</param>
/// <param name="Of">Reads it from a row; null where the row has none.</param>
/// <param name="LowerIsBetter">Which way is worse, for runs that diverged.</param>
/// <param name="LogAxis">Whether figures show it on a logarithmic axis.</param>
public sealed record Curve(string Name, string Unit, Func<EpochMetrics, double?> Of, bool LowerIsBetter, bool LogAxis)
{
    /// <summary>Whether figures fit the vertical axis to what comes after the first tenth of training, where the curves lie close together.</summary>
    public bool FitsLate { get; init; }

    /// <summary>The mean training loss.</summary>
    public static Curve TrainLoss { get; } = new("training loss", "nats", row => row.TrainLoss, LowerIsBetter: true, LogAxis: true);

    /// <summary>The mean test loss.</summary>
    public static Curve TestLoss { get; } = new("test loss", "nats", row => row.TestLoss, LowerIsBetter: true, LogAxis: true) { FitsLate = true };

    /// <summary>The training accuracy.</summary>
    public static Curve TrainAccuracy { get; } = new("training accuracy", "%", row => 100 * row.TrainAccuracy, LowerIsBetter: false, LogAxis: false) { FitsLate = true };

    /// <summary>The test accuracy.</summary>
    public static Curve TestAccuracy { get; } = new("test accuracy", "%", row => 100 * row.TestAccuracy, LowerIsBetter: false, LogAxis: false) { FitsLate = true };

    /// <summary>The cut of an update's own batch loss.</summary>
    public static Curve BatchCut { get; } = new("cut of own batch loss", "%", row => row.BatchCut, LowerIsBetter: false, LogAxis: false);

    /// <summary>Gauss-Newton's exactness defect in f.</summary>
    public static Curve OutputDefect { get; } = new("exactness defect in f", "", row => row.OutputDefect, LowerIsBetter: true, LogAxis: false);

    /// <summary>The worst value that the given runs took at any epoch; those that finished count, or all when none did.</summary>
    /// <param name="runs">The runs of one setting.</param>
    public double? Worst(IReadOnlyCollection<RunResult> runs)
    {
        var finished = runs.Where(run => run.Divergence is null).ToArray();
        var values = (finished.Length > 0 ? finished : runs).SelectMany(run => run.Epochs).Select(Of).OfType<double>().ToArray();
        return values.Length == 0 ? null : LowerIsBetter ? values.Max() : values.Min();
    }
}
