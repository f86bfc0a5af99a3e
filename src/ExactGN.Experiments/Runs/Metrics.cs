using CsvHelper;

namespace ExactGN.Experiments.Runs;

/// <summary>One row of metrics.csv: where a run stands after an epoch. Means over the epoch's updates weigh
/// each by its samples.</summary>
/// <param name="Epoch">The epoch, 0 at initialisation.</param>
/// <param name="Updates">Updates made so far.</param>
/// <param name="TrainLoss">Mean loss over the training samples.</param>
/// <param name="TrainAccuracy">Share of training samples classified correctly.</param>
/// <param name="TestLoss">Mean loss over the test samples; null where the test part was not evaluated.</param>
/// <param name="TestAccuracy">Share of test samples classified correctly.</param>
/// <param name="BatchCut">By how many per cent an update cut its own batch's loss, mean; null at epoch 0.</param>
/// <param name="UpdateNorm">‖W⁺ − W‖ over all weights, mean.</param>
/// <param name="StateDefect">‖J_xΔ − κε_x‖/‖κε_x‖, mean; null for first-order optimisers.</param>
/// <param name="OutputDefect">‖JΔ − κε‖/‖κε‖ in f, mean; null for first-order optimisers.</param>
/// <param name="RankKept">Singular values kept, mean over updates and half-couplings;
/// null for first-order optimisers.</param>
/// <param name="LargestCut">The largest singular value cut in the epoch; null for first-order optimisers.</param>
/// <param name="HeldOutCut">By how many per cent an update cut the loss of a batch of test samples, mean;
/// null where it is not measured.</param>
/// <param name="KernelDrift">‖Θ_t − Θ_0‖/‖Θ_0‖; null, like all that follows, where it is not measured.</param>
/// <param name="KernelAlignment">⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖).</param>
/// <param name="KernelReferenceAlignment">The same by the estimator of the paper's public implementation (which applies
/// it to the kernel of x_L).</param>
/// <param name="KernelRate">‖Θ_t − Θ_s‖/‖Θ_s‖ for the measurement s before.</param>
/// <param name="EffectiveRank">(tr Θ)²/‖Θ‖².</param>
/// <param name="CkaFirst">CKA of the first block's output with that at initialisation.</param>
/// <param name="CkaMiddle">The same of the middle block (of an even number, the later of the two).</param>
/// <param name="CkaLast">The same of the last block.</param>
/// <param name="CkaLeast">The least over all blocks.</param>
/// <param name="WeightCosine">⟨W, W₀⟩/(‖W‖‖W₀‖), mean over the half-couplings.</param>
/// <param name="WeightNormRatio">‖W‖/‖W₀‖, mean over the half-couplings.</param>
/// <param name="LinearisationGap">‖f − f_lin‖/‖f − f₀‖.</param>
/// <param name="MinimumNormRatio">‖Δ_MN‖/‖Δ_rev‖.</param>
/// <param name="ValidationLoss">Mean loss over the validation samples; null where there are none.</param>
/// <param name="ValidationAccuracy">Share of validation samples classified correctly;
/// null where there are none.</param>
/// <param name="DebiasedCkaLast">Debiased CKA of the last block's output with that at initialisation,
/// over all test images.</param>
/// <param name="DebiasedCkaLeast">The least over all blocks.</param>
/// <param name="BranchCkaMean">Debiased CKA of a half-coupling's branch ãW with that at initialisation,
/// over all test images; mean over the half-couplings.</param>
/// <param name="BranchCkaLeast">The least over all half-couplings.</param>
/// <param name="NextBatchLoss">Loss of an update's batch before the update, mean over the epoch;
/// null at epoch 0.</param>
/// <param name="OwnBatchLoss">Loss of the same batch after the update.</param>
/// <param name="DebiasedCkaFirst">Debiased CKA of the first block's output with that at initialisation,
/// over all test images; null where it is not measured.</param>
/// <param name="DebiasedCkaMiddle">The same of the middle block (of an even number, the later of the two).</param>
[CsvRecord]
public sealed partial record EpochMetrics(
    int Epoch,
    int Updates,
    double TrainLoss,
    double TrainAccuracy,
    double? TestLoss,
    double? TestAccuracy,
    double? BatchCut = null,
    double? UpdateNorm = null,
    double? StateDefect = null,
    double? OutputDefect = null,
    double? RankKept = null,
    double? LargestCut = null,
    double? HeldOutCut = null,
    double? KernelDrift = null,
    double? KernelAlignment = null,
    double? KernelReferenceAlignment = null,
    double? KernelRate = null,
    double? EffectiveRank = null,
    double? CkaFirst = null,
    double? CkaMiddle = null,
    double? CkaLast = null,
    double? CkaLeast = null,
    double? WeightCosine = null,
    double? WeightNormRatio = null,
    double? LinearisationGap = null,
    double? MinimumNormRatio = null,
    double? ValidationLoss = null,
    double? ValidationAccuracy = null,
    double? DebiasedCkaLast = null,
    double? DebiasedCkaLeast = null,
    double? BranchCkaMean = null,
    double? BranchCkaLeast = null,
    double? NextBatchLoss = null,
    double? OwnBatchLoss = null,
    double? DebiasedCkaFirst = null,
    double? DebiasedCkaMiddle = null)
{
    internal EpochMetrics With(Measurement measured) => this with
    {
        KernelDrift = measured.Kernel.Drift,
        KernelAlignment = measured.Kernel.Alignment,
        KernelReferenceAlignment = measured.Kernel.ReferenceAlignment,
        KernelRate = measured.Kernel.Rate,
        EffectiveRank = measured.Kernel.EffectiveRank,
        CkaFirst = measured.Cka[0],
        CkaMiddle = measured.Cka[measured.Cka.Count / 2],
        CkaLast = measured.Cka[^1],
        CkaLeast = measured.Cka.Min(),
        WeightCosine = measured.Weights.Average(weight => weight.Cosine),
        WeightNormRatio = measured.Weights.Average(weight => weight.NormRatio),
        LinearisationGap = measured.LinearisationGap,
        MinimumNormRatio = measured.MinimumNormRatio,
        DebiasedCkaFirst = measured.Debiased?.Blocks[0],
        DebiasedCkaMiddle = measured.Debiased?.Blocks[measured.Debiased.Blocks.Count / 2],
        DebiasedCkaLast = measured.Debiased?.Blocks[^1],
        DebiasedCkaLeast = measured.Debiased?.Blocks.Min(),
        BranchCkaMean = measured.Debiased?.Branches.Average(),
        BranchCkaLeast = measured.Debiased?.Branches.Min(),
    };
}

/// <summary>One row of updates.csv.</summary>
/// <param name="Update">The update's number, from 1.</param>
/// <param name="Epoch">The epoch it belongs to.</param>
/// <param name="Samples">The batch's size.</param>
/// <param name="LossBefore">The batch's loss before the update.</param>
/// <param name="LossAfter">The batch's loss after it.</param>
/// <param name="CutPercent">100·(before − after)/before; 0 when nothing changed.</param>
/// <param name="UpdateNorm">‖W⁺ − W‖ over all weights.</param>
/// <param name="HeldOutCutPercent">The same cut of the loss of a batch of test samples;
/// null where it is not measured.</param>
[CsvRecord]
public sealed partial record UpdateMetrics(
    int Update, int Epoch, int Samples, double LossBefore, double LossAfter, double CutPercent, double UpdateNorm,
    double? HeldOutCutPercent = null)
{
    [Equation("100·(before − after)/before per update")]
    internal static double Cut(double before, double after) => before == after ? 0 : 100 * (before - after) / before;
}
