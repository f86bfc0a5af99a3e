using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>A measure of dependence under test: (X, Y), one sample per row → HSIC of XXᵀ and YYᵀ.</summary>
/// <param name="Name">For people.</param>
/// <param name="Of">The measure.</param>
public sealed record Dependence(string Name, Func<Tensor, Tensor, double> Of)
{
    /// <summary>The library's unbiased HSIC.</summary>
    public static Dependence Library { get; } = new("unbiased HSIC", (x, y) => Hsic.Unbiased(x.mm(x.mT), y.mm(y.mT)));

    public override string ToString() => Name;
}

/// <summary>Two representations of so few samples that all their orders can be counted: n = 4 or 5.</summary>
public sealed record FewSamples(Representations Pair);

public static partial class Arbitraries
{
    public static Arbitrary<Dependence> DependenceMeasures() => Arb.From(Gen.Constant(Dependence.Library));

    public static Arbitrary<FewSamples> FewSampleRecipes() => Arb.From(
        from samples in Gen.Choose(4, 5)
        from width in Gen.Choose(1, 20)
        from other in Gen.Choose(1, 20)
        from offset in Gen.Elements(0.5, 2.0, 30.0)
        from scale in Gen.Elements(1e-3, 1.0, 1e3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new FewSamples(new(samples, width, other, offset, scale, seed)));
}
