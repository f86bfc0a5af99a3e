namespace ExactGN.Tests;

/// <summary>A half of an image: its channels and positions, the side of a patch, and the seed of what is
/// drawn.</summary>
public sealed record ImageRecipe(
    int Channels, int Height, int Width, int Kernel, int Hidden, int Samples, bool Bias, int Seed)
{
    /// <summary>The options of a network whose halves are such.</summary>
    public RevConvNetOptions Options() => new()
    {
        ImageChannels = 2 * Channels,
        ImageHeight = Height,
        ImageWidth = Width,
        Block = 1,
        Kernel = Kernel,
        Hidden = Hidden,
        Blocks = 1,
        Bias = Bias,
        InitialSigma = 0.3,
        Seed = Seed,
    };

    /// <summary>A Gaussian half, shape [n, channels·positions].</summary>
    public Tensor Half(int stream)
    {
        using var generator = new Generator((ulong)Seed + 100 + (ulong)stream, CPU);
        return randn([Samples, Channels * Height * Width], dtype: float64, generator: generator).to(Steering.Device);
    }

    /// <summary>Towards one sample and one channel.</summary>
    public IEnumerable<ImageRecipe> Shrink() => Smaller.Of(
        (Samples > 1, this with { Samples = Samples - 1 }),
        (Channels > 1, this with { Channels = Channels - 1 }));
}

/// <summary>A convolutional half-coupling's value under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Value">(half-coupling, recipe, x) → F(x).</param>
public sealed record ConvolutionRule(string Name, Func<HalfCoupling, ImageRecipe, Tensor, Tensor> Value)
    : UnderTest(Name);

/// <summary>A layout's adjoint pair under test.</summary>
/// <param name="Name">For people.</param>
public sealed record LayoutRule(string Name) : UnderTest(Name)
{
    /// <summary>(layout, y) → Gatherᵀ(y).</summary>
    internal Func<RowLayout, Tensor, Tensor> Scatter { get; init; } = (layout, y) => layout.Scatter(y);
}

/// <summary>φ′ under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Derivative">(φ, z) → φ′(z).</param>
public sealed record SlopeRule(string Name, Func<Activation, Tensor, Tensor> Derivative) : UnderTest(Name);

/// <summary>A mixer's half-couplings under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Halves">network → F and G.</param>
public sealed record MixerRule(string Name, Func<RevMixer, (HalfCoupling F, HalfCoupling G)> Halves) : UnderTest(Name);

/// <summary>What a step reports, under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Report">(network, x, targets) → the report of a step.</param>
public sealed record RowReport(string Name, Func<ReversibleNetwork, Tensor, Tensor, ExactnessReport> Report)
    : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static RowReport Library { get; } = new("library", (model, x, y) =>
    {
        var method =
            new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact) { MeasureDefect = true };
        using var step = method.Step(model, x, y);
        return step.Report;
    });
}

/// <summary>Space to depth under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="ToStates">(options, images) → states.</param>
public sealed record PixelRule(string Name, Func<ImageNetworkOptions, Tensor, Tensor> ToStates) : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<ImageRecipe> ImageRecipes() => Arb.From(
        from channels in Gen.Choose(1, 3)
        from height in Gen.Choose(1, 4)
        from width in Gen.Choose(1, 4)
        from kernel in Gen.Elements(1, 3, 3, 5)
        from hidden in Gen.Choose(1, 12)
        from samples in Gen.Choose(1, 3)
        from bias in Gen.Elements(true, false)
        from seed in Gen.Choose(0, int.MaxValue - 1000)
        select new ImageRecipe(channels, height, width, kernel, hidden, samples, bias, seed),
        recipe => recipe.Shrink());

    public static Arbitrary<ConvolutionRule> ConvolutionRules() =>
        Arb.From(Gen.Constant(new ConvolutionRule("library", (half, _, x) => half.At(x).Value())));

    public static Arbitrary<LayoutRule> LayoutRules() => Arb.From(Gen.Constant(new LayoutRule("library")));

    public static Arbitrary<SlopeRule> SlopeRules() => Arb.From(Gen.Constant(new SlopeRule(
        "library", (activation, z) => activation.Derivative(activation.FollowsFromValue ? activation.Apply(z) : z))));

    public static Arbitrary<MixerRule> MixerRules() =>
        Arb.From(Gen.Constant(new MixerRule("library", mixer => (mixer.Blocks[0].F, mixer.Blocks[0].G))));

    public static Arbitrary<RowReport> RowReports() => Arb.From(Gen.Constant(RowReport.Library));

    public static Arbitrary<PixelRule> PixelRules() =>
        Arb.From(Gen.Constant(new PixelRule("library", (options, images) => options.ToStates(images))));
}
