namespace ExactGN;

/// <summary>How far an upper triangular factor is from singular, without squaring and in O(k²).</summary>
internal static class TriangularCondition
{
    /// <summary>σ_min(R)/max_j‖R_j‖ from above, by inverse iteration; 0 or NaN where R has a zero on its diagonal. 1/κ(R) is at most that.</summary>
    /// <remarks>
    /// b → R⁻ᵀb → R⁻¹R⁻ᵀb =: w, which leans to the singular vector of σ_min; then 1/‖R⁻ᵀŵ‖ ≥ σ_min. A diagonal entry alone would not do: without pivoting, rounding
    /// in a dependent column is amplified by the coefficients of its dependence, while σ_min moves by no more than the perturbation itself.
    /// </remarks>
    /// <param name="r">R, shape [k, k].</param>
    internal static Tensor Reciprocal(Tensor r)
    {
        r = r / r.abs().max();
        var probe = arange(1, r.size(0) + 1, dtype: r.dtype, device: r.device).sin().unsqueeze(1);
        var w = linalg.solve_triangular(r, linalg.solve_triangular(r.mT, probe, upper: false), upper: true);
        w = w / w.abs().max();
        var longest = r.square().sum(dim: 0).max().sqrt();
        return (linalg.solve_triangular(r.mT, w / w.norm(), upper: false).norm() * longest).reciprocal().clamp_max(1);
    }
}
