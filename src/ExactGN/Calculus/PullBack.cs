namespace ExactGN.Calculus;

/// <summary>
/// Pull-back of tangents by the INVERSE Jacobian: t² = s² − G′(y¹)[s¹], t¹ = s¹ − F′(x²)[t²]. Nothing is formed
/// and nothing is solved. theory/tangents.md.
/// </summary>
public static class PullBack
{
    extension(CouplingBlock block)
    {
        /// <summary>The inverse of the block's Jacobian at its output y, applied to s.</summary>
        /// <param name="y">The output's halves, [n, q] each.</param>
        /// <param name="s">The output tangent's halves.</param>
        /// <returns>The input and its tangent, in the caller's dispose scope.</returns>
        [Equation("t² = s² − G′(y¹)[s¹], t¹ = s¹ − F′(x²)[t²]")]
        public (Halves Input, Halves Tangent) InverseJvp(Halves y, Halves s)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var passage = block.AtOutput(y, CouplingEvaluation.InPlace(Workspace.None));
            var tangent = passage.Point.Pull(s);
            return (passage.Input.MoveToOuterDisposeScope(), tangent.MoveToOuterDisposeScope());
        }
    }

    extension(ReversibleNetwork model)
    {
        /// <summary>(∂x_L/∂x₀)⁻¹ applied to s, given the output state.</summary>
        /// <param name="state">x_L, shape [n, d].</param>
        /// <param name="s">Shape [n, d].</param>
        /// <returns>The tangent of x₀, shape [n, d]; the caller owns it.</returns>
        public Tensor InverseJvp(Tensor state, Tensor s)
        {
            model.RequireState(state, nameof(state));
            ShapeRule.Require(s, state.shape, state, "A tangent");
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var tangent = Halves.Split(s);
            foreach (var passage in Walk.Down(model.Blocks, state, CouplingEvaluation.InPlace(Workspace.None)))
            {
                var below = passage.Point.Pull(tangent).MoveToOuterDisposeScope();
                tangent.Dispose();
                tangent = below;
            }

            return tangent.Join().MoveToOuterDisposeScope();
        }
    }
}
