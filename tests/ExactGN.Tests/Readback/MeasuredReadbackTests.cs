using System.Globalization;

namespace ExactGN.Tests;

/// <summary>What a run's folder says of its epochs, blocks and weights, read back for measurements whose every number
/// differs.</summary>
public sealed class MeasuredReadbackTests : InTemporaryFolder
{
    [Fact]
    public void Every_measured_number_stands_in_its_own_column()
    {
        var run = new RunConfiguration
        {
            Setting = "made up",
            Arm = "arm",
            Optimiser = new GaussNewtonOptions(),
            LearningRate = 1,
            Epochs = 1,
            BatchSize = 2,
            TrainSamples = 4,
            Model = new RevMlpOptions { Features = 8, Blocks = 3 },
            Measures = new(1, 1),
        };
        Measurement measured = new(
            new(0.01, 0.02, 0.03, 0.04, 5), [0.13, 0.11, 0.12],
            [.. Enumerable.Range(0, 6).Select(half => new WeightDrift($"half {half}", 0.2 + 0.01 * half * half, 1.3
                + 0.01 * half * half, 0.4 + 0.01 * half * half))],
            0.05, 0.06, new([0.53, 0.51, 0.52], [0.66, 0.61, 0.64, 0.62, 0.65, 0.63]));
        var row = DistinctRuns.Row(run, 1);
        UpdateMetrics update = new(1, 1, 2, 0.71, 0.72, 0.73, 0.74, 0.75);

        using (var folder = new RunFolder(Folder))
        {
            folder.OnStart([], 0, run);
            folder.OnUpdate(update);
            folder.OnEpoch(row.With(measured), measured);
        }

        var epoch = Assert.Single(Csv("metrics.csv"));
        Assert.All(((string, double)[])
        [
            ("KernelDrift", 0.01), ("KernelAlignment", 0.02), ("KernelReferenceAlignment", 0.03), ("KernelRate",
                0.04), ("EffectiveRank", 5),
            ("CkaFirst", 0.13), ("CkaMiddle", 0.11), ("CkaLast", 0.12), ("CkaLeast", 0.11),
            // Means over half² for six halves: 55/6 hundredths.
            ("WeightCosine", 0.2 + 0.55 / 6), ("WeightNormRatio", 1.3 + 0.55 / 6), ("LinearisationGap", 0.05),
                ("MinimumNormRatio", 0.06),
            ("DebiasedCkaFirst", 0.53), ("DebiasedCkaMiddle", 0.51), ("DebiasedCkaLast", 0.52), ("DebiasedCkaLeast",
                0.51), ("BranchCkaMean", 0.635), ("BranchCkaLeast", 0.61),
            ("TrainLoss", row.TrainLoss), ("TrainAccuracy", row.TrainAccuracy), ("TestLoss", row.TestLoss!.Value),
                ("TestAccuracy", row.TestAccuracy!.Value),
            ("ValidationLoss", row.ValidationLoss!.Value), ("ValidationAccuracy", row.ValidationAccuracy!.Value),
                ("OutputDefect", row.OutputDefect!.Value), ("StateDefect", row.StateDefect!.Value),
            ("RankKept", row.RankKept!.Value), ("LargestCut", row.LargestCut!.Value), ("BatchCut",
                row.BatchCut!.Value), ("HeldOutCut", row.HeldOutCut!.Value),
            ("UpdateNorm", row.UpdateNorm!.Value), ("NextBatchLoss", row.NextBatchLoss!.Value), ("OwnBatchLoss",
                row.OwnBatchLoss!.Value), ("Epoch", 1), ("Updates", 7),
        ], cell => Assert.Equal(cell.Item2, Number(epoch, cell.Item1), 1e-12));
        Assert.Equal(epoch.Count, typeof(EpochMetrics).GetProperties().Count(property => property.CanWrite));

        Assert.Equal([(1.0, 1.0, 0.13, 0.53), (1, 2, 0.11, 0.51), (1, 3, 0.12, 0.52)],
            Csv("blocks.csv").Select(block => (Number(block, "Epoch"), Number(block, "Block"), Number(block, "Cka"),
                Number(block, "DebiasedCka"))));
        Assert.Equal(
            Enumerable.Range(0, 6).Select(half => ($"half {half}", 0.2 + 0.01 * half * half, 1.3
                + 0.01 * half * half, 0.4 + 0.01 * half * half, measured.Debiased!.Branches[half])),
            Csv("weights.csv").Select(weight => (weight["Half"], Number(weight, "Cosine"), Number(weight,
                "NormRatio"), Number(weight, "RelativeChange"), Number(weight, "BranchCka"))));
        Assert.Equal([1, 1, 2, 0.71, 0.72, 0.73, 0.74, 0.75],
            ((string[])["Update", "Epoch", "Samples", "LossBefore", "LossAfter", "CutPercent", "UpdateNorm",
                "HeldOutCutPercent"]).Select(column => Number(Assert.Single(Csv("updates.csv")), column)));
    }

    [Fact]
    public void An_epoch_s_means_are_those_of_its_updates()
    {
        var recipe = new TrainingRecipe(Samples: 11, TestSamples: 9, BatchSize: 4, Hidden: 6, Epochs: 2, Rate: 0.1,
            Seed: 3);
        using var data = recipe.Data();

        var log = Training.Library.Run(recipe.Configuration() with { Measures = new(1, 2) }, data);

        Assert.All(log.Epochs.Skip(1), epoch =>
        {
            double Mean(Func<UpdateMetrics, double> of) => log.Updates.Where(update => update.Epoch == epoch.Epoch)
                .Sum(update => of(update) * update.Samples) / recipe.Samples;
            Assert.Equal(Mean(update => update.LossBefore), epoch.NextBatchLoss!.Value, 1e-12);
            Assert.Equal(Mean(update => update.LossAfter), epoch.OwnBatchLoss!.Value, 1e-12);
            Assert.Equal(Mean(update => update.CutPercent), epoch.BatchCut!.Value, 1e-10);
            Assert.Equal(Mean(update => update.UpdateNorm), epoch.UpdateNorm!.Value, 1e-12);
            Assert.Equal(Mean(update => update.HeldOutCutPercent!.Value), epoch.HeldOutCut!.Value, 1e-10);
        });
    }

    private IReadOnlyList<IReadOnlyDictionary<string, string>> Csv(string name) =>
        WrittenTable.Csv(File.ReadAllText(Path.Combine(Folder, name)));

    private static double Number(IReadOnlyDictionary<string, string> row, string column) => double.Parse(row[column],
        CultureInfo.InvariantCulture);
}
