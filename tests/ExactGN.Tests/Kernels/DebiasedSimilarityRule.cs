namespace ExactGN.Tests;

/// <summary>Unbiased HSIC and debiased CKA under test: (K, L) → HSIC, and (X, Y) → CKA.</summary>
public sealed record DebiasedSimilarityRule(string Name) : UnderTest(Name)
{
    public Func<Tensor, Tensor, double> Hsic { get; init; } = Kernels.Hsic.Unbiased;

    public Func<Tensor, Tensor, double> Cka { get; init; } = CenteredKernelAlignment.Debiased;
}

/// <summary>Two representations of few samples, so that all tuples of four can be visited.</summary>
public sealed record FewRepresentations(Representations Pair);

public static partial class Arbitraries
{
    public static Arbitrary<DebiasedSimilarityRule> DebiasedSimilarityRules() =>
        Arb.From(Gen.Constant(new DebiasedSimilarityRule("library")));

    public static Arbitrary<FewRepresentations> FewRepresentationPairs() => Arb.From(
        from pair in RepresentationPairs().Generator
        from samples in Gen.Choose(4, 7)
        select new FewRepresentations(pair with { Samples = samples }));
}
