namespace ExactGN.LeastSquares;

/// <summary>How far an upper triangular factor is from singular, without squaring and in O(k²).</summary>
internal static class TriangularCondition
{
    /// <summary>σ_min(R)/max_j‖R_j‖ from above, by inverse iteration; 0 or NaN where R has a zero on its diagonal.
    /// 1/κ(R) is at most that.</summary>
    /// <remarks>
    /// b → R⁻ᵀb → R⁻¹R⁻ᵀb =: w, which leans to the singular vector of σ_min; then 1/‖R⁻ᵀŵ‖ ≥ σ_min.
    /// A diagonal entry alone would not do: without pivoting, rounding in a dependent column is amplified by the
    /// coefficients of its dependence, while σ_min moves by no more than the perturbation itself.
    /// </remarks>
    /// <param name="r">R, shape [k, k], or a batch of them, [b, k, k].</param>
    /// <returns>A scalar, or shape [b].</returns>
    [Equation("ã without full rank is noticed")]
    internal static Tensor Reciprocal(Tensor r)
    {
        r = r / Largest(r);
        var probe = arange(1, r.size(-1) + 1, dtype: r.dtype, device: r.device).sin().unsqueeze(1);
        probe = probe.expand([.. r.shape[..^1], 1]);
        var w = linalg.solve_triangular(r, linalg.solve_triangular(r.mT, probe, upper: false), upper: true);
        w = w / Largest(w);
        var longest = r.square().sum(dim: -2).amax([-1]).sqrt();
        var norm = Norm(linalg.solve_triangular(r.mT, w / Norm(w).unsqueeze(-1).unsqueeze(-1), upper: false));
        return (norm * longest).reciprocal().clamp_max(1);
    }

    private static Tensor Largest(Tensor t) => t.abs().amax([-2, -1], keepdim: true);

    private static Tensor Norm(Tensor t) => linalg.vector_norm(t, dims: [-2, -1]);
}
