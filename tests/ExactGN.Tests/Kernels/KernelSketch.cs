namespace ExactGN.Tests;

/// <summary>The estimators from random probes under test; see <see cref="SketchedNeuralTangentKernel"/>.</summary>
/// <param name="Name">For people.</param>
public sealed record KernelSketch(string Name) : UnderTest(Name)
{
    public static KernelSketch Library { get; } = new("library");

    /// <summary>(network, x₀, probes) → Θv per probe.</summary>
    public Func<ReversibleNetwork, Tensor, Tensor, Tensor> Products { get; init; }
        = SketchedNeuralTangentKernel.Products;

    /// <summary>(Av, Bv) → the estimate of ⟨A, B⟩.</summary>
    public Func<Tensor, Tensor, double> InnerProduct { get; init; } = SketchedNeuralTangentKernel.InnerProduct;

    /// <summary>(Av, Bv) → the estimate of the alignment.</summary>
    public Func<Tensor, Tensor, double> Alignment { get; init; } = SketchedNeuralTangentKernel.Alignment;

    /// <summary>(Av, Bv) → the reference's estimate of it.</summary>
    public Func<Tensor, Tensor, double> ReferenceAlignment { get; init; }
        = SketchedNeuralTangentKernel.ReferenceAlignment;
}

public static partial class Arbitraries
{
    public static Arbitrary<KernelSketch> KernelSketches() => Arb.From(Gen.Constant(KernelSketch.Library));
}
