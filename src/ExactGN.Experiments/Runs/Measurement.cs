namespace ExactGN.Experiments.Runs;

/// <summary>A network compared with its own start; chapter theory/lazy-regime.md has the definitions.</summary>
/// <param name="Kernel">The neural tangent kernel.</param>
/// <param name="Cka">CKA of each block's output with that at initialisation, averaged over batches.</param>
/// <param name="Weights">Each half-coupling's W against its start.</param>
/// <param name="LinearisationGap">‖f − f_lin‖/‖f − f₀‖; null at initialisation.</param>
/// <param name="MinimumNormRatio">‖Δ_MN‖/‖Δ_rev‖, the two updates for the same batch, both without the step's scaling;
/// null where the kernel is singular to rounding or the run is not one of Gauss-Newton.</param>
/// <param name="Debiased">Debiased CKA of blocks and branches with their start over all test images;
/// null where these are fewer than four.</param>
public sealed record Measurement(
    KernelReading Kernel, IReadOnlyList<double> Cka, IReadOnlyList<WeightDrift> Weights, double? LinearisationGap,
    double? MinimumNormRatio,
    DebiasedSimilarity? Debiased = null);

/// <summary>The kernel against its start and against the measurement before.</summary>
/// <param name="Drift">‖Θ_t − Θ_0‖/‖Θ_0‖.</param>
/// <param name="Alignment">⟨Θ_t, Θ_0⟩/(‖Θ_t‖‖Θ_0‖).</param>
/// <param name="ReferenceAlignment">By the estimator of the paper's public implementation, worth one random probe (it
/// applies it to the kernel of x_L, here it is f's); for comparison.</param>
/// <param name="Rate">‖Θ_t − Θ_s‖/‖Θ_s‖ for the measurement s before; null at the first.</param>
/// <param name="EffectiveRank">(tr Θ)²/‖Θ‖².</param>
public readonly record struct KernelReading(
    double Drift, double Alignment, double ReferenceAlignment, double? Rate, double EffectiveRank);

/// <summary>One row of blocks.csv.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Block">The block, from 1.</param>
/// <param name="Cka">CKA of its output with that at initialisation.</param>
/// <param name="DebiasedCka">The same without bias, over all test images.</param>
[CsvHelper.CsvRecord]
public sealed partial record BlockRow(int Epoch, int Block, double Cka, double? DebiasedCka);

/// <summary>One row of weights.csv.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Half">The half-coupling.</param>
/// <param name="Cosine">⟨W, W₀⟩/(‖W‖‖W₀‖).</param>
/// <param name="NormRatio">‖W‖/‖W₀‖.</param>
/// <param name="RelativeChange">‖W − W₀‖/‖W₀‖.</param>
/// <param name="BranchCka">Debiased CKA of its branch ãW with that at initialisation, over all test images.</param>
[CsvHelper.CsvRecord]
public sealed partial record WeightRow(
    int Epoch, string Half, double Cosine, double NormRatio, double RelativeChange, double? BranchCka);
