using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Verification.Subjects;

/// <summary>The singular values of a matrix, and what follows from them, by MathNet's managed decomposition.</summary>
internal sealed class Spectrum
{
    private readonly MathNet.Numerics.LinearAlgebra.Factorization.Svd<double> _svd;

    internal Spectrum(Numbers a)
    {
        _svd = a.ToMathNet().Svd(computeVectors: true);
        Values = [.. _svd.S];
    }

    /// <summary>σ, largest first.</summary>
    internal IReadOnlyList<double> Values { get; }

    internal double Largest => Values[0];

    /// <summary>σ₁ over the last of min(rows, columns).</summary>
    internal double Condition => Values[^1] > 0 ? Values[0] / Values[^1] : double.PositiveInfinity;

    /// <summary>How many reach a share of the largest.</summary>
    internal int Rank(double share) => Values.Count(sigma => sigma > 0 && sigma >= share * Values[0]);

    /// <summary>A⁺ of the values that reach a share of the largest.</summary>
    internal Numbers PseudoInverse(double share) =>
        Filtered(sigma => sigma > 0 && sigma >= share * Values[0] ? 1 / sigma : 0);

    /// <summary>V f(Σ) Uᵀ.</summary>
    internal Numbers Filtered(Func<double, double> filter)
    {
        var k = Values.Count;
        var v = _svd.VT.SubMatrix(0, k, 0, _svd.VT.ColumnCount).Transpose();
        var u = _svd.U.SubMatrix(0, _svd.U.RowCount, 0, k);
        var middle = Matrix<double>.Build.DenseOfDiagonalArray([.. Values.Select(filter)]);
        return Numbers.FromMathNet(v * middle * u.Transpose());
    }

    /// <summary>x without its part in the row space of the first rank singular vectors.</summary>
    internal Numbers OutsideRowSpace(Numbers x, int rank)
    {
        var v = Numbers.FromMathNet(_svd.VT.SubMatrix(0, rank, 0, _svd.VT.ColumnCount));
        return x - v.Transposed().Times(v.Times(x));
    }
}
