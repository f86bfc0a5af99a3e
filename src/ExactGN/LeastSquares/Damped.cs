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
    public override bool FormsGram(long rows, long columns) => true;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) =>
        Solve(a, s, GramMatrix.Of(a), full([], Lambda, dtype: float64, device: a.device));

    /// <summary>X·σ/τ = (ã/σ)ᵀ(K/σ² + λ/σ²·I)⁻¹(s/τ), where K + λI is divided by a further ρ²/σ² if λ is the larger,
    /// ρ² ≤ λ ≤ 4ρ²: neither λ/ρ² nor what ã is beside it can then leave the range.</summary>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale)
    {
        var larger = Larger(scale);
        return Solve(
            a,
            s,
            GramMatrix.Of(a) * (2 * (Log(scale) - larger)).exp2().to(a.dtype),
            Lambda * (-larger).exp2() * (-larger).exp2());
    }

    /// <summary>τσ/max(ρ, σ)², by exponents: its parts may be out of range where it is not.</summary>
    internal override Tensor FactorOf(Tensor a, Tensor scale, Tensor columns) =>
        (Log(columns) + Log(scale) - 2 * Larger(scale)).exp2();

    // log₂ max(ρ, σ).
    private Tensor Larger(Tensor scale) => Log(scale).clamp_min(Math.Floor(Math.Log2(Lambda) / 2));

    // Of a power of two.
    private static Tensor Log(Tensor scale) => scale.log2().round();

    private static DeferredSolution Solve(Tensor a, Tensor s, Tensor gram, Tensor lambda)
    {
        var wide = a.size(0) <= a.size(1);
        var damped = gram + lambda.to(a.dtype) * eye(gram.size(0), dtype: a.dtype, device: a.device);
        var (factor, info) = linalg.cholesky_ex(damped);
        var right = wide ? s : a.mT.mm(s);
        var z = cholesky_solve(right, factor);
        var pivots = factor.diagonal();
        var rank = full_like(pivots[0], pivots.size(0));
        var x = wide ? a.mT.mm(z) : z;

        // Of an ã far below √λ K says nothing.
        var vanished = x.abs().amax([]).lt(finfo(a.dtype).tiny).bitwise_and(s.ne(0).any());
        return new(x, DeferredSolution.Diagnose(
            rank,
            pivots.max() / pivots.min(),
            zeros_like(pivots[0]),
            info.ne(0),
            WorkingRange.LeftSquaring(gram.diagonal().amax([]).to(float64) + lambda, a, s).bitwise_or(vanished)));
    }

    private static double Positive(double lambda) => lambda > 0 && double.IsFinite(lambda)
        ? lambda
        : throw new ArgumentOutOfRangeException(
            nameof(lambda), lambda, "Damping λ must be finite and positive; without damping use another strategy.");
}
