namespace ExactGN.Kernels;

/// <summary>
/// The empirical neural tangent kernel Θ = JJᵀ over the trainable half-couplings, from features and sensitivities,
/// without J:
/// Θ[(i,o),(j,p)] = Σ_k ⟨ã_kⁱ, ã_kʲ⟩·⟨S_kⁱ[o], S_kʲ[p]⟩.
/// </summary>
/// <remarks>S_kⁱ = ∂fᵢ/∂(output of half-coupling k) ∈ ℝ^{c×q}, the total derivative: for F it runs through the same
/// block's G as well. theory/lazy-regime.md.</remarks>
[Equation("Θ[(i,o),(j,p)] = Σ_k ⟨ã_kⁱ, ã_kʲ⟩·⟨S_kⁱ[o], S_kʲ[p]⟩")]
public static class NeuralTangentKernel
{
    /// <summary>Θ in the outputs f.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <returns>Shape [n·c, n·c], rows and columns (sample, output), sample-major; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The batch does not fit, or memory cannot hold the kernel.</exception>
    public static Tensor Of(ReversibleNetwork model, Tensor x)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return OfState(model, model.Forward(x)).MoveToOuterDisposeScope();
    }

    /// <summary>Θ given the output state; the result is in the caller's dispose scope.</summary>
    internal static Tensor OfState(ReversibleNetwork model, Tensor state)
    {
        using var scope = NewDisposeScope();
        var n = state.size(0);
        var u = model.ReadoutMatrix?.mT ?? eye(model.Features, dtype: state.dtype, device: state.device);
        var c = u.size(0);
        // The kernel, and the Gram matrix of sensitivities that a half-coupling adds to it.
        MemoryRule.RequireMatrices(
            n * c, n * c, 2, state, $"A kernel must fit into memory; this one of {n} samples and {c} outputs");
        var theta = zeros([n, c, n, c], dtype: state.dtype, device: state.device);
        var cotangents = u.unsqueeze(0).expand(n, -1, -1);
        foreach (var (point, cotangent) in Backpropagation
            .Descent(model, state, cotangents, CouplingEvaluation.InSpan(Workspace.None))
            .SelectMany(at => at.Trainable))
        {
            using var inner = NewDisposeScope();
            var sensitivity = cotangent.reshape(n * c, -1);
            if (point.IsPerSample)
            {
                theta.addcmul_(
                    GramMatrix.OfRows(point.Features()).view(n, 1, n, 1),
                    GramMatrix.OfRows(sensitivity).view(n, c, n, c),
                    1);
            }
            else
            {
                AddPositions(theta, point.Features(), point.RowsOf(sensitivity));
            }
        }

        return theta.view(n * c, n * c).MoveToOuterDisposeScope();
    }

    // Σ over positions first: J_k[(i,o)] = Σ_p ã_k^{ip} ⊗ S_k^{ip}[o], a column of W at a time.
    private static void AddPositions(Tensor theta, Tensor features, Tensor sensitivity)
    {
        var (n, c) = (theta.size(0), theta.size(1));
        var each = features.view(n, -1, features.size(1));
        var positions = each.size(1);
        var rows = sensitivity.reshape(n, c, positions, sensitivity.size(1));
        for (var column = 0L; column < rows.size(3); column++)
        {
            using var scope = NewDisposeScope();
            var jacobian = rows.select(3, column).contiguous().bmm(each).view(n * c, -1);
            theta.add_(GramMatrix.OfRows(jacobian).view(n, c, n, c));
        }
    }
}
