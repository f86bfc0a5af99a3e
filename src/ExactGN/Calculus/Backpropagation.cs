namespace ExactGN.Calculus;

/// <summary>
/// Reversible back-propagation (vjp): cotangents go down, c¹ ← c¹ + G′(y¹)ᵀ[c²], then c² ← c² + F′(x²)ᵀ[c¹],
/// while the inverse recovers the states, so no activation is stored. theory/tangents.md.
/// </summary>
public static class Backpropagation
{
    extension(ReversibleNetwork model)
    {
        /// <summary>(∂x_L/∂x₀)ᵀ c and (∂x_L/∂θ)ᵀ c, given the output state.</summary>
        /// <param name="state">x_L, shape [n, d].</param>
        /// <param name="cotangent">c, shape [n, d].</param>
        /// <returns>The cotangent of x₀, shape [n, d], and the gradient in every W (zero where frozen);
        /// the caller owns both.</returns>
        [Equation("r ← (I − ηΘ)r, gradient descent")]
        [Equation("c¹ ← c¹ + G′(y¹)ᵀ[c²], c² ← c² + F′(x²)ᵀ[c¹]")]
        public (Tensor Input, Update Gradient) Vjp(Tensor state, Tensor cotangent)
        {
            model.RequireState(state, nameof(state));
            ShapeRule.Require(cotangent, state.shape, state, "A cotangent");
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            Dictionary<HalfCoupling, Tensor> deltas = [];
            var input = default(Halves);
            foreach (var at in Descent(model, state, cotangent, CouplingEvaluation.InPlace(Workspace.None)))
            {
                Collect(deltas, at);
                input = at.Below.Value;
            }

            return (input.Join().MoveToOuterDisposeScope(), Update.Of(model, deltas));
        }

        /// <summary>The second half of <see cref="Vjp"/>, without the cotangent of x₀, linear blocks in their span;
        /// the caller owns it.</summary>
        internal Update Gradient(Tensor state, Tensor cotangent)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            Dictionary<HalfCoupling, Tensor> deltas = [];
            foreach (var at in Descent(model, state, cotangent, CouplingEvaluation.InSpan(Workspace.None)))
            {
                Collect(deltas, at);
            }

            return Update.Of(model, deltas);
        }
    }

    /// <summary>One walk down, block by block from the last to the first, each in a dispose scope that closes with the
    /// next, which frees its cotangents too: what is kept must move out.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="cotangent">Shape [n, d], or [n, c, d] for c cotangents per sample.</param>
    /// <param name="evaluation">How half-couplings are evaluated.</param>
    internal static IEnumerable<BlockCotangents> Descent(
        ReversibleNetwork model, Tensor state, Tensor cotangent, CouplingEvaluation evaluation)
    {
        var q = model.Features / 2;
        var c = new Halves(cotangent.narrow(-1, 0, q), cotangent.narrow(-1, q, q));
        foreach (var (point, _, _, _) in Walk.Down(model.Blocks, state, evaluation))
        {
            var at = BlockCotangents.Of(point, c);
            yield return at;
            if (!ReferenceEquals(point.Block, model.Blocks[0]))
            {
                var below = at.Below.Value;
                c.Dispose();
                c = below;
            }
        }
    }

    private static void Collect(Dictionary<HalfCoupling, Tensor> deltas, BlockCotangents at)
    {
        foreach (var (point, c) in at.Trainable)
        {
            deltas.Add(point.Half, point.Expand(point.ParameterVjp(c)).MoveToOuterDisposeScope());
        }
    }
}
