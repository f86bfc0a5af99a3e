namespace ExactGN.LeastSquares;

/// <summary>ãX = s. Owns nothing.</summary>
/// <param name="A">ã, shape [n, m].</param>
/// <param name="S">s, shape [n, k].</param>
internal readonly record struct LinearSystem(Tensor A, Tensor S)
{
    /// <summary>n.</summary>
    internal long Rows => A.size(0);

    /// <summary>m.</summary>
    internal long Columns => A.size(1);
}
