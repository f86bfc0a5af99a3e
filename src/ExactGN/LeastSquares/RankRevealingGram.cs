namespace ExactGN;

/// <summary>
/// The default: the smaller Gram matrix by whatever factorisation reveals its rank at the least price. Wide ã, n ≤ m:
/// <see cref="GramCholesky"/>. Tall ã, and wide ã that Cholesky finds deficient: K = QΛQᵀ in float64,
/// as <see cref="TruncatedGramEigen"/>, with every σ kept that rounding cannot have made.
/// </summary>
/// <remarks>
/// <para>Every half-coupling is decided for itself, and the step's report says what solved it. No SVD anywhere: the
/// pseudo-inverse of what is deficient costs an eigendecomposition of k = min(n, m).</para>
/// <para>Wide with full row rank it is as accurate as <see cref="GramCholesky"/>, u·κ after its refinement; else
/// u·κ in float32, and in float64 u·κ² with what lies below 4√(k·eps)·σ_max cut, 3·10⁻⁷ at k = 32. Where smaller σ
/// count, <see cref="TruncatedSvd"/> and <see cref="Qr"/> see them. theory/least-squares.md.</para>
/// </remarks>
public sealed record RankRevealingGram : LeastSquaresSolver
{
    private static readonly RankRevealingEigen Eigen = new();

    private static readonly WideOrTall Choice = new(new GramCholesky { FallbackSolver = null }, Eigen);

    /// <inheritdoc/>
    public override bool AssumesFullRank => Choice.AssumesFullRank;

    /// <inheritdoc/>
    public override bool IsEquivariant => Choice.IsEquivariant;

    /// <summary>The eigendecomposition.</summary>
    public override LeastSquaresSolver? Fallback => Eigen;

    /// <inheritdoc/>
    public override bool AssumesFullRowRank(long rows, long columns) => Choice.AssumesFullRowRank(rows, columns);

    /// <inheritdoc/>
    internal override string TitleFor(long rows, long columns) => Choice.TitleFor(rows, columns);

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => Choice.Defer(a, s);

    /// <inheritdoc/>
    private protected override (DeferredSolution First, DeferredSolution Second) SolveBothCore(
        LinearSystem first, LinearSystem second) => Choice.DeferBoth(first, second);

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale) => Choice.SolveAt(a, s, scale);
}
