namespace ExactGN.Chain;

/// <summary>The same function as a coupling's by fewer features: ã = ãʳB, where B's rows are orthonormal, so that
/// F(x) = ãʳ(BW) and the singular values of ãʳ are those of ã. theory/exact-update.md, LS-37.</summary>
internal interface ISpan
{
    /// <summary>ãʳ.</summary>
    ICoupling Coupling { get; }

    /// <summary>BW, which takes the place of W; in the caller's dispose scope.</summary>
    /// <param name="weight">W, shape [m, k].</param>
    Tensor Reduce(Tensor weight);

    /// <summary>BᵀΔ, an update of W; in the caller's dispose scope.</summary>
    /// <param name="delta">Δ for ãʳ, shape [·, k].</param>
    Tensor Expand(Tensor delta);
}
