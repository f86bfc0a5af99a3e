namespace ExactGN.Tests;

/// <summary>
/// A diagonal ã of signed powers of two and zeros: its singular values and their squares are exact in floating point,
/// so an exact tie with a tolerance can be built.
/// </summary>
/// <param name="Rows">n.</param>
/// <param name="Columns">m.</param>
/// <param name="Exponents">e_i with |ã_ii| = 2^(−e_i), from 0 to 8; null for a zero. The first is 0.</param>
/// <param name="Seed">The seed of signs and right-hand side.</param>
public sealed record TieMatrix(int Rows, int Columns, IReadOnlyList<int?> Exponents, int Seed)
{
    /// <summary>The diagonal's absolute values.</summary>
    public double[] Magnitudes => [.. Exponents.Select(e => e is { } exponent ? Math.Pow(2, -exponent) : 0)];

    /// <summary>The smallest non-zero singular value, at which a tolerance ties.</summary>
    public double Smallest => Magnitudes.Where(sigma => sigma > 0).Min();

    /// <summary>ã, s and the exact X = ã⁺s with every non-zero singular value kept; quotients of powers of two are
    /// exact.</summary>
    public (Tensor A, Tensor S, Tensor X) Build(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        var k = Exponents.Count;
        var signs = randn([k], dtype: float64, generator: generator).sign();
        var diagonal = signs * tensor(Magnitudes, dtype: float64);
        var s = randn([Rows, 2], dtype: float64, generator: generator).to(dtype).to(float64);
        var a = zeros([Rows, Columns], dtype: float64);
        a.diagonal().copy_(diagonal);
        var x = zeros([Columns, 2], dtype: float64);
        x[..k].copy_(where(diagonal == 0, zeros_like(diagonal), diagonal.reciprocal()).unsqueeze(1) * s[..k]);
        return (OnDevice(a), OnDevice(s), OnDevice(x));

        Tensor OnDevice(Tensor t) => t.to(dtype, Steering.Device, copy: true).MoveToOuterDisposeScope();
    }

    public override string ToString() =>
        $"TieMatrix {{ {Rows} × {Columns}, exponents "
        + $"[{string.Join(", ", Exponents.Select(e => e?.ToString() ?? "zero"))}], Seed = {Seed} }}";

    /// <summary>Towards a square matrix.</summary>
    public IEnumerable<TieMatrix> Shrink() => Smaller.Of(
        (Rows > Exponents.Count, this with { Rows = Rows - 1 }),
        (Columns > Exponents.Count, this with { Columns = Columns - 1 }));
}

public static partial class Arbitraries
{
    public static Arbitrary<TieMatrix> TieMatrices() => Arb.From(
        from rows in Gen.Choose(1, 7)
        from columns in Gen.Choose(1, 7)
        from exponents in Gen.ListOf(
            Gen.Frequency((4, Gen.Choose(0, 8).Select(e => (int?)e)), (1, Gen.Constant<int?>(null))),
            Math.Min(rows, columns))
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new TieMatrix(rows, columns, [0, .. exponents.Skip(1)], seed),
        recipe => recipe.Shrink());
}
