namespace ExactGN.Losses;

/// <summary>Squared error, ℓ = ½‖f − y‖²: g = f − y, H = I, ε = f − y; damped, ε = (f − y)/(1 + λ).</summary>
/// <remarks>The reference's ε carries a factor 2. theory/losses.md.</remarks>
[Equation("squared error: ε = f − y")]
public sealed record SquaredError : Loss
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor outputs, Tensor targets) => 0.5 * (outputs - targets).square().sum(1);

    /// <inheritdoc/>
    protected override Tensor GradientCore(Tensor outputs, Tensor targets) => outputs - targets;

    /// <inheritdoc/>
    protected override Tensor HessianCore(Tensor outputs, Tensor targets) =>
        eye(outputs.size(1), dtype: outputs.dtype, device: outputs.device).expand(outputs.size(0), -1, -1).clone();

    /// <inheritdoc/>
    protected override Tensor NewtonDirectionCore(Tensor outputs, Tensor targets, double damping) =>
        (outputs - targets) / (1 + damping);
}
