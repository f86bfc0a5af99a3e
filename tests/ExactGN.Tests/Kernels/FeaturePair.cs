namespace ExactGN.Tests;

/// <summary>The recipe of two inputs of a half-coupling at an angle θ, and of networks that they enter.</summary>
public sealed record FeaturePair(int HalfWidth, double Angle, double Scale, int Seed)
{
    /// <summary>Networks of so many blocks, none of them linear, whose features are h ReLUs.</summary>
    public RevMlpOptions Options(int hidden, int blocks) => new()
    {
        Features = 2 * HalfWidth,
        Hidden = hidden,
        Blocks = blocks,
        Bias = false,
        LinearInputBlock = false,
        Seed = Seed % 1_000_000 + hidden,
    };

    /// <summary>x and y, shape [1, q] each, ‖x‖ = 1 and ‖y‖ = Scale, in the caller's dispose scope.</summary>
    public (Tensor X, Tensor Y) Build()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        var (plane, _) = linalg.qr(randn([HalfWidth, 2], dtype: float64, generator: generator));
        var (one, two) = (plane.narrow(1, 0, 1).mT, plane.narrow(1, 1, 1).mT);
        var y = Scale * (Math.Cos(Angle) * one + Math.Sin(Angle) * two);
        return (one.to(Steering.Device).MoveToOuterDisposeScope(), y.to(Steering.Device).MoveToOuterDisposeScope());
    }

    /// <summary>Mean and standard deviation of φ(x·g)φ(y·g), g standard normal: arc-cosine kernels.</summary>
    public (double Mean, double Deviation) Moments(Tensor x, Tensor y)
    {
        var norms = Ratio.Norm(x) * Ratio.Norm(y);
        var (sine, cosine) = Math.SinCos(Angle);
        var mean = norms / (2 * Math.PI) * (sine + (Math.PI - Angle) * cosine);
        var second = 3 * sine * cosine + (Math.PI - Angle) * (1 + 2 * cosine * cosine);
        return (mean, Math.Sqrt(norms * norms / (2 * Math.PI) * second - mean * mean));
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<FeaturePair> FeaturePairs() => Arb.From(
        from halfWidth in Gen.Choose(2, 8)
        from sixteenths in Gen.Choose(0, 12)
        from scale in Gen.Elements(0.1, 1.0, 10.0)
        from seed in Gen.Choose(0, int.MaxValue - 1000)
        select new FeaturePair(halfWidth, sixteenths * Math.PI / 16, scale, seed));
}
