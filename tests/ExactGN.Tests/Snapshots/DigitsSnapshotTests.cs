namespace ExactGN.Tests;

/// <summary>
/// The shortened curves of all fourteen experiments on the digits are those of the committed snapshots, in float64:
/// one baseline for all CPUs, to the tolerance that the curves' own sensitivity gives: a thousand times the response
/// to an initialisation changed by 10⁻¹². A rate changed by a millionth is told from it.
/// </summary>
[Trait("Category", "Full")]
public sealed class DigitsSnapshotTests
{
    private const double Jitter = 1e-12;
    private const int Seed = 42;

    private static readonly (string Name, Func<EpochMetrics, double?> Of)[] Measures =
    [
        ("train_loss", row => row.TrainLoss),
        ("test_loss", row => row.TestLoss),
        ("train_accuracy", row => row.TrainAccuracy),
        ("test_accuracy", row => row.TestAccuracy),
        ("batch_cut", row => row.BatchCut),
        ("output_defect", row => row.OutputDefect),
        ("kernel_alignment", row => row.KernelAlignment),
        ("kernel_rate", row => row.KernelRate),
        ("cka_least", row => row.CkaLeast),
        ("weight_cosine", row => row.WeightCosine),
    ];

    // Four epochs show every optimiser at work; a longer run only repeats them, and amplifies rounding.
    private static readonly Regimes Short = Regimes.Of(Scale.Smoke) is var regimes
        ? regimes with
        {
            FullBatch = regimes.FullBatch with { Epochs = 4 },
            MiniBatch = regimes.MiniBatch with { Epochs = 4 },
            Measures = regimes.Measures with { Every = 2 },
        }
        : null!;

    private static readonly ILookup<string, RunConfiguration> All = ExperimentCatalogue.In(Short)
        .SelectMany(experiment => experiment.WithoutSweep().Setting.Runs([Seed], ScalarType.Float64))
        .DistinctBy(run => (run.Setting, run.Arm))
        .Select(run => run with { Epochs = Math.Min(run.Epochs, 8) })
        .ToLookup(run => run.Setting);

    public static TheoryData<string> Settings => [.. All.Select(setting => setting.Key)];

    [Fact]
    public void Every_experiment_has_arms_here() =>
        Assert.All(ExperimentCatalogue.In(Short), experiment => Assert.All(
            experiment.WithoutSweep().Setting.Arms,
            arm => Assert.Contains(All[arm.Setting], run => run.Arm == arm.Arm)));

    [Theory, MemberData(nameof(Settings))]
    public void The_digits_curves_are_the_committed_ones_and_a_rate_changed_by_a_millionth_gives_others(string setting)
    {
        var name = $"digits-{setting}";

        CurveSnapshot.Verify(name, Curves(setting, run => run), () => Tolerances(setting));

        // The first epoch tells; a measurement is made at the end of any run.
        var changed = Curves(
            setting, run => run with { LearningRate = run.LearningRate * (1 + 1e-6), Epochs = 1, Switch = null });
        var unchanged = CurveSnapshot.Verified(name);
        Assert.All(
            All[setting],
            arm => Assert.NotNull(Losses(arm, changed, rows: 2).DifferenceFrom(Losses(arm, unchanged, rows: 2))));
    }

    // The columns gn.train_loss, gn.test_loss, … for each arm, one row per epoch; NaN where an arm has no such value,
    // or no such epoch.
    private static CurveTable Curves(string setting, Func<RunConfiguration, RunConfiguration> change)
    {
        RunResult[] runs = [.. All[setting].Select(run => Train(change(run)))];
        Assert.All(runs, run => Assert.Null(run.Divergence));
        var columns = (
            from run in runs
            from measure in Measures
            where run.Epochs.Any(row => measure.Of(row) is not null)
            select (Name: $"{run.Configuration.Arm}.{measure.Name}", run, measure.Of)).ToArray();
        IEnumerable<double> Row(int epoch) => columns.Select(
            column => epoch < column.run.Epochs.Count ? column.Of(column.run.Epochs[epoch]) ?? double.NaN : double.NaN);
        return new(
            [.. columns.Select(column => column.Name)],
            [.. columns.Select(_ => 0.0)],
            [.. Enumerable.Range(0, runs.Max(run => run.Epochs.Count)).Select(epoch => (double[])[.. Row(epoch)])]);
    }

    private static RunResult Train(RunConfiguration run)
    {
        using var data = RunData.Load(run, DataSearch.Order(null));
        return new TrainingRun(run, data).Execute();
    }

    private static double[] Tolerances(string setting)
    {
        var curves = Curves(setting, run => run);
        var jittered = Array.ConvertAll([1 - Jitter, 1 + Jitter], by => Curves(
            setting,
            run => run with { Model = (RevMlpOptions)run.Model with { InitialSigma = by * run.Model.InitialSigma } }));
        return [.. curves.Columns.Select((name, column) => name switch
        {
            // One sample, and the rounding of two fractions.
            _ when name.EndsWith("train_accuracy", StringComparison.Ordinal) =>
                1.001 / All[setting].Single(run => name == $"{run.Arm}.train_accuracy").TrainSamples,
            _ when name.EndsWith("test_accuracy", StringComparison.Ordinal) =>
                1.001 / (Digits.Samples - Digits.TrainSamples - Digits.ValidationSamples),
            _ => Math.Max(
                1e3 * jittered.Max(
                    other => Values(other, column).Zip(Values(curves, column), (a, b) => Math.Abs(a - b)).Max()),
                1e-12 * Values(curves, column).Max(Math.Abs)),
        })];

        static IEnumerable<double> Values(CurveTable table, int column) =>
            table.Rows.Select(row => row[column]).Where(value => !double.IsNaN(value));
    }

    private static CurveTable Losses(RunConfiguration arm, CurveTable table, int rows)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count).Where(
            column => table.Columns[column] == $"{arm.Arm}.train_loss")];
        return new(
            [.. columns.Select(column => table.Columns[column])],
            [.. columns.Select(column => table.Tolerances[column])],
            [.. table.Rows.Take(rows).Select(row => (double[])[.. columns.Select(column => row[column])])]);
    }
}
