namespace ExactGN;

/// <summary>
/// Reversible back-propagation (vjp): cotangents go down, c¹ ← c¹ + G′(y¹)ᵀ[c²], then c² ← c² + F′(x²)ᵀ[c¹], while the inverse recovers
/// the states, so no activation is stored. theory/tangents.md.
/// </summary>
public static class Backpropagation
{
    extension(RevMlp model)
    {
        /// <summary>(∂x_L/∂x₀)ᵀ c and (∂x_L/∂θ)ᵀ c, given the output state.</summary>
        /// <param name="state">x_L, shape [n, d].</param>
        /// <param name="cotangent">c, shape [n, d].</param>
        /// <returns>The cotangent of x₀, shape [n, d], and the gradient in every W (zero where frozen); the caller owns both.</returns>
        public (Tensor Input, Update Gradient) Vjp(Tensor state, Tensor cotangent)
        {
            model.RequireState(state, nameof(state));
            ShapeRule.Require(cotangent, state.size(1), state, "A cotangent", state.size(0));
            using var scope = NewDisposeScope();
            Tensor? input = null;
            var gradient = Gradient(model, state, cotangent, c => input = c.Join().MoveToOuterDisposeScope(), inSpan: false);
            return (input!.MoveToOuterDisposeScope(), gradient);
        }

        /// <summary>The second half of <see cref="Vjp"/>, without the cotangent of x₀, linear blocks in their span; the caller owns it.</summary>
        internal Update Gradient(Tensor state, Tensor cotangent) => Gradient(model, state, cotangent, arrive: null, inSpan: true);
    }

    private static Update Gradient(RevMlp model, Tensor state, Tensor cotangent, Action<Halves>? arrive, bool inSpan)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var deltas = model.HalfCouplings.Select(half => half.Trainable ? null : zeros_like(half.Weight)).ToArray();
        Descend(model, state, cotangent, (index, point, c) => deltas[index] = point.Expand(point.ParameterVjp(c)).MoveToOuterDisposeScope(), arrive, inSpan);
        return new Update(deltas.Select(delta => delta!));
    }

    /// <summary>One sweep down; <paramref name="visit"/> gets each trainable half-coupling's index, point and the cotangent of its output.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="cotangent">Shape [n, d], or [n, c, d] for c cotangents per sample.</param>
    /// <param name="visit">Called with G, then F, of each block from the last to the first, in a dispose scope of that block: what it keeps must move out.</param>
    /// <param name="arrive">Called with the cotangent of x₀; where it is null the last pull-back is left out.</param>
    /// <param name="inSpan">As in <see cref="HalfCoupling.InPlace"/>.</param>
    internal static void Descend(RevMlp model, Tensor state, Tensor cotangent, Action<int, CouplingPoint, Tensor> visit, Action<Halves>? arrive = null, bool inSpan = false)
    {
        var q = model.Options.HalfWidth;
        var (y, c1, c2) = (Halves.Split(state), cotangent.narrow(-1, 0, q), cotangent.narrow(-1, q, q));
        for (var i = model.Blocks.Count - 1; i >= 0; i--)
        {
            using var scope = NewDisposeScope();
            var block = model.Blocks[i];
            var (x, (f, g)) = block.AtOutput(y, inSpan);
            Visit(block.G, 2 * i + 1, g, c2);
            c1 = c1 + g.Vjp(c2);
            Visit(block.F, 2 * i, f, c1);
            if (i == 0 && arrive is null)
            {
                return;
            }

            c2 = (c2 + f.Vjp(c1)).MoveToOuterDisposeScope();
            c1.MoveToOuterDisposeScope();
            y = x.MoveToOuterDisposeScope();
        }

        arrive?.Invoke(new Halves(c1, c2));

        void Visit(HalfCoupling half, int index, CouplingPoint point, Tensor c)
        {
            if (half.Trainable)
            {
                visit(index, point, c);
            }
        }
    }
}
