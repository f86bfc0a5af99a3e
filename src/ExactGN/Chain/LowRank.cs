namespace ExactGN.Chain;

/// <summary>A tangent LR: a lifted error εUᵀ has rank c at most, and what is linear in its columns need be done for c
/// of them only.</summary>
/// <param name="Left">L, shape [n, k].</param>
[Equation("ã⁺(εU¹ᵀ) = (ã⁺ε)U¹ᵀ in the last block")]
internal abstract record LowRank(Tensor Left)
{
    /// <summary>One without factors: R is the identity.</summary>
    /// <param name="tangent">Shape [n, q].</param>
    internal static LowRank Whole(Tensor tangent) => new Plain(tangent);

    /// <summary>One with factors.</summary>
    /// <param name="left">L, shape [n, k].</param>
    /// <param name="right">R, shape [k, q].</param>
    internal static LowRank Of(Tensor left, Tensor right) => new Product(left, right);

    /// <summary>AR for another left factor A, such as the solution of ãA = L; A itself where R is the
    /// identity.</summary>
    /// <param name="left">A, shape [·, k].</param>
    internal abstract Tensor Times(Tensor left);

    /// <summary>F′(x)[LR].</summary>
    /// <param name="point">x.</param>
    /// <param name="weight">W.</param>
    internal abstract Tensor Jvp(IPoint point, Tensor weight);

    private sealed record Plain(Tensor Left) : LowRank(Left)
    {
        internal override Tensor Times(Tensor left) => left;

        internal override Tensor Jvp(IPoint point, Tensor weight) => point.Jvp(Left, weight);
    }

    private sealed record Product(Tensor Left, Tensor Right) : LowRank(Left)
    {
        internal override Tensor Times(Tensor left) => left.mm(Right);

        internal override Tensor Jvp(IPoint point, Tensor weight) => point.Jvp(Left, Right, weight);
    }
}
