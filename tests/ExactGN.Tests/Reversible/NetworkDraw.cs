namespace ExactGN.Tests;

/// <summary>The random draw of a network under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Draw">(options, dtype) → a network, which the caller owns.</param>
public sealed record NetworkDraw(string Name, Func<RevMlpOptions, ScalarType, RevMlp> Draw) : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static NetworkDraw Library { get; } = new(
        "library", (options, dtype) => new RevMlp(options, dtype, Steering.Device));

    /// <summary>The library's draw with some tensors replaced; the replacement gets options, dtype,
    /// name and the library's tensor.</summary>
    public static NetworkDraw Altered(string name, Func<RevMlpOptions, ScalarType, string, Tensor, Tensor> replace) =>
        new(name, (options, dtype) =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            using var drawn = new RevMlp(options, dtype, Steering.Device);
            var tensors = drawn.NamedTensors()
                .ToDictionary(entry => entry.Name, entry => replace(options, dtype, entry.Name, entry.Tensor.detach()));
            return RevMlp.FromTensors(options, tensors, dtype, Steering.Device);
        });
}

/// <summary>The recipe of a network wide enough for the statistics of its draw: 1,280 entries or more in each V
/// and W.</summary>
public sealed record WideDraw(int HalfWidth, int Hidden, int Blocks, bool Bias, double Sigma, int Seed)
{
    public RevMlpOptions Options() => new()
    {
        Features = 2 * HalfWidth,
        Hidden = Hidden,
        Blocks = Blocks,
        Bias = Bias,
        InitialSigma = Sigma,
        Seed = Seed,
    };

    /// <summary>Towards one block.</summary>
    public IEnumerable<WideDraw> Shrink() => Blocks > 1 ? [this with { Blocks = Blocks - 1 }] : [];
}

public static partial class Arbitraries
{
    public static Arbitrary<NetworkDraw> NetworkDraws() => Arb.From(Gen.Constant(NetworkDraw.Library));

    public static Arbitrary<WideDraw> WideDraws() => Arb.From(
        from halfWidth in Gen.Choose(20, 32)
        from hidden in Gen.Choose(64, 100)
        from blocks in Gen.Choose(1, 3)
        from bias in Gen.Elements(true, false)
        from sigma in Gen.Elements(1e-6, 1e-3, 0.1, 1.0)
        from seed in Gen.Choose(0, int.MaxValue - 1000)
        select new WideDraw(halfWidth, hidden, blocks, bias, sigma, seed),
        recipe => recipe.Shrink());
}
