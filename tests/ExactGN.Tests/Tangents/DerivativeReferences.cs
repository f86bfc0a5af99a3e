namespace ExactGN.Tests;

/// <summary>The library's reference derivatives under test; results are in the caller's dispose scope.</summary>
/// <param name="Name">For people.</param>
/// <param name="Dense">(network, x₀, whole state?) → ∂f/∂θ, or ∂x_L/∂θ.</param>
/// <param name="DenseInput">(network, x₀) → ∂x_L/∂x₀ over the batch.</param>
/// <param name="Quotient">(f, x, t, h) → a difference quotient for f′(x)[t].</param>
/// <param name="ParameterQuotient">(network, x₀, Δ, h) → a difference quotient for J_xΔ.</param>
public sealed record DerivativeReferences(
    string Name,
    Func<ReversibleNetwork, Tensor, bool, Tensor> Dense,
    Func<ReversibleNetwork, Tensor, Tensor> DenseInput,
    Func<Func<Tensor, Tensor>, Tensor, Tensor, double, Tensor> Quotient,
    Func<ReversibleNetwork, Tensor, Update, double, Tensor> ParameterQuotient) : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static DerivativeReferences Library { get; } = new(
        "library",
        (model, x, wholeState) => DenseJacobian.InParameters(model, x, wholeState),
        DenseJacobian.InInput,
        FiniteDifferences.Central,
        (model, x, update, h) => FiniteDifferences.InParameters(model, x, update, h, wholeState: true));
}

public static partial class Arbitraries
{
    public static Arbitrary<DerivativeReferences> DerivativeReferencesUnderTest() =>
        Arb.From(Gen.Constant(DerivativeReferences.Library));
}
