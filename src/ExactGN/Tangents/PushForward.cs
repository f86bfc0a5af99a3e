namespace ExactGN;

/// <summary>Push-forward of tangents (jvp): s¹ = t¹ + F′(x²)[t²], s² = t² + G′(y¹)[s¹]. theory/tangents.md.</summary>
public static class PushForward
{
    extension(CouplingBlock block)
    {
        /// <summary>The block's Jacobian at x, applied to t.</summary>
        /// <param name="x">The input's halves, [n, q] each.</param>
        /// <param name="t">The input tangent's halves.</param>
        /// <returns>The output and its tangent, in the caller's dispose scope.</returns>
        public (Halves Output, Halves Tangent) Jvp(Halves x, Halves t) => Jvp(block, x, t, null, null);

        /// <summary>The block's total derivative: along t in its input and along ΔW_F, ΔW_G in its weights.</summary>
        internal (Halves Output, Halves Tangent) Jvp(Halves x, Halves t, Tensor? deltaF, Tensor? deltaG)
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var f = block.F.At(x.Second);
            var y1 = x.First + f.Value();
            var s1 = Along(t.First + f.Jvp(t.Second), f, deltaF);
            var g = block.G.At(y1);
            var y2 = x.Second + g.Value();
            var s2 = Along(t.Second + g.Jvp(s1), g, deltaG);
            return (new Halves(y1, y2).MoveToOuterDisposeScope(), new Halves(s1, s2).MoveToOuterDisposeScope());
        }
    }

    extension(RevMlp model)
    {
        /// <summary>∂x_L/∂x₀ at x, applied to t.</summary>
        /// <param name="x">x₀, shape [n, d].</param>
        /// <param name="t">Shape [n, d].</param>
        /// <returns>The tangent of x_L, shape [n, d]; the caller owns it.</returns>
        public Tensor Jvp(Tensor x, Tensor t) => Sweep(model, x, t, null);

        /// <summary>J_x Δ = (∂x_L/∂θ)Δ at x: the change of the state to first order in the update.</summary>
        /// <param name="x">x₀, shape [n, d].</param>
        /// <param name="update">Δ.</param>
        /// <returns>Shape [n, d]; the caller owns it. <see cref="RevMlp.ReadOut"/> takes it to JΔ in f.</returns>
        public Tensor ParameterJvp(Tensor x, Update update) => Sweep(model, x, null, update);
    }

    private static Tensor Sweep(RevMlp model, Tensor x, Tensor? t, Update? update)
    {
        model.RequireState(x, nameof(x));
        if (t is not null)
        {
            ShapeRule.Require(t, x.size(1), x, "A tangent", x.size(0));
        }

        update?.RequireFits(model);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var state = Halves.Split(x);
        var tangent = Halves.Split(t ?? zeros_like(x));
        for (var i = 0; i < model.Blocks.Count; i++)
        {
            (state, tangent) = model.Blocks[i].Jvp(state, tangent, update?.Deltas[2 * i], update?.Deltas[2 * i + 1]);
        }

        return tangent.Join().MoveToOuterDisposeScope();
    }

    private static Tensor Along(Tensor tangent, CouplingPoint point, Tensor? delta) =>
        delta is null ? tangent : tangent + point.ParameterJvp(delta);
}
