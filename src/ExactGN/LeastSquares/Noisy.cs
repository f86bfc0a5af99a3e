namespace ExactGN.LeastSquares;

/// <summary>Another strategy applied to ã + E with Gaussian noise E of a given size: the regularisation by noise
/// of the paper's appendix.</summary>
/// <remarks>E has independent entries N(0, ν²‖ã‖²/(nm)), so ‖E‖ ≈ ν‖ã‖. One seed means one draw:
/// matrices of one shape get the same E up to scale. theory/least-squares.md.</remarks>
/// <param name="Inner">How (ã + E)⁺s is computed.</param>
/// <param name="Noise">ν, finite and not negative.</param>
/// <param name="Seed">The seed of the draw.</param>
[Equation("X = (ã + E)⁺s")]
public sealed record Noisy(LeastSquaresSolver Inner, double Noise, ulong Seed = 0) : LeastSquaresSolver
{
    /// <inheritdoc cref="Noisy(LeastSquaresSolver, double, ulong)" path="/param[@name='Noise']"/>
    public double Noise { get; init => field = NotNegative(value, nameof(Noise)); } = NotNegative(Noise, nameof(Noise));

    /// <inheritdoc/>
    public override bool AssumesFullRank => Inner.AssumesFullRank;

    /// <summary>No: (ã + E)X = s leaves ãX = s − EX.</summary>
    public override bool AssumesFullRowRank(long rows, long columns) => false;

    /// <inheritdoc/>
    public override LeastSquaresSolver? Fallback =>
        Inner.Fallback is { } fallback ? this with { Inner = fallback } : null;

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => Inner.FormsGram(rows, columns);

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => Inner.Defer(Perturbed(a), s);

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale) =>
        Inner.SolveAt(Perturbed(a), s, scale);

    /// <inheritdoc/>
    internal override Tensor ScaleOf(Tensor a) => Inner.ScaleOf(a);

    /// <inheritdoc/>
    internal override Tensor FactorOf(Tensor a, Tensor scale, Tensor columns) => Inner.FactorOf(a, scale, columns);

    private Tensor Perturbed(Tensor a)
    {
        using var generator = new Generator(Seed, CPU);
        var draw = randn(a.shape, dtype: float64, generator: generator).to(a.dtype, a.device);
        return a + draw * (Magnitude.Norm(a) * (Noise / Math.Sqrt(a.numel()))).to(a.dtype);
    }
}
