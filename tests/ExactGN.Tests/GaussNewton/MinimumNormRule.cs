namespace ExactGN.Tests;

/// <summary>A minimum-norm rule under test: (network, x_L, ε) → J⁺ε; the caller owns it.</summary>
public sealed record MinimumNormRule(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Solve)
    : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<MinimumNormRule> MinimumNormRules() =>
        Arb.From(Gen.Constant(new MinimumNormRule("through the structured kernel", MinimumNormGaussNewton.Solve)));
}
