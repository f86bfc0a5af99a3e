namespace ExactGN.Tests;

/// <summary>A half-coupling's features and derivatives at an input under test; results are in the caller's dispose
/// scope.</summary>
/// <param name="Name">For people.</param>
/// <param name="Features">(half-coupling, x) → ã.</param>
/// <param name="Jvp">(half-coupling, x, t) → F′(x)[t].</param>
/// <param name="Vjp">(half-coupling, x, s) → F′(x)ᵀ[s], s of shape [n, q] or [n, c, q].</param>
public sealed record PointRule(
    string Name,
    Func<HalfCoupling, Tensor, Tensor> Features,
    Func<HalfCoupling, Tensor, Tensor, Tensor> Jvp,
    Func<HalfCoupling, Tensor, Tensor, Tensor> Vjp) : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static PointRule Library { get; } = new(
        "library",
        (half, x) => half.At(x).Features(),
        (half, x, t) => half.At(x).Jvp(t),
        (half, x, s) => half.At(x).Vjp(s));
}

public static partial class Arbitraries
{
    public static Arbitrary<PointRule> PointRules() => Arb.From(Gen.Constant(PointRule.Library));
}
