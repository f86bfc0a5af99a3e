namespace ExactGN.Tests;

/// <summary>
/// ã whose singular values lie clearly on either side of a threshold t·σ_max: the kept ones fall geometrically from
/// σ_max to 2t·σ_max (so some lie between t and √t), the others from t/2 to t/100.
/// </summary>
/// <param name="Rows">n.</param>
/// <param name="Columns">m.</param>
/// <param name="Kept">How many singular values lie above the threshold.</param>
/// <param name="Threshold">t, relative to σ_max.</param>
/// <param name="Scale">σ_max.</param>
/// <param name="RightHandSides">k.</param>
/// <param name="Seed">The seed of every draw.</param>
public sealed record GapMatrix(
    int Rows, int Columns, int Kept, double Threshold, double Scale, int RightHandSides, int Seed)
{
    /// <summary>max(n, m).</summary>
    public int Size => Math.Max(Rows, Columns);

    /// <summary>1/(2t): the condition number of what is kept, or 1.</summary>
    public double KeptCondition => Kept == 1 ? 1 : 0.5 / Threshold;

    /// <summary>All singular values, largest first.</summary>
    public Tensor SingularValues()
    {
        var cut = Math.Min(Rows, Columns) - Kept;
        var above = logspace(0, Kept == 1 ? 0 : Math.Log10(2 * Threshold), Kept, dtype: float64);
        return Scale * (cut == 0
            ? above
            : cat(
                [above, Threshold * logspace(Math.Log10(0.5), cut == 1 ? Math.Log10(0.5) : -2, cut, dtype: float64)]));
    }

    /// <summary>ã, shape [Rows, Columns].</summary>
    public Tensor Build(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        var k = Math.Min(Rows, Columns);
        var (u, _) = linalg.qr(randn([Rows, k], dtype: float64, generator: generator));
        var (v, _) = linalg.qr(randn([Columns, k], dtype: float64, generator: generator));
        return (u * SingularValues()).mm(v.mT).to(dtype, Steering.Device).MoveToOuterDisposeScope();
    }

    /// <summary>A Gaussian right-hand side, shape [Rows, RightHandSides].</summary>
    public Tensor RightHandSide(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed + 1, CPU);
        return randn([Rows, RightHandSides], dtype: float64, generator: generator)
            .to(dtype, Steering.Device)
            .MoveToOuterDisposeScope();
    }

    /// <summary>
    /// ‖X − X*‖ over (1/t)^p·(‖s‖/σ_r)·max(n, m)·eps: a perturbation u·σ_max (of λ: u·λ_max) turns the kept subspace
    /// by its ratio to the gap, which is a fixed multiple of t (of t²).
    /// </summary>
    public double ForwardRatio(Tensor x, Tensor expected, Tensor s, int exponent)
    {
        using var scope = NewDisposeScope();
        var error = x.to(float64, CPU) - expected.to(float64, CPU);
        return Ratio.Of(error, Math.Pow(Threshold, -exponent) * KeptCondition / Scale * Ratio.Norm(s), Size, x.dtype);
    }

    /// <summary>Towards a small matrix of scale 1.</summary>
    public IEnumerable<GapMatrix> Shrink() => Smaller.Of(
        (Scale != 1, this with { Scale = 1 }),
        (RightHandSides > 1, this with { RightHandSides = 1 }),
        (Kept > 1, this with { Kept = Kept - 1 }),
        (Rows > Math.Max(Kept, 2), this with { Rows = Rows - 1 }),
        (Columns > Math.Max(Kept, 2), this with { Columns = Columns - 1 }));
}

public static partial class Arbitraries
{
    public static Arbitrary<GapMatrix> GapMatrices() => Arb.From(
        from rows in Gen.Choose(2, 10)
        from columns in Gen.Choose(2, 10)
        from kept in Gen.Choose(1, Math.Min(rows, columns))
        from threshold in Gen.Elements(0.1, 0.03, 0.01, 3e-3)
        from scale in Gen.Elements(1.0, 1e-3, 1e3)
        from right in Gen.Choose(1, 3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new GapMatrix(rows, columns, kept, threshold, scale, right, seed),
        recipe => recipe.Shrink());
}
