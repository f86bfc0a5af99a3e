namespace ExactGN;

/// <summary>The smaller Gram matrix of ã [n, m].</summary>
internal static class GramMatrix
{
    /// <summary>ããᵀ [n, n] for n ≤ m, else ãᵀã [m, m].</summary>
    internal static Tensor Of(Tensor a) => a.size(0) <= a.size(1) ? a.mm(a.mT) : a.mT.mm(a);
}
