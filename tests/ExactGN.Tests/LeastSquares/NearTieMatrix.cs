namespace ExactGN.Tests;

/// <summary>
/// ã in float32 with one singular value planted next to a threshold t·σ_max, at t·(1 ± 10^(−Closeness))·σ_max,
/// and the others drawn evenly in the logarithm from t/30 to 1.
/// </summary>
/// <param name="Rows">n.</param>
/// <param name="Columns">m.</param>
/// <param name="Threshold">t.</param>
/// <param name="Closeness">From 1 to 7: from far outside the rounding of a float32 Gram matrix to far inside.</param>
/// <param name="Above">On which side.</param>
/// <param name="Seed">The seed of every draw.</param>
public sealed record NearTieMatrix(int Rows, int Columns, double Threshold, int Closeness, bool Above, int Seed)
{
    /// <summary>min(n, m).</summary>
    public int Rank => Math.Min(Rows, Columns);

    /// <summary>max(n, m).</summary>
    public int Size => Math.Max(Rows, Columns);

    /// <summary>ã, shape [n, m], and a Gaussian right-hand side of two columns.</summary>
    public (Tensor A, Tensor S) Build()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        var (u, _) = linalg.qr(Gaussian(Rows, Rank));
        var (v, _) = linalg.qr(Gaussian(Columns, Rank));
        var sigma = (rand(Rank, dtype: float64, generator: generator) * Math.Log(Threshold / 30)).exp();
        sigma[0] = 1;
        sigma[1] = Threshold * (1 + (Above ? 1 : -1) * Math.Pow(10, -Closeness));
        return (Single((u * sigma).mm(v.mT)), Single(Gaussian(Rows, 2)));

        Tensor Gaussian(int rows, int columns) => randn([rows, columns], dtype: float64, generator: generator);

        Tensor Single(Tensor t) => t.to(float32, Steering.Device).MoveToOuterDisposeScope();
    }

    /// <summary>Towards a small matrix with the tie further off.</summary>
    public IEnumerable<NearTieMatrix> Shrink() => Smaller.Of(
        (Closeness > 1, this with { Closeness = Closeness - 1 }),
        (Rows > 2, this with { Rows = Rows - 1 }),
        (Columns > 2, this with { Columns = Columns - 1 }));
}

public static partial class Arbitraries
{
    public static Arbitrary<NearTieMatrix> NearTieMatrices() => Arb.From(
        from rows in Gen.Choose(2, 48)
        from columns in Gen.Choose(2, 48)
        from threshold in Gen.Elements(0.1, 0.03, 0.01)
        from closeness in Gen.Choose(1, 7)
        from above in Gen.Elements(false, true)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new NearTieMatrix(rows, columns, threshold, closeness, above, seed),
        recipe => recipe.Shrink());
}
