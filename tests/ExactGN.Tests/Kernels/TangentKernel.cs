namespace ExactGN.Tests;

/// <summary>A neural tangent kernel under test: (network, x₀) → Θ, [n·c, n·c], rows and columns (sample,
/// output).</summary>
/// <param name="Name">For people.</param>
/// <param name="Of">Θ in the caller's dispose scope.</param>
public sealed record TangentKernel(string Name, Func<ReversibleNetwork, Tensor, Tensor> Of) : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<TangentKernel> TangentKernels() =>
        Arb.From(Gen.Constant(new TangentKernel("structured", (model, x) => NeuralTangentKernel.Of(model, x))));
}
