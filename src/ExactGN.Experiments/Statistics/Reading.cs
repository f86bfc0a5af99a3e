namespace ExactGN.Experiments;

/// <summary>One number read off a run's curve.</summary>
/// <param name="Name">Its name, as in "after the last epoch".</param>
/// <param name="Of">Reads it from the values at epochs 0…E; null where the curve has no such value.</param>
public sealed record Reading(string Name, Func<IReadOnlyList<double?>, double?> Of)
{
    /// <summary>The value after the last epoch.</summary>
    public static Reading Final { get; } = new("after the last epoch", values => values[^1]);

    /// <summary>The mean over the last quarter of the epochs.</summary>
    public static Reading LastQuarter { get; } = new("mean over the last quarter of training", values => values.Skip(LastQuarterStart(values)).Average());

    /// <summary>How much the value fell over the last quarter of the epochs, ln(before/after).</summary>
    public static Reading LateFall { get; } = new("fall over the last quarter of training", values => values[LastQuarterStart(values) - 1] is { } before && values[^1] is { } after ? Math.Log(before / after) : null);

    /// <summary>ln(value after an epoch / last value): how far the curve fell since.</summary>
    /// <param name="epoch">The epoch.</param>
    public static Reading FallSince(int epoch) => new($"fall since epoch {epoch}", values => values[epoch] is { } before && values[^1] is { } after ? Math.Log(before / after) : null);

    /// <summary>The mean over all epochs.</summary>
    public static Reading Mean { get; } = new("mean over training", values => values.Average());

    /// <summary>The mean over the measured epochs, initialisation and the first interval between two measurements left out: the first few updates alone would decide it.</summary>
    public static Reading MeanAfterFirstInterval { get; } = new("mean after the first interval", values => Measured(values).Skip(1).Average(entry => (double?)entry.Value));

    /// <summary>What a change between measurements, such as the kernel's rate, adds up to per epoch after the first interval.</summary>
    public static Reading SumPerEpochAfterFirstInterval { get; } = new("per epoch after the first interval", values => PerEpoch(values, later => later.Skip(1).Sum(entry => entry.Value)));

    /// <summary>How much a level, such as drift or linearisation gap, grows per epoch after the first interval.</summary>
    public static Reading GrowthPerEpochAfterFirstInterval { get; } = new("growth per epoch after the first interval", values => PerEpoch(values, later => later[^1].Value - later[0].Value));

    /// <summary>The value after a given epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public static Reading After(int epoch) => new(epoch == 1 ? "after the first epoch" : $"after epoch {epoch}", values => values[epoch]);

    /// <summary>Reads a run. From where it diverged on, its curve goes on with the worst value that any finished run of the setting took.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="run">The run.</param>
    /// <param name="setting">All runs of its setting.</param>
    public double? Read(Curve curve, RunResult run, IReadOnlyCollection<RunResult> setting)
    {
        var recorded = run.Epochs.Select(curve.Of);
        var missing = run.Configuration.Epochs + 1 - run.Epochs.Count;
        return Of([.. recorded, .. Enumerable.Repeat(curve.Worst(setting), missing)]);
    }

    private static double? PerEpoch(IReadOnlyList<double?> values, Func<(int Epoch, double Value)[], double> of) =>
        Measured(values) is { Length: > 1 } later ? of(later) / (later[^1].Epoch - later[0].Epoch) : null;

    // What was measured after initialisation.
    private static (int Epoch, double Value)[] Measured(IReadOnlyList<double?> values) =>
        [.. values.Index().Skip(1).Where(entry => entry.Item is not null).Select(entry => (entry.Index, entry.Item!.Value))];

    private static int LastQuarterStart(IReadOnlyList<double?> values) => values.Count - Math.Max(1, (values.Count - 1) / 4);
}
