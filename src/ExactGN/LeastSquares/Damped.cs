namespace ExactGN.LeastSquares;

/// <summary>Damping (Tikhonov): X = ãᵀ(ããᵀ + λI)⁻¹s = (ãᵀã + λI)⁻¹ãᵀs, the minimiser of ‖ãX − s‖² + λ‖X‖²;
/// tends to ã⁺s as λ → 0.</summary>
/// <remarks>
/// Cholesky of the smaller Gram matrix K, accurate to u·κ(K + λI); refinement through K + λI would not undo the
/// rounding of K. λ at or below k·eps·σ_max² is lost in it and reported as failure where the factorisation breaks down.
/// theory/least-squares.md.
/// </remarks>
/// <param name="Lambda">λ, positive, in the units of σ² (not σ).</param>
[Equation("r ← λ(Θ + λI)⁻¹r, damped")]
[Equation("X = ãᵀ(ããᵀ + λI)⁻¹s")]
public sealed record Damped(double Lambda) : LeastSquaresSolver
{
    /// <summary>λ, positive, in the units of σ².</summary>
    public double Lambda { get; init => field = Positive(value); } = Positive(Lambda);

    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    internal override string Needs(long rank) =>
        $"a λ above rounding, got {Lambda:g3}: K + λI must be positive definite";

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => SolveAt(a, s, UnitScale(a));

    /// <summary>At least √λ, so that λ/σ² stays in range too: what ã is beside it then does not count.</summary>
    internal override Tensor ScaleOf(Tensor a) => maximum(
        base.ScaleOf(a),
        full_like(a[0, 0], Math.Min(Math.Pow(2, Math.Floor(Math.Log2(Lambda) / 2)), Math.Sqrt(finfo(a.dtype).max))));

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale)
    {
        var wide = a.size(0) <= a.size(1);
        var gram = GramMatrix.Of(a);
        var lambda = Lambda / scale.square();
        var damped = gram + lambda.to(a.dtype) * eye(gram.size(0), dtype: a.dtype, device: a.device);
        var (factor, info) = linalg.cholesky_ex(damped);
        var right = wide ? s : a.mT.mm(s);
        var z = cholesky_solve(right, factor);
        var pivots = factor.diagonal();
        var rank = full_like(pivots[0], pivots.size(0));
        return new(wide ? a.mT.mm(z) : z, DeferredSolution.Diagnose(
            rank,
            pivots.max() / pivots.min(),
            zeros_like(pivots[0]),
            info.ne(0),
            WorkingRange.LeftSquaring(gram.diagonal().amax([]).to(float64) + lambda, a, s)));
    }

    private static double Positive(double lambda) => lambda > 0 && double.IsFinite(lambda)
        ? lambda
        : throw new ArgumentOutOfRangeException(
            nameof(lambda), lambda, "Damping λ must be finite and positive; without damping use another strategy.");
}
