namespace ExactGN;

/// <summary>
/// Pull-back of tangents by the INVERSE Jacobian: t² = s² − G′(y¹)[s¹], t¹ = s¹ − F′(x²)[t²]. Nothing is formed and nothing is solved.
/// theory/tangents.md.
/// </summary>
public static class PullBack
{
    extension(CouplingBlock block)
    {
        /// <summary>The inverse of the block's Jacobian at its output y, applied to s.</summary>
        /// <param name="y">The output's halves, [n, q] each.</param>
        /// <param name="s">The output tangent's halves.</param>
        /// <returns>The input and its tangent, in the caller's dispose scope.</returns>
        public (Halves Input, Halves Tangent) InverseJvp(Halves y, Halves s)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var (x, (f, g)) = block.AtOutput(y);
            var t2 = s.Second - g.Jvp(s.First);
            var t1 = s.First - f.Jvp(t2);
            return (x.MoveToOuterDisposeScope(), new Halves(t1, t2).MoveToOuterDisposeScope());
        }
    }

    extension(RevMlp model)
    {
        /// <summary>(∂x_L/∂x₀)⁻¹ applied to s, given the output state.</summary>
        /// <param name="state">x_L, shape [n, d].</param>
        /// <param name="s">Shape [n, d].</param>
        /// <returns>The tangent of x₀, shape [n, d]; the caller owns it.</returns>
        public Tensor InverseJvp(Tensor state, Tensor s)
        {
            model.RequireState(state, nameof(state));
            ShapeRule.Require(s, state.size(1), state, "A tangent", state.size(0));
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var (y, tangent) = (Halves.Split(state), Halves.Split(s));
            foreach (var block in model.Blocks.Reverse())
            {
                (y, tangent) = block.InverseJvp(y, tangent);
            }

            return tangent.Join().MoveToOuterDisposeScope();
        }
    }
}
