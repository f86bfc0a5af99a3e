namespace ExactGN.Chain;

/// <summary>A tangent of the state. One that the read-out lifted, εUᵀ, knows its factors: what is linear in its
/// columns need be done for c of them only.</summary>
/// <remarks>theory/exact-update.md, GN-40.</remarks>
internal record Tangent(Halves Halves)
{
    /// <summary>The first half, by factors where it has them.</summary>
    internal virtual LowRank First => LowRank.Whole(Halves.First);

    /// <summary>The tangent times a number.</summary>
    /// <param name="factor">The number.</param>
    internal virtual Tangent Times(double factor) => new(new Halves(factor * Halves.First, factor * Halves.Second));

    /// <summary>εUᵀ.</summary>
    /// <param name="Halves">Its halves.</param>
    /// <param name="Output">ε, shape [n, c].</param>
    /// <param name="Right">U¹ᵀ, shape [c, q], for the first half.</param>
    internal sealed record Lifted(Halves Halves, Tensor Output, Tensor Right) : Tangent(Halves)
    {
        // No fewer columns, no gain.
        internal override LowRank First => Right.size(0) < Right.size(1) ? LowRank.Of(Output, Right) : base.First;

        internal override Tangent Times(double factor) =>
            new Lifted(new Halves(factor * Halves.First, factor * Halves.Second), factor * Output, Right);
    }
}
