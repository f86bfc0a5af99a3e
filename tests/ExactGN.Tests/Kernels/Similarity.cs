namespace ExactGN.Tests;

/// <summary>A similarity of representations under test: (X, Y) → CKA.</summary>
public sealed record Similarity(string Name, Func<Tensor, Tensor, double> Of) : UnderTest(Name);

/// <summary>The similarity of every block's output under test: (network, initial network, batches) → one CKA per
/// block.</summary>
public sealed record BlockSimilarity(
    string Name, Func<ReversibleNetwork, ReversibleNetwork, IReadOnlyList<Tensor>, IReadOnlyList<double>> PerBlock)
    : UnderTest(Name);

/// <summary>Two representations X and Y of the same samples, correlated, each shifted by a constant
/// row of the given size.</summary>
public sealed record Representations(int Samples, int Width, int OtherWidth, double Offset, double Scale, int Seed)
{
    /// <summary>κ of centring: ‖X‖ ≈ (1 + Offset)·‖HX‖, so a relative rounding error grows by this factor.</summary>
    public double Cancellation => 1 + Offset;

    public Generator Generator() => new((ulong)Seed, CPU);

    /// <summary>X and Y, in the caller's dispose scope.</summary>
    public (Tensor X, Tensor Y) Build(Generator generator)
    {
        Tensor Gaussian(int rows, int columns) =>
            randn([rows, columns], dtype: float64, generator: generator).to(Steering.Device);
        var x = Gaussian(Samples, Width);
        var y = x.mm(Gaussian(Width, OtherWidth)) + Gaussian(Samples, OtherWidth);
        return (x + Offset * Gaussian(1, Width), Scale * (y + Offset * Gaussian(1, OtherWidth)));
    }

    /// <summary>A random orthogonal matrix.</summary>
    public static Tensor Orthogonal(int order, Generator generator) =>
        linalg.qr(randn([order, order], dtype: float64, generator: generator).to(Steering.Device)).Q;
}

public static partial class Arbitraries
{
    public static Arbitrary<Similarity> Similarities() =>
        Arb.From(Gen.Constant(new Similarity("linear CKA", CenteredKernelAlignment.Of)));

    public static Arbitrary<BlockSimilarity> BlockSimilarities() =>
        Arb.From(Gen.Constant(new BlockSimilarity("library", CenteredKernelAlignment.PerBlock)));

    public static Arbitrary<Representations> RepresentationPairs() => Arb.From(
        from samples in Gen.Choose(3, 20)
        from width in Gen.Choose(1, 8)
        from other in Gen.Choose(1, 8)
        from offset in Gen.Elements(0.5, 2.0, 30.0)
        from scale in Gen.Elements(1e-3, 1.0, 1e3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Representations(samples, width, other, offset, scale, seed),
        recipe => recipe.Samples > 3 ? [recipe with { Samples = recipe.Samples - 1 }] : []);
}
