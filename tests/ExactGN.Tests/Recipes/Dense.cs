using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Tests;

/// <summary>Dense float64 references by MathNet, which shares no code with libtorch.</summary>
public static class Dense
{
    /// <summary>A⁺ by a managed SVD; singular values below rtol·σ_max are cut.</summary>
    /// <param name="a">Shape [n, m].</param>
    /// <param name="rtol">Relative tolerance; null for max(n, m)·eps.</param>
    /// <returns>Shape [m, n], float64 on the CPU, in the caller's dispose scope.</returns>
    public static Tensor PseudoInverse(Tensor a, double? rtol = null)
    {
        var svd = ToMathNet(a).Svd(computeVectors: true);
        var cutoff = (rtol ?? Math.Max(a.size(0), a.size(1)) * Math.Pow(2, -52)) * svd.S.AbsoluteMaximum();
        var k = svd.S.Count;
        var inverse = svd.S.Map(sigma => sigma > cutoff && sigma > 0 ? 1 / sigma : 0, Zeros.Include);
        var v = svd.VT.SubMatrix(0, k, 0, svd.VT.ColumnCount).Transpose();
        return FromMathNet(v
            * Matrix<double>.Build.DiagonalOfDiagonalVector(inverse)
            * svd.U.SubMatrix(0, svd.U.RowCount, 0, k).Transpose());
    }

    /// <summary>The singular values of A, largest first.</summary>
    public static double[] SingularValues(Tensor a) => [.. ToMathNet(a).Svd(computeVectors: false).S];

    /// <summary>A tensor as a MathNet matrix.</summary>
    public static Matrix<double> ToMathNet(Tensor a)
    {
        using var scope = NewDisposeScope();
        var data = a.detach().to(float64, CPU).mT.contiguous().data<double>().ToArray();
        return Matrix<double>.Build.Dense((int)a.size(0), (int)a.size(1), data);
    }

    /// <summary>A MathNet matrix as a float64 tensor on the CPU.</summary>
    public static Tensor FromMathNet(Matrix<double> a) =>
        tensor(a.ToRowMajorArray(), [a.RowCount, a.ColumnCount], dtype: float64);
}
