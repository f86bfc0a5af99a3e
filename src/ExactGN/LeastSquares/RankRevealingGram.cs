namespace ExactGN.LeastSquares;

/// <summary>
/// The default: the smaller Gram matrix by whatever factorisation reveals its rank at the least price. Wide ã, n ≤ m:
/// <see cref="GramCholesky"/>. Tall ã, and wide ã that Cholesky finds deficient: K = QΛQᵀ in float64,
/// as <see cref="TruncatedGramEigen"/>, with every σ kept that rounding cannot have made.
/// </summary>
/// <remarks>
/// <para>Every half-coupling is decided for itself, and the step's report says what solved it. No SVD anywhere: the
/// pseudo-inverse of what is deficient costs an eigendecomposition of size min(n, m).</para>
/// <para>Wide with full row rank: in float64 refined through ã, accurate to u·κ; in float32 refined in K
/// (<see cref="GramCholesky.RefineInGram"/>), which is an eighth of a step faster at the published size and leaves
/// c·k·u·κ². Else u·κ in float32, and in float64 u·κ² with σ below 4√(k·eps)·σ_max cut, 3·10⁻⁷ at k = 32. Where
/// smaller σ or more digits count, <see cref="TruncatedSvd"/>, <see cref="Qr"/> and a <see cref="GramCholesky"/> of
/// one's own have them. theory/least-squares.md.</para>
/// </remarks>
[Equation("Cholesky for wide ã, an eigendecomposition for the rest: the default")]
public sealed record RankRevealingGram : LeastSquaresSolver
{
    private static readonly RankRevealingEigen Eigen = new();

    private static readonly WideOrTall InDouble = new(new GramCholesky { FallbackSolver = null }, Eigen);

    private static readonly WideOrTall InSingle =
        new(new GramCholesky { RefineInGram = true, FallbackSolver = null }, Eigen);

    /// <inheritdoc/>
    public override bool AssumesFullRank => InDouble.AssumesFullRank;

    /// <inheritdoc/>
    public override bool IsEquivariant => InDouble.IsEquivariant;

    /// <summary>The eigendecomposition.</summary>
    public override LeastSquaresSolver? Fallback => Eigen;

    /// <inheritdoc/>
    public override bool AssumesFullRowRank(long rows, long columns) => InDouble.AssumesFullRowRank(rows, columns);

    /// <inheritdoc/>
    internal override string TitleFor(long rows, long columns) => InDouble.TitleFor(rows, columns);

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => true;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => For(a).Defer(a, s);

    /// <inheritdoc/>
    private protected override (DeferredSolution First, DeferredSolution Second) SolveBothCore(
        LinearSystem first, LinearSystem second) => For(first.A).DeferBoth(first, second);

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale) => For(a).SolveAt(a, s, scale);

    private static WideOrTall For(Tensor a) => a.dtype == ScalarType.Float64 ? InDouble : InSingle;
}
