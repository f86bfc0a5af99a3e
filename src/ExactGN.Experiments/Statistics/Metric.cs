using System.Reflection;

namespace ExactGN.Experiments.Statistics;

/// <summary>A quantity that a run records once per epoch: its column in metrics.csv, and how claims, figures and the
/// report name, show and read it.</summary>
/// <param name="Column">Its column, the property of <see cref="EpochMetrics"/>.</param>
/// <param name="Name">Its name, as in "training loss".</param>
public sealed record Metric(string Column, string Name)
{
    private readonly PropertyInfo _property = typeof(EpochMetrics).GetProperty(Column)
        ?? throw new ArgumentException($"A metric is a column of metrics.csv, got '{Column}'.");

    /// <summary>Its unit, empty for none; of a loss that of the cross-entropy, see <see cref="UnitFor"/>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Which way is worse, for runs that diverged.</summary>
    public bool LowerIsBetter { get; init; }

    /// <summary>Whether figures show it on a logarithmic axis.</summary>
    public bool LogAxis { get; init; }

    /// <summary>Whether figures fit the vertical axis to what comes after the first tenth of training, where the curves
    /// lie close together.</summary>
    public bool FitsLate { get; init; }

    /// <summary>Whether it is a loss, whose unit follows from which.</summary>
    public bool IsLoss { get; init; }

    /// <summary>Whether it tells how alike two things are, 1 where they are the same.</summary>
    public bool IsSimilarity { get; init; }

    /// <summary>Reads it from a row; null where the row has none. Shares are told in per cent.</summary>
    /// <param name="row">The row.</param>
    public double? Of(EpochMetrics row) => (IsShare ? 100 : 1) * (double?)_property.GetValue(row);

    // A loss or a cut is in its unit already.
    private bool IsShare { get; init; }

    /// <summary>The mean training loss.</summary>
    public static Metric TrainLoss { get; } = Loss(nameof(EpochMetrics.TrainLoss), "training loss");

    /// <summary>The mean test loss.</summary>
    public static Metric TestLoss { get; } = Loss(nameof(EpochMetrics.TestLoss), "test loss") with { FitsLate = true };

    /// <summary>The mean validation loss.</summary>
    public static Metric ValidationLoss { get; } =
        Loss(nameof(EpochMetrics.ValidationLoss), "validation loss") with { FitsLate = true };

    /// <summary>The validation accuracy.</summary>
    public static Metric ValidationAccuracy { get; } =
        Accuracy(nameof(EpochMetrics.ValidationAccuracy), "validation accuracy");

    /// <summary>The training accuracy.</summary>
    public static Metric TrainAccuracy { get; } = Accuracy(nameof(EpochMetrics.TrainAccuracy), "training accuracy");

    /// <summary>The test accuracy.</summary>
    public static Metric TestAccuracy { get; } = Accuracy(nameof(EpochMetrics.TestAccuracy), "test accuracy");

    /// <summary>The cut of an update's own batch loss.</summary>
    public static Metric BatchCut { get; } = new(nameof(EpochMetrics.BatchCut), "cut of own batch loss") { Unit = "%" };

    /// <summary>The loss of an update's own batch after it.</summary>
    public static Metric OwnBatchLoss { get; } =
        Loss(nameof(EpochMetrics.OwnBatchLoss), "loss of own batch after the update");

    /// <summary>The loss of an update's own batch before it: what the updates so far have done for a batch that is
    /// next.</summary>
    public static Metric NextBatchLoss { get; } = Loss(nameof(EpochMetrics.NextBatchLoss), "loss of the next batch");

    /// <summary>‖W⁺ − W‖ over all weights.</summary>
    public static Metric UpdateNorm { get; } =
        new(nameof(EpochMetrics.UpdateNorm), "norm of the update") { LogAxis = true };

    /// <summary>Gauss-Newton's exactness defect in f.</summary>
    public static Metric OutputDefect { get; } =
        new(nameof(EpochMetrics.OutputDefect), "exactness defect in f") { LowerIsBetter = true };

    /// <summary>The same in the state.</summary>
    public static Metric StateDefect { get; } =
        new(nameof(EpochMetrics.StateDefect), "exactness defect in the state") { LowerIsBetter = true };

    /// <summary>By how much an update cuts the loss of a batch of test samples.</summary>
    public static Metric HeldOutCut { get; } =
        new(nameof(EpochMetrics.HeldOutCut), "cut of a held-out batch's loss") { Unit = "%" };

    /// <summary>‖Θ_t − Θ_0‖/‖Θ_0‖.</summary>
    public static Metric KernelDrift { get; } =
        new(nameof(EpochMetrics.KernelDrift), "NTK drift from initialisation") { LowerIsBetter = true };

    /// <summary>⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖).</summary>
    public static Metric KernelAlignment { get; } =
        Similarity(nameof(EpochMetrics.KernelAlignment), "NTK similarity to initialisation");

    /// <summary>The same by the estimator of the paper's public implementation.</summary>
    public static Metric KernelReferenceAlignment { get; } =
        new(nameof(EpochMetrics.KernelReferenceAlignment), "NTK similarity by the reference's estimator");

    /// <summary>‖Θ_t − Θ_s‖/‖Θ_s‖, s the measurement before.</summary>
    public static Metric KernelRate { get; } =
        new(nameof(EpochMetrics.KernelRate), "NTK rate of change") { LowerIsBetter = true, LogAxis = true };

    /// <summary>(tr Θ)²/‖Θ‖².</summary>
    public static Metric EffectiveRank { get; } = new(nameof(EpochMetrics.EffectiveRank), "effective rank of the NTK");

    /// <summary>CKA of the first block with its start.</summary>
    public static Metric CkaFirst { get; } = Similarity(nameof(EpochMetrics.CkaFirst), "CKA of the first block");

    /// <summary>CKA of the middle block with its start.</summary>
    public static Metric CkaMiddle { get; } = Similarity(nameof(EpochMetrics.CkaMiddle), "CKA of the middle block");

    /// <summary>CKA of the last block with its start.</summary>
    public static Metric CkaLast { get; } = Similarity(nameof(EpochMetrics.CkaLast), "CKA of the last block");

    /// <summary>The least CKA of all blocks.</summary>
    public static Metric CkaLeast { get; } = Similarity(nameof(EpochMetrics.CkaLeast), "least CKA of all blocks");

    /// <summary>Debiased CKA of the first block with its start, over all test images.</summary>
    public static Metric DebiasedCkaFirst { get; } =
        Similarity(nameof(EpochMetrics.DebiasedCkaFirst), "debiased CKA of the first block");

    /// <summary>Debiased CKA of the middle block with its start, over all test images.</summary>
    public static Metric DebiasedCkaMiddle { get; } =
        Similarity(nameof(EpochMetrics.DebiasedCkaMiddle), "debiased CKA of the middle block");

    /// <summary>Debiased CKA of the last block with its start, over all test images.</summary>
    public static Metric DebiasedCkaLast { get; } =
        Similarity(nameof(EpochMetrics.DebiasedCkaLast), "debiased CKA of the last block");

    /// <summary>The least debiased CKA of all blocks.</summary>
    public static Metric DebiasedCkaLeast { get; } =
        Similarity(nameof(EpochMetrics.DebiasedCkaLeast), "least debiased CKA of all blocks");

    /// <summary>Debiased CKA of the branches ãW with their start, mean over the half-couplings.</summary>
    public static Metric BranchCkaMean { get; } =
        Similarity(nameof(EpochMetrics.BranchCkaMean), "debiased CKA of the branches");

    /// <summary>The least debiased CKA of all branches.</summary>
    public static Metric BranchCkaLeast { get; } =
        Similarity(nameof(EpochMetrics.BranchCkaLeast), "least debiased CKA of all branches");

    /// <summary>Mean cosine of the weights with their start.</summary>
    public static Metric WeightCosine { get; } =
        Similarity(nameof(EpochMetrics.WeightCosine), "weight cosine to initialisation");

    /// <summary>‖W‖/‖W₀‖, mean over the half-couplings.</summary>
    public static Metric WeightNormRatio { get; } =
        new(nameof(EpochMetrics.WeightNormRatio), "weight norm over its start")
        {
            LowerIsBetter = true,
            LogAxis = true,
        };

    /// <summary>‖f − f_lin‖/‖f − f₀‖.</summary>
    public static Metric LinearisationGap { get; } =
        new(nameof(EpochMetrics.LinearisationGap), "linearisation gap") { LowerIsBetter = true };

    /// <summary>‖Δ_MN‖/‖Δ_rev‖.</summary>
    public static Metric MinimumNormRatio { get; } =
        new(nameof(EpochMetrics.MinimumNormRatio), "minimum-norm over reversible update") { LowerIsBetter = true };

    /// <summary>Singular values kept.</summary>
    public static Metric RankKept { get; } = new(nameof(EpochMetrics.RankKept), "singular values kept");

    /// <summary>The largest singular value cut.</summary>
    public static Metric LargestCut { get; } =
        new(nameof(EpochMetrics.LargestCut), "largest singular value cut") { LowerIsBetter = true, LogAxis = true };

    /// <summary>All of them: every column of metrics.csv but epoch and updates.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        TrainLoss, TestLoss, ValidationLoss, ValidationAccuracy, TrainAccuracy, TestAccuracy, BatchCut, OwnBatchLoss,
        NextBatchLoss, UpdateNorm, OutputDefect, StateDefect, HeldOutCut, KernelDrift, KernelAlignment,
        KernelReferenceAlignment, KernelRate, EffectiveRank, CkaFirst, CkaMiddle, CkaLast, CkaLeast,
        DebiasedCkaFirst, DebiasedCkaMiddle, DebiasedCkaLast, DebiasedCkaLeast, BranchCkaMean, BranchCkaLeast,
        WeightCosine, WeightNormRatio, LinearisationGap, MinimumNormRatio, RankKept, LargestCut,
    ];

    /// <summary>Its unit where runs were trained on the given losses; empty for none. Cross-entropy is in nats, squared
    /// error has no unit, and neither have the two together.</summary>
    /// <param name="losses">The losses.</param>
    public string UnitFor(IEnumerable<Loss> losses) =>
        !IsLoss || losses.All(loss => loss is SoftmaxCrossEntropy) ? Unit : "";

    /// <summary>The worst value that the given runs took at any epoch; those that finished count, or all when none
    /// did.</summary>
    /// <param name="runs">The runs of one setting.</param>
    public double? Worst(IReadOnlyCollection<RunResult> runs)
    {
        var finished = runs.Where(run => run.Divergence is null).ToArray();
        var values = (finished.Length > 0 ? finished : runs)
            .SelectMany(run => run.Epochs).Select(Of).OfType<double>().ToArray();
        return values.Length == 0 ? null : LowerIsBetter ? values.Max() : values.Min();
    }

    private static Metric Loss(string column, string name) =>
        new(column, name) { Unit = "nats", LowerIsBetter = true, LogAxis = true, IsLoss = true };

    private static Metric Accuracy(string column, string name) =>
        new(column, name) { Unit = "%", IsShare = true, FitsLate = true };

    private static Metric Similarity(string column, string name) => new(column, name) { IsSimilarity = true };
}
