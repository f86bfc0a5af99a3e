using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Verification.Cases;

/// <summary>A least-squares problem, and what was asked of it.</summary>
internal sealed class MatrixCase
{
    private readonly Probe _probe;
    private readonly MatrixRecipe _recipe;
    private Numbers? _solution;
    private Numbers? _inverse;

    internal MatrixCase(Probe probe, MatrixRecipe recipe)
    {
        (_probe, _recipe) = (probe, recipe);
        Precision = recipe.Single ? Precision.Single : Precision.Double;
        A = Made().Rounded(Precision);
        S = Sides(1);
        Spectrum = A.Decomposed();
    }

    internal Precision Precision { get; }

    internal Numbers A { get; }

    internal Numbers S { get; }

    internal int N => A.RowCount;

    internal int M => A.ColumnCount;

    internal int Rank => _recipe.Rank;

    internal MatrixRecipe Recipe => _recipe;

    /// <summary>Of the matrix as it was rounded, by a managed decomposition.</summary>
    internal Spectrum Spectrum { get; }

    internal double Largest => Spectrum.Largest;

    internal double Least => Spectrum.Values[Rank - 1];

    internal double Condition => Largest / Least;

    /// <summary>Lies between the non-zero singular values and rounding.</summary>
    internal double Share => 0.5 / Condition;

    /// <summary>κ to the power that the subject promises.</summary>
    internal double Growth => Math.Pow(Condition, Power);

    internal int Power => _probe.Description.LeastSquares.Power;

    internal bool DampsSmallerTwin => _probe.Description.LeastSquares.DampsSmallerTwin;

    internal int MostColumns => _probe.Description.LeastSquares.MostColumns;

    internal int MostRows => _probe.Description.LeastSquares.MostRows;

    internal Numbers Solution => _solution ??= Solve(A, S);

    /// <summary>P, the answer to the identity.</summary>
    internal Numbers Inverse => _inverse ??= Solve(A, Numbers.Identity(N));

    internal double InverseNorm => 1 / Least;

    internal Numbers Sides(int stream, int? rows = null, int? columns = null) =>
        new RandomNumbers(_recipe.Seed, 10 + stream).Gaussian(rows ?? N, columns
            ?? _recipe.RightHandSides).Rounded(Precision);

    internal Numbers Orthogonal(int size, int stream)
    {
        var gaussian = new RandomNumbers(_recipe.Seed, 20 + stream).Gaussian(size, size);
        return Numbers.FromMathNet(gaussian.ToMathNet().QR().Q);
    }

    internal Numbers Solve(Numbers a, Numbers s, params (string, object?)[] more) =>
        _probe.Ask(Operations.LeastSquares, "x", [a.ColumnCount, s.ColumnCount],
        new Values(Precision, [("a", a.Rounded(Precision)), ("s", s.Rounded(Precision)), .. more]));

    internal double Ratio(Numbers error, double scale, double factor = 1) =>
        Ratios.Of(error, scale, Math.Max(N, M) * factor, Precision);

    internal double Ratio(double error, double scale, double factor = 1) =>
        Ratios.Of(error, scale, Math.Max(N, M) * factor, Precision);

    // A = U Σ Vᵀ.
    private Numbers Made()
    {
        var (n, m, r) = (_recipe.Rows, _recipe.Columns, _recipe.Rank);
        var (u, v) = (Columns(n, r, 1), Columns(m, r, 2));
        var sigma = Enumerable.Range(0, r).Select(i =>
            _recipe.Scale * Math.Pow(_recipe.Condition, r == 1 ? 0 : -i / (r - 1.0)));
        return Numbers.FromMathNet(u * Matrix<double>.Build.DenseOfDiagonalArray([.. sigma]) * v.Transpose());
    }

    private Matrix<double> Columns(int length, int count, int stream) =>
        new RandomNumbers(_recipe.Seed, 30 + stream).Gaussian(length, length).ToMathNet().QR().Q.SubMatrix(0, length, 0,
            count);
}
