namespace ExactGN.Tests;

/// <summary>A network's tangent maps under test; results are in the caller's dispose scope.</summary>
/// <param name="Name">For people.</param>
/// <param name="Jvp">(network, x₀, t) → (∂x_L/∂x₀)t.</param>
/// <param name="InverseJvp">(network, x_L, s) → (∂x_L/∂x₀)⁻¹s.</param>
/// <param name="Vjp">(network, x_L, c) → (∂x_L/∂x₀)ᵀc and the gradient in every W.</param>
/// <param name="ParameterJvp">(network, x₀, Δ) → J_x Δ.</param>
public sealed record TangentRule(
    string Name,
    Func<ReversibleNetwork, Tensor, Tensor, Tensor> Jvp,
    Func<ReversibleNetwork, Tensor, Tensor, Tensor> InverseJvp,
    Func<ReversibleNetwork, Tensor, Tensor, (Tensor Input, Update Gradient)> Vjp,
    Func<ReversibleNetwork, Tensor, Update, Tensor> ParameterJvp) : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static TangentRule Library { get; } = new(
        "library",
        (model, x, t) => model.Jvp(x, t),
        (model, state, s) => model.InverseJvp(state, s),
        (model, state, c) => model.Vjp(state, c),
        (model, x, update) => model.ParameterJvp(x, update));
}

public static partial class Arbitraries
{
    public static Arbitrary<TangentRule> TangentRules() => Arb.From(Gen.Constant(TangentRule.Library));
}
