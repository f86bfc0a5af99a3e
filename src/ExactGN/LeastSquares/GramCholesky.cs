namespace ExactGN;

/// <summary>Cholesky of the smaller Gram matrix: K = ããᵀ and X = ãᵀK⁻¹s for n ≤ m; K = ãᵀã and X = K⁻¹ãᵀs for n > m.</summary>
/// <remarks>
/// <para>The cheapest strategy: one product and k³/3, k = min(n, m). It squares the condition number, so a plain solve errs by about u·κ².
/// Each refinement repeats the solve on the residual, formed through ã itself, and multiplies the error by about k·u·κ²: one brings it to
/// u·κ as long as κ² ≪ 1/u.</para>
/// <para>Failure is reported, never passed on: a factorisation that broke down, a pivot at rounding level (min L² ≤ 4√k·eps·max L²), or
/// a first solve too poor for refinement to repair (relative correction above eps^¼). <see cref="Fallback"/> then takes over. theory/least-squares.md.</para>
/// </remarks>
/// <param name="Refinements">Refinement steps, 0 or more.</param>
public sealed record GramCholesky(int Refinements = 1) : LeastSquaresSolver
{
    /// <summary>Refinement steps, 0 or more.</summary>
    public int Refinements { get; init => field = (int)NotNegative(value, nameof(Refinements)); } = (int)NotNegative(Refinements, nameof(Refinements));

    /// <summary>The strategy for ã without full rank (as measured): <see cref="TruncatedSvd"/> by default, null to have the failure thrown.</summary>
    public LeastSquaresSolver? FallbackSolver { get; init; } = new TruncatedSvd();

    /// <inheritdoc/>
    public override bool AssumesFullRank => true;

    /// <inheritdoc/>
    public override LeastSquaresSolver? Fallback => FallbackSolver;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var wide = a.size(0) <= a.size(1);
        var (factor, info) = linalg.cholesky_ex(GramMatrix.Of(a));
        Tensor Apply(Tensor r) => wide ? a.mT.matmul(cholesky_solve(r, factor)) : cholesky_solve(a.mT.matmul(r), factor);

        var x = Apply(s);
        Tensor? correction = null;
        for (var i = 0; i < Refinements; i++)
        {
            var r = s - a.matmul(x);
            var dx = Apply(r);
            correction ??= wide ? r.norm() / s.norm().clamp_min(finfo(a.dtype).tiny) : dx.norm() / x.norm().clamp_min(finfo(a.dtype).tiny);
            x = x + dx;
        }

        var pivots = factor.diagonal();
        var (largest, smallest) = (pivots.max(), pivots.min());
        var eps = finfo(a.dtype).eps;
        var failed = info.ne(0)
            .logical_or((smallest.square() > 4 * Math.Sqrt(pivots.size(0)) * eps * largest.square()).logical_not())
            .logical_or(correction is null ? zeros_like(smallest).to(@bool) : (correction <= Math.Pow(eps, 0.25)).logical_not());
        var rank = full_like(smallest, pivots.size(0));
        return new(x, DeferredSolution.Diagnose(rank, largest / smallest, zeros_like(smallest), failed));
    }
}
