namespace ExactGN.Tests;

/// <summary>A strategy whose solutions have the wrong sign.</summary>
internal sealed record MinusSolver : LeastSquaresSolver
{
    public override bool AssumesFullRank => false;

    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        using var solution = new TruncatedSvd().Solve(a, s);
        var one = ones(1, dtype: a.dtype);
        return new(-solution.X.alias(), DeferredSolution.Diagnose(one[0] * solution.Report.Rank,
            one[0] * solution.Report.Condition, 0 * one[0], zeros(1, dtype: ScalarType.Bool)[0]));
    }
}
