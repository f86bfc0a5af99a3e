using ExactGN.Experiments;

namespace ExactGN.Tests;

/// <summary>
/// The digits curves of the catalogue's two settings, a few epochs of each optimiser with one seed, float64 on the CPU: whatever changes a number of a training run turns
/// these red.
/// </summary>
/// <remarks>
/// A loss column's tolerance is 10³ times its measured response to a relative jitter of 10⁻¹² in the initial weights, and at least 10⁻¹² of its size; an accuracy may
/// differ by one sample.
/// </remarks>
[Trait("Category", "Full")]
public sealed class DigitsSnapshotTests
{
    private const double Jitter = 1e-12;
    private const double Images = 1797;

    private static readonly (string Name, Func<EpochMetrics, double> Of)[] Measures =
    [
        ("train_loss", row => row.TrainLoss),
        ("test_loss", row => row.TestLoss ?? double.NaN),
        ("train_accuracy", row => row.TrainAccuracy),
        ("test_accuracy", row => row.TestAccuracy ?? double.NaN),
    ];

    private static readonly Setting[] All = [.. ExperimentCatalogue.Chosen(Regimes.Of(Scale.Smoke), ReproductionOptions.Usual).Select(experiment => experiment.WithoutSweep().Setting).DistinctBy(setting => setting.Id)];

    public static TheoryData<string> Settings => [.. All.Select(setting => setting.Id)];

    [Theory, MemberData(nameof(Settings))]
    public void The_digits_curves_are_the_committed_ones_and_a_rate_changed_by_a_millionth_gives_others(string setting)
    {
        var name = $"digits-{setting}";

        CurveSnapshot.Verify(name, Curves(setting, run => run), () => Tolerances(setting));

        // The first epoch tells.
        var verified = CurveSnapshot.Verified(name) with { Rows = [.. CurveSnapshot.Verified(name).Rows.Take(2)] };
        var changed = Curves(setting, run => run with { LearningRate = run.LearningRate * (1 + 1e-6), Epochs = 1 });
        Assert.All(All.Single(entry => entry.Id == setting).Arms, arm => Assert.NotNull(Of(arm, changed).DifferenceFrom(Of(arm, verified))));
    }

    // The columns gn_train_loss, gn_test_loss, … for each optimiser, one row per epoch.
    private static CurveTable Curves(string setting, Func<RunConfiguration, RunConfiguration> change)
    {
        using var data = Digits.Load(ScalarType.Float64, CPU);
        RunResult[] runs = [.. All.Single(entry => entry.Id == setting).Runs([42], ScalarType.Float64, "cpu").Select(run => new TrainingRun(change(run), data).Execute())];
        Assert.All(runs, run => Assert.Null(run.Divergence));
        string[] columns = [.. runs.SelectMany(run => Measures.Select(measure => $"{run.Configuration.Arm}_{measure.Name}"))];
        IEnumerable<double> Row(int epoch) => runs.SelectMany(run => Measures.Select(measure => measure.Of(run.Epochs[epoch])));
        return new(columns, [.. columns.Select(_ => 0.0)], [.. Enumerable.Range(0, runs[0].Epochs.Count).Select(epoch => (double[])[.. Row(epoch)])]);
    }

    private static double[] Tolerances(string setting)
    {
        var curves = Curves(setting, run => run);
        var jittered = Array.ConvertAll([1 - Jitter, 1 + Jitter], by => Curves(setting, run => run with { Model = run.Model with { InitialSigma = by * run.Model.InitialSigma } }));
        var trainSamples = All.Single(entry => entry.Id == setting).Arms[0].TrainSamples;
        return [.. curves.Columns.Select((name, column) => name switch
        {
            // One sample, and the rounding of two fractions.
            _ when name.EndsWith("train_accuracy", StringComparison.Ordinal) => 1.001 / trainSamples,
            _ when name.EndsWith("test_accuracy", StringComparison.Ordinal) => 1.001 / (Images - Digits.TrainSamples),
            _ => Math.Max(1e3 * jittered.Max(other => Values(other, column).Zip(Values(curves, column), (a, b) => Math.Abs(a - b)).Max()), 1e-12 * Values(curves, column).Max()),
        })];

        static IEnumerable<double> Values(CurveTable table, int column) => table.Rows.Select(row => row[column]);
    }

    private static CurveTable Of(RunConfiguration arm, CurveTable table)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(column => table.Columns[column].StartsWith($"{arm.Arm}_", StringComparison.Ordinal))];
        return new([.. columns.Select(column => table.Columns[column])], [.. columns.Select(column => table.Tolerances[column])], [.. table.Rows.Select(row => (double[])[.. columns.Select(column => row[column])])]);
    }
}
