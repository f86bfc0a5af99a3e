namespace ExactGN.Experiments.Statistics;

/// <summary>A quantity that a run records once per epoch.</summary>
/// <param name="Name">Its name, as in "training loss".</param>
/// <param name="Unit">Its unit, empty for none; of a loss that of the cross-entropy, see <see cref="UnitFor"/>.</param>
/// <param name="Of">Reads it from a row; null where the row has none.</param>
/// <param name="LowerIsBetter">Which way is worse, for runs that diverged.</param>
/// <param name="LogAxis">Whether figures show it on a logarithmic axis.</param>
public sealed record Curve(string Name, string Unit, Func<EpochMetrics, double?> Of, bool LowerIsBetter, bool LogAxis)
{
    /// <summary>Whether figures fit the vertical axis to what comes after the first tenth of training, where the curves
    /// lie close together.</summary>
    public bool FitsLate { get; init; }

    /// <summary>Whether it is a loss, whose unit follows from which.</summary>
    public bool IsLoss { get; init; }

    /// <summary>The mean training loss.</summary>
    public static Curve TrainLoss { get; } =
        OfLoss("training loss", row => row.TrainLoss);

    /// <summary>The mean test loss.</summary>
    public static Curve TestLoss { get; } =
        OfLoss("test loss", row => row.TestLoss) with { FitsLate = true };

    /// <summary>The mean validation loss.</summary>
    public static Curve ValidationLoss { get; } =
        OfLoss("validation loss", row => row.ValidationLoss) with { FitsLate = true };

    /// <summary>The validation accuracy.</summary>
    public static Curve ValidationAccuracy { get; } =
        new("validation accuracy", "%", row => 100 * row.ValidationAccuracy, LowerIsBetter: false, LogAxis: false)
        {
            FitsLate = true,
        };

    /// <summary>The training accuracy.</summary>
    public static Curve TrainAccuracy { get; } =
        new("training accuracy", "%", row => 100 * row.TrainAccuracy, LowerIsBetter: false, LogAxis: false)
        {
            FitsLate = true,
        };

    /// <summary>The test accuracy.</summary>
    public static Curve TestAccuracy { get; } =
        new("test accuracy", "%", row => 100 * row.TestAccuracy, LowerIsBetter: false, LogAxis: false)
        {
            FitsLate = true,
        };

    /// <summary>The cut of an update's own batch loss.</summary>
    public static Curve BatchCut { get; } =
        new("cut of own batch loss", "%", row => row.BatchCut, LowerIsBetter: false, LogAxis: false);

    /// <summary>The loss of an update's own batch after it.</summary>
    public static Curve OwnBatchLoss { get; } =
        OfLoss("loss of own batch after the update", row => row.OwnBatchLoss);

    /// <summary>The loss of an update's own batch before it: what the updates so far have done for a batch that is
    /// next.</summary>
    public static Curve NextBatchLoss { get; } =
        OfLoss("loss of the next batch", row => row.NextBatchLoss);

    /// <summary>Gauss-Newton's exactness defect in f.</summary>
    public static Curve OutputDefect { get; } =
        new("exactness defect in f", "", row => row.OutputDefect, LowerIsBetter: true, LogAxis: false);

    /// <summary>By how much an update cuts the loss of a batch of test samples.</summary>
    public static Curve HeldOutCut { get; } =
        new("cut of a held-out batch's loss", "%", row => row.HeldOutCut, LowerIsBetter: false, LogAxis: false);

    /// <summary>‖Θ_t − Θ_0‖/‖Θ_0‖.</summary>
    public static Curve KernelDrift { get; } =
        new("NTK drift from initialisation", "", row => row.KernelDrift, LowerIsBetter: true, LogAxis: false);

    /// <summary>⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖).</summary>
    public static Curve KernelAlignment { get; } =
        new("NTK similarity to initialisation", "", row => row.KernelAlignment, LowerIsBetter: false, LogAxis: false);

    /// <summary>‖Θ_t − Θ_s‖/‖Θ_s‖, s the measurement before.</summary>
    public static Curve KernelRate { get; } =
        new("NTK rate of change", "", row => row.KernelRate, LowerIsBetter: true, LogAxis: true);

    /// <summary>(tr Θ)²/‖Θ‖².</summary>
    public static Curve EffectiveRank { get; } =
        new("effective rank of the NTK", "", row => row.EffectiveRank, LowerIsBetter: false, LogAxis: false);

    /// <summary>CKA of the first block with its start.</summary>
    public static Curve CkaFirst { get; } =
        new("CKA of the first block", "", row => row.CkaFirst, LowerIsBetter: false, LogAxis: false);

    /// <summary>CKA of the middle block with its start.</summary>
    public static Curve CkaMiddle { get; } =
        new("CKA of the middle block", "", row => row.CkaMiddle, LowerIsBetter: false, LogAxis: false);

    /// <summary>CKA of the last block with its start.</summary>
    public static Curve CkaLast { get; } =
        new("CKA of the last block", "", row => row.CkaLast, LowerIsBetter: false, LogAxis: false);

    /// <summary>The least CKA of all blocks.</summary>
    public static Curve CkaLeast { get; } =
        new("least CKA of all blocks", "", row => row.CkaLeast, LowerIsBetter: false, LogAxis: false);

    /// <summary>Debiased CKA of the first block with its start, over all test images.</summary>
    public static Curve DebiasedCkaFirst { get; } =
        new("debiased CKA of the first block", "", row => row.DebiasedCkaFirst, LowerIsBetter: false, LogAxis: false);

    /// <summary>Debiased CKA of the middle block with its start, over all test images.</summary>
    public static Curve DebiasedCkaMiddle { get; } =
        new("debiased CKA of the middle block", "", row => row.DebiasedCkaMiddle, LowerIsBetter: false, LogAxis: false);

    /// <summary>Debiased CKA of the last block with its start, over all test images.</summary>
    public static Curve DebiasedCkaLast { get; } =
        new("debiased CKA of the last block", "", row => row.DebiasedCkaLast, LowerIsBetter: false, LogAxis: false);

    /// <summary>The least debiased CKA of all blocks.</summary>
    public static Curve DebiasedCkaLeast { get; } =
        new("least debiased CKA of all blocks", "", row => row.DebiasedCkaLeast, LowerIsBetter: false, LogAxis: false);

    /// <summary>Debiased CKA of the branches ãW with their start, mean over the half-couplings.</summary>
    public static Curve BranchCkaMean { get; } =
        new("debiased CKA of the branches", "", row => row.BranchCkaMean, LowerIsBetter: false, LogAxis: false);

    /// <summary>The least debiased CKA of all branches.</summary>
    public static Curve BranchCkaLeast { get; } =
        new("least debiased CKA of all branches", "", row => row.BranchCkaLeast, LowerIsBetter: false, LogAxis: false);

    /// <summary>Mean cosine of the weights with their start.</summary>
    public static Curve WeightCosine { get; } =
        new("weight cosine to initialisation", "", row => row.WeightCosine, LowerIsBetter: false, LogAxis: false);

    /// <summary>‖W‖/‖W₀‖, mean over the half-couplings.</summary>
    public static Curve WeightNormRatio { get; } =
        new("weight norm over its start", "", row => row.WeightNormRatio, LowerIsBetter: true, LogAxis: true);

    /// <summary>‖f − f_lin‖/‖f − f₀‖.</summary>
    public static Curve LinearisationGap { get; } =
        new("linearisation gap", "", row => row.LinearisationGap, LowerIsBetter: true, LogAxis: false);

    /// <summary>‖Δ_MN‖/‖Δ_rev‖.</summary>
    public static Curve MinimumNormRatio { get; } =
        new("minimum-norm over reversible update", "",
            row => row.MinimumNormRatio, LowerIsBetter: true, LogAxis: false);

    /// <summary>Singular values kept.</summary>
    public static Curve RankKept { get; } =
        new("singular values kept", "", row => row.RankKept, LowerIsBetter: false, LogAxis: false);

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

    private static Curve OfLoss(string name, Func<EpochMetrics, double?> of) =>
        new(name, "nats", of, LowerIsBetter: true, LogAxis: true) { IsLoss = true };
}
