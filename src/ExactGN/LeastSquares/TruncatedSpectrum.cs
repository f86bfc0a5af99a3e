namespace ExactGN.LeastSquares;

/// <summary>Which singular values are kept: σ &gt; 0, σ ≥ rtol·σ_max and σ ≥ atol; ties are kept.</summary>
internal static class TruncatedSpectrum
{
    /// <summary>The mask of kept values and the report.</summary>
    /// <param name="sigma">All singular values, shape [k].</param>
    /// <param name="rtol">Relative tolerance on σ.</param>
    /// <param name="atol">Absolute tolerance on σ.</param>
    /// <param name="power">1 when <paramref name="sigma"/> holds σ; 2 when it holds λ = σ², compared with
    /// rtol²·λ_max and atol².</param>
    /// <param name="left">Whether the dtype's range was left, boolean.</param>
    /// <param name="scale">What <paramref name="sigma"/> has been divided by and <paramref name="atol"/> has not,
    /// a float64 scalar; null for nothing.</param>
    /// <param name="failed">Whether the values are too inexact to decide by, boolean; null for never.</param>
    [Equation("kept: σ ≥ rtol·σ_max, σ ≥ atol, σ > 0")]
    internal static (Tensor Kept, Tensor Diagnostics) Truncate(
        Tensor sigma, double rtol, double atol, int power, Tensor left, Tensor? scale = null, Tensor? failed = null)
    {
        var largest = sigma.amax([]);
        var kept = (sigma > 0).bitwise_and(sigma >= Threshold(sigma, rtol, atol, power, scale));
        var zero = zeros_like(sigma);
        var smallest = sigma.masked_fill(kept.bitwise_not(), double.PositiveInfinity).amin([]);
        var cut = sigma.masked_fill(kept, 0).amax([]).clamp_min(0).pow(1.0 / power);
        var condition = (largest / smallest).pow(1.0 / power);
        return (kept, DeferredSolution.Diagnose(kept.sum(), condition, cut, failed ?? zero[0], left));
    }

    /// <summary>max(rtol·σ_max, atol), or its square: what a value must reach to be kept; a scalar.</summary>
    /// <inheritdoc cref="Truncate" path="/param"/>
    internal static Tensor Threshold(Tensor sigma, double rtol, double atol, int power, Tensor? scale)
    {
        var largest = sigma.amax([]);
        var least = scale is null
            ? full_like(largest, Math.Min(Math.Pow(atol, power), finfo(sigma.dtype).max))
            : (atol / scale).pow(power).to(sigma.dtype);
        return maximum(Math.Pow(rtol, power) * largest, least);
    }
}
