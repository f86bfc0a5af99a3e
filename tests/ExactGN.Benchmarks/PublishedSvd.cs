namespace ExactGN.Benchmarks;

/// <summary>The published solve: the truncated SVD of ã with all its columns, of a linear block too.</summary>
/// <remarks>That X commutes with orthonormal maps is not said, so that the update keeps all h + 1 columns, as the public implementation does.</remarks>
/// <param name="Rtol">Relative tolerance.</param>
/// <param name="Atol">Absolute tolerance.</param>
internal sealed record PublishedSvd(double Rtol, double Atol) : LeastSquaresSolver
{
    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var (u, sigma, vh) = linalg.svd(a, fullMatrices: false);
        var kept = (sigma >= Rtol * sigma.max()).logical_and(sigma >= Atol);
        var x = vh.mT.mm(where(kept, sigma.reciprocal(), zeros_like(sigma)).unsqueeze(1) * u.mT.mm(s));
        return new(x, DeferredSolution.Diagnose(kept.sum(), sigma.max() / sigma.masked_fill(kept.logical_not(), double.PositiveInfinity).min(), sigma.masked_fill(kept, 0).max(), zeros_like(sigma.max())));
    }
}
