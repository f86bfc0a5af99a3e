namespace ExactGN.GaussNewton;

/// <summary>A Gauss-Newton step: the update Δ, to be subtracted, and how exact it is. Disposing
/// it frees the update.</summary>
/// <param name="Update">Δ.</param>
/// <param name="Report">Ranks, residuals and, when asked for, the defect.</param>
/// <param name="Loss">The mean loss of the batch before the step; null where the step was solved for a given error,
/// of which no loss is known. Infinite where it leaves the dtype's range, which a loss may do while ε is finite and
/// the step is exact: a training loop looks at it.</param>
[Equation("‖JΔ − κε‖/‖κε‖, ‖ãΔW − s‖/‖s‖")]
public sealed record GaussNewtonStep(Update Update, ExactnessReport Report, double? Loss) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Update.Dispose();
}

/// <summary>How the blocks' contributions are scaled.</summary>
[Equation("Δ = (1/L) Σ_ℓ Δ_ℓ, or the sum: J_xΔ = Lε_x")]
public enum StepScaling
{
    /// <summary>Averaged, 1/L over the trainable blocks: JΔ = ε, the exact Gauss-Newton step.</summary>
    Exact,

    /// <summary>Summed, as the paper's public implementation does: JΔ = Lε, so a learning rate η means
    /// α = Lη.</summary>
    Reference,
}
