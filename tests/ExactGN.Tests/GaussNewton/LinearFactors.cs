namespace ExactGN.Tests;

/// <summary>What a linear half-coupling needs of its features, under test, formed without them through q × q
/// matrices.</summary>
/// <param name="Name">For people.</param>
public sealed record LinearFactors(string Name) : UnderTest(Name)
{
    /// <summary>(half-coupling, x) → ããᵀ = x VVᵀ xᵀ + 11ᵀ, the latter with bias only.</summary>
    public Func<HalfCoupling, Tensor, Tensor> Gram { get; init; } = (half, x) =>
    {
        var k = x.mm(Projected(half)).mm(x.mT);
        return half.HasBias ? k + 1 : k;
    };

    /// <summary>(half-coupling, x) → ãW = x(VW) + 1b.</summary>
    public Func<HalfCoupling, Tensor, Tensor> Output { get; init; } = (half, x) =>
        half.HasBias ? x.mm(Through(half, half.Weight[..^1])) + half.Weight[-1] : x.mm(Through(half, half.Weight));

    /// <summary>(half-coupling, x, S) → ãᵀS = [Vᵀ(xᵀS); 1ᵀS].</summary>
    public Func<HalfCoupling, Tensor, Tensor, Tensor> Spread { get; init; } = (half, x, s) =>
    {
        var weights = half.Projection is { } v ? v.mT.mm(x.mT.mm(s)) : x.mT.mm(s);
        return half.HasBias ? cat([weights, s.sum(0, keepdim: true)]) : weights;
    };

    /// <summary>(half-coupling, x, s) → ã⁺s = ãᵀK⁻¹s, for full row rank.</summary>
    public Tensor Update(HalfCoupling half, Tensor x, Tensor s) => Spread(half, x, linalg.solve(Gram(half, x), s));

    // M = VVᵀ, the identity without projection.
    private static Tensor Projected(HalfCoupling half) => half.Projection is { } v
        ? v.mm(v.mT)
        : eye(half.Weight.size(1), dtype: half.Weight.dtype, device: half.Weight.device);

    private static Tensor Through(HalfCoupling half, Tensor weights) =>
        half.Projection is { } v ? v.mm(weights) : weights;
}

public static partial class Arbitraries
{
    public static Arbitrary<LinearFactors> LinearFactorings() =>
        Arb.From(Gen.Constant(new LinearFactors("through q × q matrices")));
}
