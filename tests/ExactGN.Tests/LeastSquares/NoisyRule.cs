namespace ExactGN.Tests;

/// <summary>Noise in the features under test: (ã, s, ν, seed) → (ã + E)⁺s.</summary>
public sealed record NoisyRule(string Name, Func<Tensor, Tensor, double, ulong, Tensor> Solve) : UnderTest(Name)
{
    public static NoisyRule Library { get; } = new(
        "library", (a, s, noise, seed) => new Noisy(new Qr(), noise, seed).Solve(a, s).X);
}

/// <summary>A Gaussian ã, well conditioned because it is wide, and a size of noise that leaves it so.</summary>
public sealed record NoisyMatrix(int Rows, int Columns, double Scale, double Noise, int Seed)
{
    public Tensor Build()
    {
        using var generator = new Generator((ulong)Seed, CPU);
        return Scale * randn([Rows, Columns], dtype: float64, generator: generator);
    }

    public IEnumerable<NoisyMatrix> Shrink() => Scale != 1 ? [this with { Scale = 1 }] : [];
}

public static partial class Arbitraries
{
    public static Arbitrary<NoisyRule> NoisyRules() => Arb.From(Gen.Constant(NoisyRule.Library));

    public static Arbitrary<NoisyMatrix> NoisyMatrices() => Arb.From(
        from rows in Gen.Choose(10, 20)
        from columns in Gen.Choose(3 * rows, 60)
        from scale in Gen.Elements(1e-2, 1, 1e2)
        from noise in Gen.Elements(1e-3, 0.1)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new NoisyMatrix(rows, columns, scale, noise, seed),
        recipe => recipe.Shrink());
}
