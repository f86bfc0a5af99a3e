namespace ExactGN.Tests;

/// <summary>The measures of <see cref="KernelDrift"/> under test.</summary>
/// <param name="Name">For people.</param>
public sealed record DriftMeasures(string Name) : UnderTest(Name)
{
    public Func<Tensor, Tensor, double> Relative { get; init; } = KernelDrift.Relative;

    public Func<Tensor, Tensor, double> Alignment { get; init; } = KernelDrift.Alignment;

    public Func<Tensor, double> EffectiveRank { get; init; } = KernelDrift.EffectiveRank;

    public Func<Tensor, Tensor> Spectrum { get; init; } = KernelDrift.Spectrum;
}

/// <summary>Two positive semi-definite matrices A and B of order Size and given ranks, B scaled;
/// without overlap their ranges are orthogonal.</summary>
public sealed record KernelMatrices(int Size, int Rank, int OtherRank, bool Overlap, double Scale, int Seed)
{
    /// <summary>Both in a dtype and at a scale of its range.</summary>
    public (Tensor A, Tensor B) Build(Precision precision, ExtremeScale extreme)
    {
        using var scope = NewDisposeScope();
        var (a, b) = Build();
        Tensor At(Tensor matrix) => (extreme.Of(precision) * matrix).to(precision.Dtype()).MoveToOuterDisposeScope();
        return (At(a), At(b));
    }

    public (Tensor A, Tensor B) Build()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        Tensor Gaussian(long rows, long columns) =>
            randn([rows, columns], dtype: float64, generator: generator).to(Steering.Device);
        var basis = linalg.qr(Gaussian(Size, Size)).Q;
        var a = basis.narrow(1, 0, Rank).mm(Gaussian(Rank, Rank));
        var b = Overlap
            ? Gaussian(Size, OtherRank)
            : basis.narrow(1, Rank, Size - Rank).mm(Gaussian(Size - Rank, OtherRank));
        return (a.mm(a.mT).MoveToOuterDisposeScope(), (Scale * b.mm(b.mT)).MoveToOuterDisposeScope());
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<DriftMeasures> DriftMeasureSets() => Arb.From(Gen.Constant(new DriftMeasures("library")));

    public static Arbitrary<KernelMatrices> KernelMatrixPairs() => Arb.From(
        from size in Gen.Choose(2, 12)
        from rank in Gen.Choose(1, size - 1)
        from other in Gen.Choose(1, size)
        from overlap in Gen.Elements(true, true, false)
        from scale in Gen.Elements(1e-3, 0.1, 1.0, 10.0, 1e3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new KernelMatrices(size, rank, other, overlap, scale, seed),
        recipe => recipe.Rank > 1 ? [recipe with { Rank = recipe.Rank - 1 }] : []);
}
