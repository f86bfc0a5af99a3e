using System.Text.Json;

namespace ExactGN.Tests;

/// <summary>A short run of any architecture on Gaussian images of the digits' shape.</summary>
/// <param name="Architecture">What the network is made of.</param>
/// <param name="Block">Pixels along each side of a position, of an image network.</param>
/// <param name="Kernel">Positions along each side of a patch, of a convolutional one.</param>
/// <param name="Hidden">h; null for none.</param>
/// <param name="LinearInput">Whether the first block is linear.</param>
/// <param name="Optimiser">The optimiser.</param>
/// <param name="Crops">Whether the training images are cropped.</param>
/// <param name="Samples">N.</param>
/// <param name="BatchSize">n.</param>
/// <param name="After">The update after which the run is broken off.</param>
/// <param name="Seed">The seed of every draw.</param>
public sealed record ArchitectureRun(
    Architecture Architecture, int Block, int Kernel, int? Hidden, bool LinearInput, OptimiserOptions Optimiser,
    bool Crops, int Samples, int BatchSize, int After, int Seed)
{
    /// <summary>The network.</summary>
    public INetworkOptions Model => Architecture switch
    {
        Architecture.ConvNet => Shaped(new RevConvNetOptions
        {
            ImageChannels = 1,
            ImageHeight = 8,
            ImageWidth = 8,
            Kernel = Kernel,
        }),
        Architecture.Mixer => Shaped(new RevMixerOptions { ImageChannels = 1, ImageHeight = 8, ImageWidth = 8 }),
        _ => new RevMlpOptions
        {
            Features = Digits.Features,
            Hidden = Hidden,
            Classes = Digits.Classes,
            LinearInputBlock = LinearInput,
            InitialSigma = 0.1,
            Seed = Seed,
        },
    };

    /// <summary>The run.</summary>
    public RunConfiguration Configuration => new()
    {
        Setting = "architecture",
        Arm = "arm",
        Optimiser = Optimiser,
        LearningRate = 0.05,
        Epochs = 2,
        BatchSize = BatchSize,
        TrainSamples = Samples,
        Model = Model,
        Augmentation = Crops ? new() : null,
        Measures = new(Every: 2, KernelSamples: 2),
        Seed = Seed,
        Dtype = ScalarType.Float64,
    };

    /// <summary>The data; the caller owns it.</summary>
    public DataSet Data()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed, CPU);
        return new("recipe", Inputs(Samples), Targets(Samples), Inputs(5), Targets(5));

        Tensor Inputs(int samples) => randn([samples, Digits.Features], dtype: float64, generator: generator)
            .to(Steering.Device).DetachFromDisposeScope();
        Tensor Targets(int samples) => nn.functional
            .one_hot(randint(0, Digits.Classes, [samples], dtype: int64, generator: generator), Digits.Classes)
            .to(float64, Steering.Device).DetachFromDisposeScope();
    }

    private ImageNetworkOptions Shaped(ImageNetworkOptions options) => options with
    {
        Block = Block,
        Hidden = Hidden,
        Classes = Digits.Classes,
        LinearInputBlock = LinearInput,
        InitialSigma = 0.1,
        Seed = Seed,
    };

    /// <summary>Towards the paper's network and a break after the first update.</summary>
    public IEnumerable<ArchitectureRun> Shrink() => Smaller.Of(
        (Architecture != Architecture.Mlp, this with { Architecture = Architecture.Mlp }),
        (After > 1, this with { After = After - 1 }),
        (Crops, this with { Crops = false }));
}

/// <summary>A configuration's text under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Write">Configuration → text.</param>
/// <param name="Read">Text → configuration; null where it is none.</param>
public sealed record ConfigurationText(
    string Name, Func<RunConfiguration, string> Write, Func<string, RunConfiguration?> Read) : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static ConfigurationText Library { get; } = new(
        "library", run => JsonSerializer.Serialize(run, Json.Compact), text =>
        {
            try
            {
                return JsonSerializer.Deserialize<RunConfiguration>(text, Json.Compact);
            }
            catch (JsonException)
            {
                return null;
            }
        });
}

/// <summary>The draw of a network from its options under test: (options, seed) → network, which the caller
/// owns.</summary>
/// <param name="Name">For people.</param>
/// <param name="Draw">The draw.</param>
public sealed record OptionsDraw(string Name, Func<INetworkOptions, int, ReversibleNetwork> Draw) : UnderTest(Name);

/// <summary>What a network comes to, by its options.</summary>
/// <param name="Weights">The numbers of all W.</param>
/// <param name="Rows">The rows of ã, of F and of G.</param>
/// <param name="Columns">The columns of ã.</param>
/// <param name="JointRank">The most that the features' ranks can be together.</param>
public sealed record NetworkCount(long Weights, IReadOnlyList<long> Rows, long Columns, long JointRank);

/// <summary>The count under test: (options, n) → what they come to.</summary>
/// <param name="Name">For people.</param>
/// <param name="Of">The count.</param>
public sealed record CountRule(string Name, Func<INetworkOptions, int, NetworkCount> Of) : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static CountRule Library { get; } = new("library", (model, samples) =>
    {
        var size = new NetworkSize(model);
        return new((long)size.Weights, [.. size.RowsOf(samples)], size.Columns, (long)size.JointRank);
    });
}

public static partial class Arbitraries
{
    public static Arbitrary<ArchitectureRun> ArchitectureRuns() => Arb.From(
        from architecture in Gen.Elements(Enum.GetValues<Architecture>())
        from block in Gen.Elements(2, 4)
        from kernel in Gen.Elements(1, 3, 5)
        from hidden in Gen.Frequency(
            (5, Gen.Choose(4, 8).Select(h => (int?)h)), (1, Gen.Constant((int?)null)))
        from linear in Gen.Elements(false, true)
        from optimiser in Gen.Elements(UpdatingOptimisers.All)
        from crops in Gen.Elements(false, true)
        from samples in Gen.Choose(3, 6)
        from batch in Gen.Choose(2, samples)
        from after in Gen.Choose(1, 2 * ((samples + batch - 1) / batch) - 1)
        from seed in Gen.Choose(0, int.MaxValue - 10)
        select new ArchitectureRun(
            architecture, block, kernel, hidden, linear, optimiser, crops, samples, batch, after, seed),
        run => run.Shrink());

    public static Arbitrary<Arm> Arms() => Arb.From(
        from optimiser in Gen.Elements("gn", "rev", "mn", "krr", "sgd", "adam", "mix")
        from share in Gen.Elements<double?>(0, 0.25, 1.0 / 3, 1)
        from words in Gen.Choose(0, 3)
        from variations in Gen.ListOf(
            from word in Gen.Elements("noisy", "sigma", "decay", "then", "h", "n", "a")
            from number in Gen.Frequency((1, Gen.Constant((double?)null)), (2, Numbers.Select(x => (double?)x)))
            select new Variation(word, number),
            words)
        from rate in Gen.Frequency((1, Gen.Constant((double?)null)), (2, Numbers.Select(x => (double?)x)))
        let own = variations.Aggregate(
            new Arm(optimiser, optimiser == "mix" ? share : null), (so, part) => so.With(part.Word, part.Number))
        select rate is { } eta ? own.At(eta) : own);

    // Of any size; those of the catalogues among them.
    private static Gen<double> Numbers => Gen.Frequency(
        (1, Gen.Elements(0, 1e-6, 1e-4, 0.01, 0.5, 1, 32, 256, 1e15, double.Epsilon)),
        (2, from exponent in Gen.Choose(-320, 307)
            from digits in Gen.Choose(1, 999_999_999)
            select digits * Math.Pow(10, exponent - 8)),
        (2, from digits in Gen.Choose(1, 999_999_999) select digits * 1e-8));

    public static Arbitrary<ConfigurationText> ConfigurationTexts() =>
        Arb.From(Gen.Constant(ConfigurationText.Library));

    public static Arbitrary<OptionsDraw> OptionsDraws() => Arb.From(Gen.Constant(new OptionsDraw(
        "library", (options, seed) => options.WithSeed(seed).Draw(ScalarType.Float64, Steering.Device))));

    public static Arbitrary<CountRule> CountRules() => Arb.From(Gen.Constant(CountRule.Library));
}
