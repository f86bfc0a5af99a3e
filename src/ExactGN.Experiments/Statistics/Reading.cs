using System.Globalization;

namespace ExactGN.Experiments.Statistics;

/// <summary>One number read off a run's curve.</summary>
/// <param name="Name">Its name, as in "after the last epoch".</param>
/// <param name="Of">Reads it from a run; null where the run has no such value.</param>
public sealed record Reading(string Name, Func<RecordedRun, Metric, double?> Of)
{
    private const string Arrival = "runs that come to that loss";
    private const string Doublings = "the 64 epochs that tell a stall";

    /// <summary>A reading of the curve's own values alone.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="of">Reads it from the values at epochs 0…E; null where the curve has no such value.</param>
    public Reading(string name, Func<IReadOnlyList<double?>, double?> of)
        : this(name, (run, curve) => of(run[curve]))
    {
    }

    /// <summary>Whether it is the time to something that may never come, +∞ where it does not: a seed on which neither
    /// arm comes there is left out, since no time says which would be the later one.</summary>
    public bool IsWait { get; init; }

    /// <summary>What a seed wants that is left out of a comparison.</summary>
    public string Wanted { get; init; } = "a finite difference";

    /// <summary>The training losses at which arms are compared at equal training loss.</summary>
    public static IReadOnlyList<double> Levels { get; } = [0.3, 0.1, 0.03];

    /// <summary>The value after the last epoch.</summary>
    public static Reading Final { get; } = new("after the last epoch", values => values[^1]);

    /// <summary>The mean over the last quarter of the epochs.</summary>
    public static Reading LastQuarter { get; } = new(
        "mean over the last quarter of training", values => values.Skip(LastQuarterStart(values)).Average());

    /// <summary>How much the value fell over the last quarter of the epochs, ln(before/after).</summary>
    public static Reading LateFall { get; } = new("fall over the last quarter of training", values =>
        values[LastQuarterStart(values) - 1] is { } before && values[^1] is { } after ? Math.Log(before / after)
        : null);

    /// <summary>F₁, the fall from a quarter to half of training; none before 64 epochs.</summary>
    public static Reading FirstFall { get; } = new(
        "fall from a quarter to half of training", values => Falls(values)?.First)
    {
        Wanted = Doublings,
    };

    /// <summary>F₂, the fall from half of training to its end; none before 64 epochs.</summary>
    public static Reading SecondFall { get; } = new(
        "fall over the second half of training", values => Falls(values)?.Second)
    {
        Wanted = Doublings,
    };

    /// <summary>min(ln 1.1 − F₂, ½F₁ − F₂), which is positive where the curve stalls; none before 64 epochs.</summary>
    public static Reading StallMargin { get; } = new("how clearly it stalls", values => Falls(values)?.StallMargin)
    {
        Wanted = Doublings,
    };

    /// <summary>The mean over all epochs.</summary>
    public static Reading Mean { get; } = new("mean over training", values => values.Average());

    /// <summary>The epochs that the training loss takes to come down to a level, whatever the curve; +∞ where it never
    /// does.</summary>
    /// <param name="level">The training loss.</param>
    public static Reading EpochsTo(double level) =>
        new(string.Create(CultureInfo.InvariantCulture, $"epochs to training loss {level}"),
        (run, _) => LossCrossing.Of(run[Metric.TrainLoss], level, _ => true)?.Epochs ?? double.PositiveInfinity)
        {
            IsWait = true,
            Wanted = Arrival,
        };

    /// <summary>The seconds that the training loss takes to come down to a level, each epoch counted alike, whatever
    /// the curve; +∞ where it never does.</summary>
    /// <param name="level">The training loss.</param>
    public static Reading SecondsTo(double level) =>
        new(string.Create(CultureInfo.InvariantCulture, $"seconds to training loss {level}"),
        (run, curve) => EpochsTo(level).Of(run, curve) * run.Run.Seconds / Math.Max(1, run.Run.Epochs.Count - 1))
        {
            IsWait = true,
            Wanted = Arrival,
        };

    /// <summary>The curve's value where the training loss first comes down to a level, between the two epochs around it
    /// at which the curve was recorded; none where it never does.</summary>
    /// <param name="level">The training loss.</param>
    public static Reading AtTrainLoss(double level) =>
        new(string.Create(CultureInfo.InvariantCulture, $"at training loss {level}"),
        (run, curve) => run[curve] is var values && LossCrossing.Of(
            run[Metric.TrainLoss], level, epoch => values[epoch] is not null) is { } crossing
            ? crossing.Read(curve, values) : null)
        {
            Wanted = Arrival,
        };

    /// <summary>The curve's value at the epoch at which another curve is best, the first of several; epochs at which
    /// either was not recorded do not count.</summary>
    /// <param name="guide">The other curve, such as the validation loss.</param>
    public static Reading AtBest(Metric guide) => new($"at the epoch of the best {guide.Name}", (run, curve) =>
    {
        var (values, by) = (run[curve], run[guide]);
        double? best = null, value = null;
        foreach (var (epoch, guided) in by.Index())
        {
            var badness = guide.LowerIsBetter ? guided : -guided;
            if (values[epoch] is not null && (badness < best || (badness is not null && best is null)))
            {
                (best, value) = (badness, values[epoch]);
            }
        }

        return value;
    });

    /// <summary>ln(last value / value at the best validation epoch): how far a loss rose again after it.</summary>
    public static Reading LastOverBest { get; } =
        new("last epoch over the epoch of the best validation loss", (run, curve) =>
        Final.Of(run, curve) is { } last && AtBest(Metric.ValidationLoss).Of(run, curve) is { } best
            ? Math.Log(last / best) : null);

    /// <summary>ln(value after an epoch / last value): how far the curve fell since.</summary>
    /// <param name="epoch">The epoch.</param>
    public static Reading FallSince(int epoch) => new(
        $"fall since epoch {epoch}", values => values[epoch] is { } before && values[^1] is { } after
        ? Math.Log(before / after) : null);

    /// <summary>The mean over the measured epochs, initialisation and the first interval between two measurements left
    /// out: the first few updates alone would decide it.</summary>
    public static Reading MeanAfterFirstInterval { get; } =
        new("mean after the first interval", values => Measured(values).Skip(1).Average(entry => (double?)entry.Value));

    /// <summary>What a change between measurements, such as the kernel's rate, adds up to per epoch after the first
    /// interval.</summary>
    public static Reading SumPerEpochAfterFirstInterval { get; } =
        new("per epoch after the first interval", values =>
        PerEpoch(values, later => later.Skip(1).Sum(entry => entry.Value)));

    /// <summary>How much a level, such as drift or linearisation gap, grows per epoch after the first
    /// interval.</summary>
    public static Reading GrowthPerEpochAfterFirstInterval { get; } =
        new("growth per epoch after the first interval", values =>
        PerEpoch(values, later => later[^1].Value - later[0].Value));

    /// <summary>The value after a given epoch.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    public static Reading After(int epoch) => new(epoch == 1 ? "after the first epoch"
        : $"after epoch {epoch}", values => values[epoch]);

    /// <summary>Reads a run.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="run">The run.</param>
    /// <param name="setting">All runs of its setting.</param>
    public double? Read(Metric curve, RunResult run, IReadOnlyCollection<RunResult> setting) =>
        Of(new(run, setting), curve);

    private static LateFalls? Falls(IReadOnlyList<double?> values) =>
        values.Count > LateFalls.LeastEpochs && values.All(value => value is not null)
            ? LateFalls.Of([.. values.Select(value => value!.Value)]) : null;

    private static int LastQuarterStart(IReadOnlyList<double?> values) =>
        values.Count - Math.Max(1, (values.Count - 1) / 4);

    private static double? PerEpoch(IReadOnlyList<double?> values, Func<(int Epoch, double Value)[], double> of) =>
        Measured(values) is { Length: > 1 } later ? of(later) / (later[^1].Epoch - later[0].Epoch) : null;

    // What was measured after initialisation.
    private static (int Epoch, double Value)[] Measured(IReadOnlyList<double?> values) =>
        [.. values.Index().Skip(1).Where(entry => entry.Item is not null)
            .Select(entry => (entry.Index, entry.Item!.Value))];
}
