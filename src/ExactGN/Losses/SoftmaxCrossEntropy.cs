namespace ExactGN;

/// <summary>Softmax cross-entropy, ℓ = −Σ_j y_j log p_j with p = softmax(f): g = p − y, H = diag(p) − ppᵀ.</summary>
/// <remarks>
/// <para>Targets are probabilities, soft or one-hot, with Σ_j y_j = 1 per sample. Closed forms for ε, from theory/losses.md:</para>
/// <para>exact: ε = mean_j(y_j/p_j) − y/p, the solution of least norm (1ᵀε = 0), formed in the log domain;</para>
/// <para>damped: ε = [g − p·Σ(g/(p + λ))/Σ(p/(p + λ))]/(p + λ);</para>
/// <para>identity: ε = p − y.</para>
/// </remarks>
public sealed record SoftmaxCrossEntropy : Loss
{
    private protected override Tensor PerSample(Tensor outputs, Tensor targets) => -(targets * outputs.log_softmax(1)).sum(1);

    private protected override Tensor GradientCore(Tensor outputs, Tensor targets) => outputs.softmax(1) - targets;

    private protected override Tensor HessianCore(Tensor outputs)
    {
        var p = outputs.softmax(1);
        return diag_embed(p) - p.unsqueeze(2) * p.unsqueeze(1);
    }

    private protected override Tensor NewtonDirectionCore(Tensor outputs, Tensor targets, Curvature curvature)
    {
        if (curvature is Curvature.ExactCurvature)
        {
            // y/p = sign(y)·exp(log|y| − log p): exactly 0 where y = 0, however small p is; infinite where it cannot be represented.
            var sign = targets.sign();
            var ratio = sign * ((sign * targets).log() - outputs.log_softmax(1)).exp();
            return ratio.mean([1], keepdim: true) - ratio;
        }

        var p = outputs.softmax(1);
        var g = p - targets;
        if (curvature is not Curvature.DampedCurvature { Lambda: var lambda })
        {
            return g;
        }

        var shifted = p + lambda;
        var mean = (g / shifted).sum(1, keepdim: true) / (p / shifted).sum(1, keepdim: true);
        return (g - p * mean) / shifted;
    }
}
