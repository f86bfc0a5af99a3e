namespace ExactGN.Calculus;

/// <summary>Push-forward of tangents (jvp): s¹ = t¹ + F′(x²)[t²], s² = t² + G′(y¹)[s¹]. theory/tangents.md.</summary>
public static class PushForward
{
    extension(CouplingBlock block)
    {
        /// <summary>The block's Jacobian at x, applied to t.</summary>
        /// <param name="x">The input's halves, [n, q] each.</param>
        /// <param name="t">The input tangent's halves.</param>
        /// <returns>The output and its tangent, in the caller's dispose scope.</returns>
        [Equation("s¹ = t¹ + F′(x²)[t²], s² = t² + G′(y¹)[s¹]")]
        public (Halves Output, Halves Tangent) Jvp(Halves x, Halves t)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var passage = block.AtInput(x, CouplingEvaluation.Differentiable);
            var tangent = passage.Point.Push(ForwardTangent.Of(t), HalfTangent.Zero, HalfTangent.Zero).WrittenOut(x);
            return (passage.Output.MoveToOuterDisposeScope(), tangent.MoveToOuterDisposeScope());
        }
    }

    extension(ReversibleNetwork model)
    {
        /// <summary>∂x_L/∂x₀ at x, applied to t.</summary>
        /// <param name="x">x₀, shape [n, d].</param>
        /// <param name="t">Shape [n, d].</param>
        /// <returns>The tangent of x_L, shape [n, d]; the caller owns it.</returns>
        public Tensor Jvp(Tensor x, Tensor t)
        {
            model.RequireState(x, nameof(x));
            ShapeRule.Require(t, x.shape, x, "A tangent");
            using var scope = NewDisposeScope();
            return Pushed(model, x, ForwardTangent.Of(Halves.Split(t)), _ => HalfTangent.Zero)
                .MoveToOuterDisposeScope();
        }

        /// <summary>J_x Δ = (∂x_L/∂θ)Δ at x: the change of the state to first order in the update.</summary>
        /// <param name="x">x₀, shape [n, d].</param>
        /// <param name="update">Δ.</param>
        /// <returns>Shape [n, d]; the caller owns it. <see cref="ReversibleNetwork.ReadOut"/> takes it to JΔ in
        /// f.</returns>
        [Equation("J_ℓ = (∂x_L/∂x_ℓ)(∂x_ℓ/∂W_ℓ), JΔ = (J_xΔ)U")]
        public Tensor ParameterJvp(Tensor x, Update update)
        {
            model.RequireState(x, nameof(x));
            var deltas = update.ByHalf(model);
            return Pushed(
                model, x, ForwardTangent.Zero, point => HalfTangent.Of(point.ParameterJvp(deltas[point.Half])));
        }
    }

    private static Tensor Pushed(
        ReversibleNetwork model, Tensor x, ForwardTangent t, Func<CouplingPoint, HalfTangent> change)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var points = Walk.Up(model.Blocks, x, CouplingEvaluation.Differentiable).Select(passage => passage.Point);
        return t.Through(points, change).WrittenOut(Halves.Split(x)).Join().MoveToOuterDisposeScope();
    }
}
