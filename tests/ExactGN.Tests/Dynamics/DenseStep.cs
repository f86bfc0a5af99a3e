namespace ExactGN.Tests;

/// <summary>A step formed from a dense Jacobian under test: (J, ε) → Δ.</summary>
/// <param name="Name">For people.</param>
/// <param name="Compute">J of shape [nc, p] and ε of shape [nc, 1] → Δ of shape [p, 1].</param>
public sealed record DenseStep(string Name, Func<Tensor, Tensor, Tensor> Compute) : UnderTest(Name)
{
    /// <summary>Δ = J⁺ε.</summary>
    public static DenseStep GaussNewton(LeastSquaresSolver solver) =>
        new($"Gauss-Newton, {solver.GetType().Name}", (j, e) => solver.Solve(j, e).X);
}

/// <summary>A damped Gauss-Newton step under test: (J, r, λ) → Δ = Jᵀ(JJᵀ + λI)⁻¹r.</summary>
/// <param name="Name">For people.</param>
/// <param name="Compute">J of shape [n, p], r of shape [n, 1] and λ → Δ of shape [p, 1].</param>
public sealed record DampedStep(string Name, Func<Tensor, Tensor, double, Tensor> Compute) : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<DenseStep> DenseSteps() => Arb.From(Gen.Elements(
        DenseStep.GaussNewton(new TruncatedSvd()),
        DenseStep.GaussNewton(new Qr()),
        DenseStep.GaussNewton(new GramCholesky())));

    public static Arbitrary<DampedStep> DampedSteps() => Arb.From(Gen.Constant(
        new DampedStep("Damped", (j, r, lambda) => new Damped(lambda).Solve(j, r).X)));
}
