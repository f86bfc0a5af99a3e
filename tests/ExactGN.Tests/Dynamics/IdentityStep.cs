namespace ExactGN.Tests;

/// <summary>A softmax step of identity curvature under test: (network, x₀, y) → Δ with JΔ = p − y.</summary>
/// <param name="Name">For people.</param>
/// <param name="Compute">The update; the caller owns it.</param>
public sealed record IdentityStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Compute)
    : UnderTest(Name)
{
    /// <summary>The library's minimum-norm step.</summary>
    public static IdentityStep Library { get; } =
        new("minimum norm", new MinimumNormGaussNewton(new SoftmaxCrossEntropy(), Curvature.Identity).Step);
}

public static partial class Arbitraries
{
    public static Arbitrary<IdentityStep> IdentitySteps() => Arb.From(Gen.Constant(IdentityStep.Library));
}
