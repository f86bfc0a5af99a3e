namespace ExactGN.LeastSquares;

/// <summary>Eigendecomposition of the smaller Gram matrix, K = QΛQᵀ, λ = σ²: X = ãᵀQΛ⁺Qᵀs for n ≤ m, QΛ⁺Qᵀãᵀs for
/// n > m.</summary>
/// <remarks>
/// Keeps what <see cref="TruncatedSvd"/> keeps, σ ≥ max(rtol·σ_max, atol), by comparing λ ≥ max(rtol²·λ_max, atol²),
/// at a fraction of the price. It squares the condition number: singular values below √(k·eps)·σ_max, k = min(n, m),
/// drown in rounding. A smaller <paramref name="Rtol"/> is refused (<see cref="NumericalTrouble.BlindTolerance"/>).
/// theory/least-squares.md.
/// </remarks>
/// <param name="Rtol">Relative tolerance, at least √(k·eps).</param>
/// <param name="Atol">Absolute tolerance, in the units of σ.</param>
/// <param name="InDouble">Forms and decomposes K in float64 whatever ã's dtype, so that eps is float64's.</param>
[Equation("ããᵀ = QΛQᵀ, X = ãᵀQΛ⁺Qᵀs")]
public sealed record TruncatedGramEigen(double Rtol = 1e-2, double Atol = 0, bool InDouble = false) : LeastSquaresSolver
{
    /// <summary>Relative tolerance, at least √(k·eps).</summary>
    public double Rtol { get; init => field = Share(value, nameof(Rtol)); } = Share(Rtol, nameof(Rtol));

    /// <summary>Absolute tolerance, in the units of σ.</summary>
    public double Atol { get; init => field = NotNegative(value, nameof(Atol)); } = NotNegative(Atol, nameof(Atol));

    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => true;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => SolveAt(a, s, UnitScale(a));

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale)
    {
        var wide = a.size(0) <= a.size(1);
        var dtype = InDouble ? ScalarType.Float64 : a.dtype;
        var blind = Math.Sqrt(Math.Min(a.size(0), a.size(1)) * finfo(dtype).eps);
        if (Rtol < blind)
        {
            throw new NumericalException(
                NumericalTrouble.BlindTolerance,
                $"A {a.size(0)}×{a.size(1)} Gram matrix in {dtype} cannot tell singular values below {blind:g3}·σ_max "
                + $"from rounding, got rtol {Rtol:g3}; use TruncatedSvd or Qr, or InDouble.");
        }

        var gram = GramMatrix.Of(a, dtype);
        var (lambda, q) = linalg.eigh(gram);
        var left = WorkingRange.LeftSquaring(gram.diagonal().amax([]), a, s);
        var kept = TruncatedSpectrum.Kept(
            lambda, TruncatedSpectrum.Threshold(lambda, Rtol, Atol, power: 2, scale));
        var inverse = lambda.reciprocal().masked_fill(kept.bitwise_not(), 0).unsqueeze(1);
        Tensor Apply(Tensor r) => q.mm(inverse * q.mT.mm(r.to(dtype))).to(a.dtype);

        return new(
            wide ? a.mT.mm(Apply(s)) : Apply(a.mT.mm(s)),
            TruncatedSpectrum.Diagnose(lambda, kept, power: 2, left, failed: zeros_like(left)));
    }
}
