namespace ExactGN.Tests;

/// <summary>The recipe of a network and a batch: sizes, σ of the weights and biases, a seed. Nothing here depends
/// on what is then measured.</summary>
/// <param name="HalfWidth">q = d/2.</param>
/// <param name="Hidden">h, or null for no projection.</param>
/// <param name="Blocks">L.</param>
/// <param name="Classes">c, or null for no read-out.</param>
/// <param name="Samples">n.</param>
/// <param name="Bias">Whether the half-couplings have biases, which are then not zero.</param>
/// <param name="LinearInput">Whether the first block is linear.</param>
/// <param name="Sigma">σ_W, 0.05 or more unless a claim is about small weights.</param>
/// <param name="Seed">The seed of every draw.</param>
/// <remarks>The state has d = 2q numbers whatever the architecture is: an image network's half has
/// q = channels·positions.</remarks>
public sealed record NetworkRecipe(
    int HalfWidth, int? Hidden, int Blocks, int? Classes, int Samples, bool Bias, bool LinearInput, double Sigma,
    int Seed)
{
    /// <summary>What the network is made of.</summary>
    public Architecture Architecture { get; init; } = Architecture.Mlp;

    /// <summary>φ, but in a linear first block.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The same sizes in the paper's architecture, with ReLU, for claims about those.</summary>
    internal NetworkRecipe Paper => this with { Architecture = Architecture.Mlp, Activation = Activation.Relu };

    /// <summary>Rows and columns of positions of an image network.</summary>
    internal (int Height, int Width) Image => (HalfWidth % 4, HalfWidth % 3, HalfWidth % 2) switch
    {
        (0, _, _) => (2, 2),
        (_, 0, _) => (1, 3),
        (_, _, 0) => (2, 1),
        _ => (1, 1),
    };

    /// <summary>The most rows of an ã.</summary>
    internal int Rows => Samples * Architecture switch
    {
        Architecture.Mlp => 1,
        Architecture.ConvNet => Image.Height * Image.Width,
        _ => Math.Max(Image.Height * Image.Width, HalfWidth / (Image.Height * Image.Width)),
    };

    /// <summary>The options of the paper's architecture.</summary>
    public RevMlpOptions Options() => new()
    {
        Activation = Activation,
        Features = 2 * HalfWidth,
        Hidden = Hidden,
        Blocks = Blocks,
        Classes = Classes,
        Bias = Bias,
        LinearInputBlock = LinearInput,
        InitialSigma = Sigma,
        Seed = Seed,
    };

    /// <summary>The network and its batch, on the steered device; biases are drawn N(0, 0.2²) rather than left
    /// at zero.</summary>
    public NetworkCase Build(ScalarType dtype = ScalarType.Float64)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        ReversibleNetwork model = Architecture switch
        {
            Architecture.ConvNet => new RevConvNet(
                Shaped(new RevConvNetOptions { ImageChannels = 0, ImageHeight = 0, ImageWidth = 0 }),
                dtype,
                Steering.Device),
            Architecture.Mixer => new RevMixer(
                Shaped(new RevMixerOptions { ImageChannels = 0, ImageHeight = 0, ImageWidth = 0 }),
                dtype,
                Steering.Device),
            _ => new RevMlp(Options(), dtype, Steering.Device),
        };
        using var generator = new Generator((ulong)Seed + 1, CPU);
        if (Bias)
        {
            foreach (var half in model.HalfCouplings)
            {
                half.Weight[-1].copy_(0.2 * randn([half.Weight.size(1)], dtype: float64, generator: generator));
            }
        }

        Tensor Gaussian(long columns) =>
            randn([Samples, columns], dtype: float64, generator: generator).to(dtype, Steering.Device);
        var x = Gaussian(2 * HalfWidth);
        var targets = Gaussian(Classes ?? 2 * HalfWidth);
        return new(model, x.DetachFromDisposeScope(), targets.DetachFromDisposeScope(), Seed);
    }

    /// <summary>The same in a dispose scope of its own and without gradients, both until it is disposed.</summary>
    public NetworkCase Open(ScalarType dtype = ScalarType.Float64) =>
        Build(dtype) with { Surroundings = [no_grad(), NewDisposeScope()] };

    private T Shaped<T>(T options)
        where T : ImageNetworkOptions => options with
        {
            ImageChannels = 2 * HalfWidth / (Image.Height * Image.Width),
            ImageHeight = Image.Height,
            ImageWidth = Image.Width,
            Block = 1,
            Hidden = Hidden,
            Blocks = Blocks,
            Classes = Classes,
            Bias = Bias,
            LinearInputBlock = LinearInput,
            Activation = Activation,
            InitialSigma = Sigma,
            Seed = Seed,
        };

    /// <summary>Towards the paper's network, one block, few samples and narrow halves.</summary>
    public IEnumerable<NetworkRecipe> Shrink() => Smaller.Of(
        (this != Paper, Paper),
        (Blocks > 1, this with { Blocks = Blocks - 1 }),
        (Samples > 1, this with { Samples = Samples - 1 }),
        (Classes > 1, this with { Classes = Classes - 1 }),
        (Bias, this with { Bias = false }),
        (Hidden > 1, this with { Hidden = Hidden - 1 }));
}

/// <summary>A network, a batch x₀ and Gaussian targets (for squared error). Disposing it frees all three.</summary>
public sealed record NetworkCase(ReversibleNetwork Model, Tensor X, Tensor Targets, int Seed) : IDisposable
{
    /// <summary>What ends with it.</summary>
    internal IReadOnlyList<IDisposable> Surroundings { get; init; } = [];

    /// <summary>The network, of a recipe for the paper's architecture.</summary>
    public RevMlp Mlp => (RevMlp)Model;

    /// <summary>Targets as probabilities: soft (a softmax of the Gaussian ones) or one-hot (their largest
    /// entry).</summary>
    public Tensor Probabilities(bool soft) => soft
        ? Targets.softmax(1)
        : nn.functional.one_hot(Targets.argmax(1), Targets.size(1)).to(Targets.dtype);

    /// <summary>A Gaussian tensor of the given columns, one row per sample, from the recipe's own stream.</summary>
    public Tensor Gaussian(long columns, int stream)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed + 100 + (ulong)stream, CPU);
        return randn([X.size(0), columns], dtype: float64, generator: generator)
            .to(X.dtype, X.device)
            .MoveToOuterDisposeScope();
    }

    /// <summary>A Gaussian Δ for every W.</summary>
    public Update GaussianUpdate(int stream)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seed + 100 + (ulong)stream, CPU);
        return new(Model.HalfCouplings
            .Select(half => randn(half.Weight.shape, dtype: float64, generator: generator).to(X.dtype, X.device))
            .ToArray());
    }

    /// <summary>ã of every half-coupling at this batch, in order, in the caller's dispose scope.</summary>
    public IReadOnlyList<Tensor> Features()
    {
        using var noGrad = no_grad();
        List<Tensor> features = [];
        var state = Halves.Split(X);
        foreach (var block in Model.Blocks)
        {
            features.Add(block.F.At(state.Second).Features());
            state = block.Forward(state);
            features.Add(block.G.At(state.First).Features());
        }

        return features;
    }

    /// <summary>The largest σ_max/σ_min(n) of the features, measured in float64; infinite where a half-coupling
    /// lacks full row rank.</summary>
    public double WorstCondition() => Features().Max(features =>
    {
        using var scope = NewDisposeScope();
        if (features.size(0) > features.size(1))
        {
            return double.PositiveInfinity;
        }

        var sigma = linalg.svdvals(features.to(float64));
        var (largest, smallest) = (sigma.max().item<double>(), sigma.min().item<double>());
        return smallest > 1e-12 * largest ? largest / smallest : double.PositiveInfinity;
    });

    public void Dispose()
    {
        Model.Dispose();
        X.Dispose();
        Targets.Dispose();
        foreach (var surrounding in Surroundings)
        {
            surrounding.Dispose();
        }
    }
}

/// <summary>A recipe in which every half-coupling is likely to have full row rank; properties condition
/// on the measured rank.</summary>
public sealed record FullRankNetwork(NetworkRecipe Network)
{
    /// <inheritdoc cref="NetworkRecipe.Paper"/>
    internal FullRankNetwork Paper => new(Network.Paper);
}

/// <summary>A recipe that lacks full row rank: n exceeds what a linear input block or the features' width can
/// carry, or samples repeat.</summary>
public sealed record DeficientNetwork(NetworkRecipe Network)
{
    /// <inheritdoc cref="NetworkRecipe.Paper"/>
    internal DeficientNetwork Paper => new(Network.Paper);
}

public static partial class Arbitraries
{
    /// <summary>Any shape, architecture and φ, whatever its rank.</summary>
    public static Arbitrary<NetworkRecipe> NetworkRecipes() => Arb.From(
        from architecture in Architectures
        from activation in Gen.Elements(
            Activation.Relu, Activation.Relu, Activation.Tanh, Activation.Gelu, Activation.Softplus)
        from halfWidth in Gen.Choose(1, 6)
        from hidden in Gen.Elements<int?>(null, 1, 4, 9, 16)
        from samples in Gen.Choose(1, 8)
        from recipe in Networks(halfWidth, hidden, samples)
        select recipe with { Architecture = architecture, Activation = activation },
        recipe => recipe.Shrink());

    /// <summary>q ≥ 3, h ≥ 2r for the r rows of ã, n ≤ q (for a linear input block) and L ≤ 4; images with two samples
    /// or three, whose features span more than a few inputs carry.</summary>
    public static Arbitrary<FullRankNetwork> FullRankNetworks() => Arb.From(
        Gen.OneOf(FullRankMlps, FullRankMlps, FullRankImages),
        recipe => recipe.Network
            .Shrink()
            .Where(smaller => smaller.Samples >= 2 && smaller.Hidden >= 2 * smaller.Rows)
            .Select(smaller => new FullRankNetwork(smaller)));

    /// <summary>More samples than a linear block's q + 1, or than the features' width. ReLU: the ranks of a smooth φ
    /// fade, without a gap.</summary>
    public static Arbitrary<DeficientNetwork> DeficientNetworks() => Arb.From(
        from halfWidth in Gen.Choose(2, 4)
        from samples in Gen.Choose(halfWidth + 3, halfWidth + 8)
        from hidden in Gen.Choose(3, 16)
        from architecture in Architectures
        from recipe in Networks(halfWidth, hidden, samples)
        select new DeficientNetwork(
            recipe with { Architecture = architecture, LinearInput = recipe.LinearInput || hidden + 1 >= samples }),
        recipe => recipe.Network
            .Shrink()
            .Where(smaller => smaller.Samples >= recipe.Network.HalfWidth + 3)
            .Select(smaller => new DeficientNetwork(smaller)));

    private static Gen<Architecture> Architectures =>
        Gen.Elements(Architecture.Mlp, Architecture.Mlp, Architecture.ConvNet, Architecture.Mixer);

    private static Gen<FullRankNetwork> FullRankMlps =>
        from halfWidth in Gen.Choose(3, 7)
        from samples in Gen.Choose(2, halfWidth)
        from hidden in Gen.Choose(2 * samples, 4 * samples + 4)
        from activation in Gen.Elements(
            Activation.Relu, Activation.Relu, Activation.Relu, Activation.Tanh, Activation.Gelu, Activation.Softplus)
        from recipe in Networks(halfWidth, hidden, samples)
        select new FullRankNetwork(recipe with { Activation = activation });

    // h is larger because the rows of neighbouring positions are alike; a linear block would span too little.
    private static Gen<FullRankNetwork> FullRankImages =>
        from architecture in Gen.Elements(Architecture.ConvNet, Architecture.Mixer)
        from halfWidth in Gen.Elements(6, 9, 12)
        from samples in Gen.Choose(2, 3)
        from hidden in Gen.Choose(24, 40)
        from recipe in Networks(halfWidth, hidden, samples)
        select new FullRankNetwork(recipe with { Architecture = architecture, LinearInput = false });

    private static Gen<NetworkRecipe> Networks(int halfWidth, int? hidden, int samples) =>
        from blocks in Gen.Choose(1, 4)
        from classes in Gen.Elements<int?>(null, 2, Math.Min(3, 2 * halfWidth), 2 * halfWidth)
        from bias in Gen.Elements(true, true, false)
        from linearInput in Gen.Elements(true, false)
        from sigma in Gen.Elements(0.05, 0.1, 0.3)
        from seed in Gen.Choose(0, int.MaxValue - 1000)
        select new NetworkRecipe(halfWidth, hidden, blocks, classes, samples, bias, linearInput, sigma, seed);
}
