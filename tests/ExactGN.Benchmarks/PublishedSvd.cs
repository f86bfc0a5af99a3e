namespace ExactGN.Benchmarks;

/// <summary>The published solve: the truncated SVD of ã with all its columns, of a linear block too.</summary>
/// <remarks>Unlike <see cref="TruncatedSvd"/> it does not say that it commutes with orthonormal maps,
/// so that the update keeps all h + 1 columns, as the public implementation does.</remarks>
/// <param name="Rtol">Relative tolerance.</param>
/// <param name="Atol">Absolute tolerance.</param>
internal sealed record PublishedSvd(double Rtol, double Atol) : LeastSquaresSolver
{
    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var (x, report) = new TruncatedSvd(Rtol, Atol).Solve(a, s);
        return new(x, DeferredSolution.Diagnose(
            tensor(report.Rank), tensor(report.Condition), tensor(report.LargestCut), tensor(report.Failed)));
    }
}
