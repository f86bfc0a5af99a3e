namespace ExactGN.LeastSquares;

/// <summary>Which singular values are kept: σ &gt; 0, σ ≥ rtol·σ_max and σ ≥ atol; ties are kept.</summary>
internal static class TruncatedSpectrum
{
    /// <summary>max(rtol·σ_max, atol), or its square: what a value must reach to be kept; a scalar.</summary>
    /// <param name="sigma">All singular values, shape [k].</param>
    /// <param name="rtol">Relative tolerance on σ.</param>
    /// <param name="atol">Absolute tolerance on σ.</param>
    /// <param name="power">1 when <paramref name="sigma"/> holds σ; 2 when it holds λ = σ², compared with
    /// rtol²·λ_max and atol².</param>
    /// <param name="scale">What <paramref name="sigma"/> has been divided by and <paramref name="atol"/> has not,
    /// a float64 scalar.</param>
    internal static Tensor Threshold(Tensor sigma, double rtol, double atol, int power, Tensor scale) =>
        maximum(Math.Pow(rtol, power) * sigma.amax([]), (atol / scale).pow(power).to(sigma.dtype));

    /// <summary>The mask of kept values.</summary>
    /// <param name="sigma">All singular values, or their squares, shape [k].</param>
    /// <param name="threshold">What they must reach.</param>
    [Equation("kept: σ ≥ rtol·σ_max, σ ≥ atol, σ > 0")]
    internal static Tensor Kept(Tensor sigma, Tensor threshold) => (sigma > 0).bitwise_and(sigma >= threshold);

    /// <summary>The report on what is kept.</summary>
    /// <param name="sigma">All singular values, or their squares, shape [k].</param>
    /// <param name="kept">The mask of kept values.</param>
    /// <param name="power">As in <see cref="Threshold"/>.</param>
    /// <param name="left">Whether the dtype's range was left, boolean.</param>
    /// <param name="failed">Whether the values are too inexact to decide by, boolean.</param>
    internal static Tensor Diagnose(Tensor sigma, Tensor kept, int power, Tensor left, Tensor failed)
    {
        var smallest = sigma.masked_fill(kept.bitwise_not(), double.PositiveInfinity).amin([]);
        var cut = sigma.masked_fill(kept, 0).amax([]).clamp_min(0).pow(1.0 / power);
        var condition = (sigma.amax([]) / smallest).pow(1.0 / power);
        return DeferredSolution.Diagnose(kept.sum(), condition, cut, failed, left);
    }
}
