namespace ExactGN.LeastSquares;

/// <summary>
/// <see cref="TruncatedGramEigen"/> in float64 at the least tolerance at which no rounding counts as rank:
/// σ ≥ max(max(n, m)·eps, 4√(k·eps₆₄))·σ_max are kept, eps that of ã's dtype, eps₆₄ float64's, k = min(n, m).
/// </summary>
/// <remarks>
/// Rounding of ã's entries moves σ by max(n, m)·eps·σ_max at most, that of K moves λ by about k·eps₆₄·λ_max
/// (LS-24). For float32 the first is the larger and is <see cref="TruncatedSvd"/>'s default.
/// </remarks>
internal sealed record RankRevealingEigen : LeastSquaresSolver
{
    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    /// <inheritdoc/>
    internal override string Title => nameof(TruncatedGramEigen);

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => true;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => Of(a).Defer(a, s);

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale) => Of(a).SolveAt(a, s, scale);

    private static TruncatedGramEigen Of(Tensor a)
    {
        var (n, m) = (a.size(0), a.size(1));
        var ofFeatures = Math.Max(n, m) * finfo(a.dtype).eps;
        var ofGram = 4 * Math.Sqrt(Math.Min(n, m) * finfo(ScalarType.Float64).eps);
        return new(Math.Min(1, Math.Max(ofFeatures, ofGram)), InDouble: true);
    }
}
