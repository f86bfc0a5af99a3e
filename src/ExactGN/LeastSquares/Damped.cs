namespace ExactGN;

/// <summary>Damping (Tikhonov): X = ãᵀ(ããᵀ + λI)⁻¹s = (ãᵀã + λI)⁻¹ãᵀs, the minimiser of ‖ãX − s‖² + λ‖X‖²; tends to ã⁺s as λ → 0.</summary>
/// <remarks>
/// Cholesky of the smaller Gram matrix K, accurate to u·κ(K + λI); refinement through K + λI would not undo the rounding of K. λ at or below k·eps·σ_max²
/// is lost in it and reported as failure where the factorisation breaks down. theory/least-squares.md.
/// </remarks>
/// <param name="Lambda">λ, positive, in the units of σ² (not σ).</param>
public sealed record Damped(double Lambda) : LeastSquaresSolver
{
    /// <summary>λ, positive, in the units of σ².</summary>
    public double Lambda { get; init => field = Positive(value); } = Positive(Lambda);

    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    private protected override string Requirement(long rank) => $"a λ above rounding, got {Lambda:g3}: K + λI must be positive definite";

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var wide = a.size(0) <= a.size(1);
        var gram = GramMatrix.Of(a);
        var damped = gram + Lambda * eye(gram.size(0), dtype: a.dtype, device: a.device);
        var (factor, info) = linalg.cholesky_ex(damped);
        var right = wide ? s : a.mT.mm(s);
        var z = cholesky_solve(right, factor);
        var pivots = factor.diagonal();
        var rank = full_like(pivots[0], pivots.size(0));
        return new(wide ? a.mT.mm(z) : z, DeferredSolution.Diagnose(rank, pivots.max() / pivots.min(), zeros_like(pivots[0]), info.ne(0)));
    }

    private static double Positive(double lambda) => lambda > 0 && double.IsFinite(lambda)
        ? lambda
        : throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "Damping λ must be finite and positive; without damping use another strategy.");
}
