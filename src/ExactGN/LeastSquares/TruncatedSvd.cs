namespace ExactGN.LeastSquares;

/// <summary>Thin SVD, ã = UΣVᵀ: X = VΣ⁺Uᵀs with the singular values below max(rtol·σ_max, atol) cut. Accurate to u·κ;
/// the dearest strategy.</summary>
/// <param name="Rtol">Relative tolerance; null for max(n, m)·eps, 0 to keep every σ &gt; 0.</param>
/// <param name="Atol">Absolute tolerance, in the units of σ.</param>
/// <remarks>The truncation of the paper's public implementation: kept are σ ≥ rtol·σ_max and σ ≥ atol;
/// a zero σ never is. theory/least-squares.md.</remarks>
[Equation("kept: σ ≥ rtol·σ_max, σ ≥ atol, σ > 0")]
[Equation("X = VΣ⁺Uᵀs")]
public sealed record TruncatedSvd(double? Rtol = null, double Atol = 0) : LeastSquaresSolver
{
    /// <summary>Relative tolerance; null for max(n, m)·eps.</summary>
    public double? Rtol { get; init => field = value is { } r ? Share(r, nameof(Rtol)) : null; } = Rtol is { } r
        ? Share(r, nameof(Rtol))
        : null;

    /// <summary>Absolute tolerance, in the units of σ.</summary>
    public double Atol { get; init => field = NotNegative(value, nameof(Atol)); } = NotNegative(Atol, nameof(Atol));

    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => SolveAt(a, s, UnitScale(a));

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale)
    {
        var (u, sigma, vh) = linalg.svd(a, fullMatrices: false);
        var rtol = Rtol ?? Math.Max(a.size(0), a.size(1)) * finfo(a.dtype).eps;
        var threshold = TruncatedSpectrum.Threshold(sigma, Math.Min(rtol, 1), Atol, power: 1, scale);
        var kept = TruncatedSpectrum.Kept(sigma, threshold);
        var inverse = sigma.reciprocal().masked_fill(kept.bitwise_not(), 0);
        var left = WorkingRange.Left(sigma.amax([]), a, s);
        return new(
            vh.mT.mm(inverse.unsqueeze(1) * u.mT.mm(s)),
            TruncatedSpectrum.Diagnose(sigma, kept, power: 1, left, failed: zeros_like(left)));
    }
}
