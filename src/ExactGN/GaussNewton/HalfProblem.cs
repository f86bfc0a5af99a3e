namespace ExactGN.GaussNewton;

/// <summary>ãΔ = s of one half-coupling at its point, before it is solved.</summary>
/// <param name="point">The point.</param>
/// <param name="solver">The strategy.</param>
internal sealed class HalfProblem(CouplingPoint point, LeastSquaresSolver solver)
{
    /// <summary>The point.</summary>
    internal CouplingPoint Point => point;

    /// <summary>The strategy.</summary>
    internal LeastSquaresSolver Solver => solver;

    /// <summary>ã.</summary>
    internal Tensor Features { get; } = point.Features();

    /// <summary>Whether all of s will be realised, P_F s = s.</summary>
    internal bool RealisesAll => solver.AssumesFullRowRank(Features.size(0), Features.size(1));

    /// <summary>A half as rows of ãW; its factors last where the rows are the samples.</summary>
    /// <param name="half">Shape [n, q].</param>
    internal LowRank Rows(LowRank half) => point.IsPerSample
        ? half
        : LowRank.Whole(point.RowsOf(half.Times(half.Left)));

    /// <summary>The inverse of <see cref="Rows"/>.</summary>
    /// <param name="rows">Shape [r, k].</param>
    internal LowRank Half(LowRank rows) => point.IsPerSample
        ? rows
        : LowRank.Whole(point.HalfOf(rows.Times(rows.Left)));
}
