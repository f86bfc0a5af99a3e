namespace ExactGN.Chain;

/// <summary>A tangent given by factors, LR: a lifted error εUᵀ has rank c at most, and what is linear in its columns
/// need be done for c of them only.</summary>
/// <param name="Left">L, shape [n, k].</param>
/// <param name="Right">R, shape [k, q]; null for the identity.</param>
[Equation("ã⁺(εU¹ᵀ) = (ã⁺ε)U¹ᵀ in the last block")]
internal readonly record struct LowRank(Tensor Left, Tensor? Right)
{
    /// <summary>AR for another left factor A, such as the solution of ãA = L; A itself where R is the
    /// identity.</summary>
    /// <param name="left">A, shape [·, k].</param>
    internal Tensor Times(Tensor left) => Right is null ? left : left.mm(Right);
}
