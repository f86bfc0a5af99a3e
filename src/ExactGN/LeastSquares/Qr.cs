namespace ExactGN.LeastSquares;

/// <summary>QR without squaring: ãᵀ = QR and X = QR⁻ᵀs for n ≤ m; ã = QR and X = R⁻¹Qᵀs for n > m.
/// Accurate to u·κ.</summary>
/// <remarks>No pivoting: σ_min(R) at rounding level, at most 4·max(n, m)·eps times R's longest column by inverse
/// iteration, is reported as rank deficiency. theory/least-squares.md.</remarks>
[Equation("ãᵀ = QR, X = QR⁻ᵀs")]
public sealed record Qr : LeastSquaresSolver
{
    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => true;

    /// <summary>The strategy for ã without full rank (as measured): null by default, which has the failure
    /// thrown.</summary>
    public LeastSquaresSolver? FallbackSolver { get; init; }

    /// <inheritdoc/>
    public override LeastSquaresSolver? Fallback => FallbackSolver;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var wide = a.size(0) <= a.size(1);
        var (q, r) = linalg.qr(wide ? a.mT : a);
        var x = wide
            ? q.mm(linalg.solve_triangular(r.mT, s, upper: false))
            : linalg.solve_triangular(r, q.mT.mm(s), upper: true);
        var reciprocal = TriangularCondition.Reciprocal(r);
        var failed = (reciprocal > 4 * Math.Max(a.size(0), a.size(1)) * finfo(a.dtype).eps).logical_not();
        return new(x, DeferredSolution.Diagnose(
            full_like(reciprocal, r.size(0)),
            reciprocal.reciprocal(),
            zeros_like(reciprocal),
            failed,
            WorkingRange.Left(r.abs().amax([]), a, s)));
    }
}
