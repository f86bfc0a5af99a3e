namespace ExactGN.Tests;

/// <summary>What amplifies rounding in an update, measured in float64.</summary>
/// <param name="Features">κ, the largest σ_max/σ_min over all ã; infinite without full row rank, or where
/// rounding could switch a ReLU.</param>
/// <param name="Transport">χ, the largest σ_max/σ_min over all blocks ℓ and samples of ∂x_L/∂x_ℓ.</param>
public sealed record Conditioning(double Features, double Transport)
{
    /// <summary>κχ: a half-coupling's least squares errs by κ·eps relative to its s, and s travels down and its
    /// response up through ∂x_L/∂x_ℓ.</summary>
    public double Product => Features * Transport;

    public static Conditioning Of(NetworkCase built) => new(
        LinearRegion.IsNearKink(built.Model, built.X) ? double.PositiveInfinity : built.WorstCondition(),
        TransportOf(built));

    /// <summary>χ alone, for cases without full row rank.</summary>
    public static double TransportOf(NetworkCase built)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (n, d) = (built.X.size(0), built.X.size(1));
        // Samples are independent: d copies of each sample, with the d unit tangents, give every column in one
        // push-forward.
        var state = Halves.Split(built.X.to(float64).repeat_interleave(d, 0).to(built.X.dtype));
        var unit = eye(d, dtype: built.X.dtype, device: built.X.device).repeat([n, 1]);
        List<Tensor> jacobians = [];
        foreach (var block in built.Model.Blocks)
        {
            var (next, tangent) = block.Jvp(state, Halves.Split(unit));
            jacobians.Add(tangent.Join().view(n, d, d).to(float64));
            state = next;
        }

        var (transport, worst) = (eye(d, dtype: float64, device: built.X.device).expand(n, -1, -1), 1.0);
        foreach (var jacobian in jacobians.AsEnumerable().Reverse())
        {
            var sigma = linalg.svdvals(transport);
            worst = Math.Max(worst, (sigma.amax([1]) / sigma.amin([1])).max().item<double>());
            transport = jacobian.matmul(transport);
        }

        return worst;
    }
}
