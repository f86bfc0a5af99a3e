namespace ExactGN;

/// <summary>Which singular values are kept: σ &gt; 0, σ ≥ rtol·σ_max and σ ≥ atol; ties are kept.</summary>
internal static class TruncatedSpectrum
{
    /// <summary>The mask of kept values and the report.</summary>
    /// <param name="sigma">All singular values, shape [k].</param>
    /// <param name="rtol">Relative tolerance on σ.</param>
    /// <param name="atol">Absolute tolerance on σ.</param>
    /// <param name="power">1 when <paramref name="sigma"/> holds σ; 2 when it holds λ = σ², compared with rtol²·λ_max and atol².</param>
    internal static (Tensor Kept, Tensor Diagnostics) Truncate(Tensor sigma, double rtol, double atol, int power)
    {
        var largest = sigma.amax([]);
        var kept = (sigma > 0).bitwise_and(sigma >= (Math.Pow(rtol, power) * largest).clamp_min(Math.Pow(atol, power)));
        var zero = zeros_like(sigma);
        var smallest = sigma.masked_fill(kept.bitwise_not(), double.PositiveInfinity).amin([]);
        var cut = sigma.masked_fill(kept, 0).amax([]).clamp_min(0).pow(1.0 / power);
        var condition = (largest / smallest).pow(1.0 / power);
        return (kept, DeferredSolution.Diagnose(kept.sum(), condition, cut, zero[0].to(@bool)));
    }
}
