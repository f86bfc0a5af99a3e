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
            ShapeRule.Require(cotangent, state.size(1), state, "A cotangent", state.size(0));
            using var scope = NewDisposeScope();
            Tensor? input = null;
            var gradient = Gradient(
                model, state, cotangent, CouplingEvaluation.InPlace(), c => input = c.Join().MoveToOuterDisposeScope());
            return (input!.MoveToOuterDisposeScope(), gradient);
        }

        /// <summary>The second half of <see cref="Vjp"/>, without the cotangent of x₀, linear blocks in their span;
        /// the caller owns it.</summary>
        internal Update Gradient(Tensor state, Tensor cotangent) =>
            Gradient(model, state, cotangent, CouplingEvaluation.InSpan(), arrive: null);
    }

    private static Update Gradient(
        ReversibleNetwork model, Tensor state, Tensor cotangent, CouplingEvaluation evaluation, Action<Halves>? arrive)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Dictionary<HalfCoupling, Tensor> deltas = [];
        Descend(
            model,
            state,
            cotangent,
            evaluation,
            (point, c) => deltas.Add(point.Half, point.Expand(point.ParameterVjp(c)).MoveToOuterDisposeScope()),
            arrive);
        return Update.Of(model, deltas);
    }

    /// <summary>One walk down; <paramref name="visit"/> gets the point of each trainable half-coupling and the
    /// cotangent of its output.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="cotangent">Shape [n, d], or [n, c, d] for c cotangents per sample.</param>
    /// <param name="evaluation">How half-couplings are evaluated.</param>
    /// <param name="visit">Called with G, then F, of each block from the last to the first, in a dispose scope of that
    /// block: what it keeps must move out.</param>
    /// <param name="arrive">Called with the cotangent of x₀; where it is null the last pull-back is left out.</param>
    internal static void Descend(
        ReversibleNetwork model,
        Tensor state,
        Tensor cotangent,
        CouplingEvaluation evaluation,
        Action<CouplingPoint, Tensor> visit,
        Action<Halves>? arrive = null)
    {
        var q = model.Features / 2;
        var c = new Halves(cotangent.narrow(-1, 0, q), cotangent.narrow(-1, q, q));
        foreach (var (point, _, _, _) in Walk.Down(model.Blocks, state, evaluation))
        {
            Visit(point.G, c.Second);
            var first = point.TransposeFirst(c);
            Visit(point.F, first);
            if (arrive is null && ReferenceEquals(point.Block, model.Blocks[0]))
            {
                return;
            }

            c = point.TransposeSecond(first, c.Second).MoveToOuterDisposeScope();
        }

        arrive?.Invoke(c);

        void Visit(CouplingPoint point, Tensor c)
        {
            if (point.Half.Trainable)
            {
                visit(point, c);
            }
        }
    }
}
