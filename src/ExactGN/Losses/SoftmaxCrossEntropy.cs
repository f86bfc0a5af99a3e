namespace ExactGN.Losses;

/// <summary>Softmax cross-entropy, ℓ = −Σ_j y_j log p_j with p = softmax(f): g = wp − y, H = w(diag(p) − ppᵀ),
/// w = Σ_j y_j.</summary>
/// <remarks>
/// <para>Targets are one-hot or soft with w = 1 as a rule; several classes at once, weighted samples and rows of zeros
/// are taken for what ℓ then is. With ŷ = y/w, closed forms for ε, from theory/losses.md:</para>
/// <para>exact: ε = mean_j(ŷ_j/p_j) − ŷ/p, the solution of least norm (1ᵀε = 0), formed in the log domain;
/// 0 where w = 0, as H is;</para>
/// <para>damped: ε = [g − p·Σ(g/(wp + λ))/Σ(p/(wp + λ))]/(wp + λ);</para>
/// <para>identity: ε = g.</para>
/// <para>A class without weight costs nothing however improbable it is, as 0·log 0 = 0: a gap between
/// logits may exceed the dtype.</para>
/// </remarks>
[Equation("ε = (H + λI)⁻¹g")]
[Equation("ℓ = −Σ_j y_j log p_j")]
public sealed record SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor outputs, Tensor targets) =>
        -(targets * outputs.log_softmax(1)).masked_fill(targets.eq(0), 0).sum(1);

    /// <inheritdoc/>
    protected override Tensor GradientCore(Tensor outputs, Tensor targets) =>
        Weight(targets) * outputs.softmax(1) - targets;

    /// <inheritdoc/>
    protected override Tensor HessianCore(Tensor outputs, Tensor targets)
    {
        var p = outputs.softmax(1);
        return Weight(targets).unsqueeze(2) * (diag_embed(p) - p.unsqueeze(2) * p.unsqueeze(1));
    }

    /// <inheritdoc/>
    protected override Tensor NewtonDirectionCore(Tensor outputs, Tensor targets, double damping)
    {
        var weight = Weight(targets);
        if (damping == 0)
        {
            // ŷ/p = sign(ŷ)·exp(log|ŷ| − log p): exactly 0 where ŷ = 0, however small p is;
            // infinite where it cannot be represented.
            var share = targets / weight.masked_fill(weight.eq(0), 1);
            var sign = share.sign();
            var ratio = (sign * ((sign * share).log() - outputs.log_softmax(1)).exp()).masked_fill(share.eq(0), 0);
            return (ratio.mean([1], keepdim: true) - ratio).masked_fill(weight.eq(0), 0);
        }

        var p = outputs.softmax(1);
        var g = weight * p - targets;
        var shifted = weight * p + damping;
        var mean = (g / shifted).sum(1, keepdim: true) / (p / shifted).sum(1, keepdim: true);
        return (g - p * mean) / shifted;
    }

    private protected override string Unrepresentable(Curvature curvature) => curvature is Curvature.ExactCurvature
        ? "with exact curvature it is not where a target has weight and the model's probability underflows (a "
            + "confident mistake), and damped or identity curvature helps"
        : base.Unrepresentable(curvature);

    private static Tensor Weight(Tensor targets) => targets.sum(1, keepdim: true);
}
