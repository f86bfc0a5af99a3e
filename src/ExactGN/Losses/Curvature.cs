namespace ExactGN.Losses;

/// <summary>Which curvature in function space turns the gradient g into ε.</summary>
/// <remarks>theory/losses.md.</remarks>
public abstract record Curvature
{
    private Curvature()
    {
    }

    /// <summary>The exact Hessian H: ε = H⁺g, the solution of least norm.</summary>
    [Equation("ε = H⁺g = mean_j(y_j/p_j) − y/p")]
    public static Curvature Exact { get; } = new ExactCurvature();

    /// <summary>The identity in place of H: ε = g. All published experiments use this.</summary>
    [Equation("H = I: ε = p − y")]
    public static Curvature Identity { get; } = new IdentityCurvature();

    /// <summary>Damping in function space: ε = (H + λI)⁻¹g, per sample (λ belongs to the per-sample H,
    /// not to H/n).</summary>
    /// <param name="lambda">λ, finite and positive.</param>
    [Equation("ε = (H + λI)⁻¹g")]
    public static Curvature Damped(double lambda) => lambda > 0 && double.IsFinite(lambda)
        ? new DampedCurvature(lambda)
        : throw new ArgumentOutOfRangeException(
            nameof(lambda), lambda, "Damping λ must be finite and positive; for λ = 0 use Curvature.Exact.");

    internal sealed record ExactCurvature : Curvature
    {
        public override string ToString() => "exact curvature";
    }

    internal sealed record IdentityCurvature : Curvature
    {
        public override string ToString() => "identity curvature";
    }

    internal sealed record DampedCurvature(double Lambda) : Curvature
    {
        public override string ToString() => $"damped curvature, λ = {Lambda:g3}";
    }
}
