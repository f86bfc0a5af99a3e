using System.Text.Json.Serialization;

namespace ExactGN.Networks;

/// <summary>The shape and the random draws of a reversible network of images; theory/architectures.md.</summary>
/// <remarks>Blocks of s × s pixels become channels (space to depth), so that there are enough of them to split; the
/// state is [n, d], channel by channel, and its halves are the first and the last half of the channels.</remarks>
[Equation("F(x) = ã(x)·W, of which only W is trained")]
public abstract record ImageNetworkOptions : INetworkOptions
{
    private protected ImageNetworkOptions()
    {
    }

    /// <summary>Channels of an image.</summary>
    public required int ImageChannels { get; init; }

    /// <summary>Rows of an image, a multiple of s.</summary>
    public required int ImageHeight { get; init; }

    /// <summary>Columns of an image, a multiple of s.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>s: s × s pixels become s² channels of one position. ImageChannels·s² must be even.</summary>
    public int Block { get; init; } = 2;

    /// <summary>h, the width of the fixed random projections; null for none: φ acts on a row's inputs
    /// themselves.</summary>
    public int? Hidden { get; init; }

    /// <summary>L, the number of coupling blocks.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>c, the width of the fixed orthonormal read-out; null for none: the loss is taken on the whole
    /// state.</summary>
    public int? Classes { get; init; }

    /// <summary>Whether each half-coupling has a bias, the last row of its W.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>φ of all half-couplings but those of a linear first block.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether the first block is linear (φ = identity).</summary>
    public bool LinearInputBlock { get; init; }

    /// <summary>σ, the standard deviation of the initial weights; the biases start at zero.</summary>
    public double InitialSigma { get; init; } = 1e-3;

    /// <summary>The seed of every draw: projections, weights, read-out.</summary>
    /// <remarks>
    /// The numbers are those of torch's generator of this seed, and the first W is drawn first. So what a program draws
    /// after <c>manual_seed</c> of the same number is W/σ, entry for entry, and data should have another seed. Runs of
    /// the experiments draw each from a stream of its own (RUN-23).
    /// </remarks>
    public int Seed { get; init; } = 42;

    /// <summary>d, the numbers of an image.</summary>
    [JsonIgnore]
    public int Features => ImageChannels * ImageHeight * ImageWidth;

    /// <summary>Positions of the state, of Block × Block pixels each.</summary>
    [JsonIgnore]
    public int Positions => Rows * Columns;

    /// <summary>Channels of each half.</summary>
    [JsonIgnore]
    public int HalfChannels => ImageChannels * Block * Block / 2;

    IEnumerable<CouplingPlan> INetworkOptions.Couplings =>
        from block in Enumerable.Range(0, Blocks)
        from half in (string[])["f", "g"]
        select new CouplingPlan(
            $"blocks.{block}.{half}",
            half == "f" ? LayoutOfF : LayoutOfG,
            Hidden,
            block == 0 && LinearInputBlock ? Activation.Identity : Activation,
            Bias);

    INetworkOptions INetworkOptions.Validated() => OfItsKind();

    INetworkOptions INetworkOptions.WithSeed(int seed) => this with { Seed = seed };

    ReversibleNetwork INetworkOptions.Draw(ScalarType dtype, Device? device) => Drawn(dtype, device);

    private protected int Rows => ImageHeight / Block;

    private protected int Columns => ImageWidth / Block;

    private protected abstract RowLayout LayoutOfF { get; }

    private protected abstract RowLayout LayoutOfG { get; }

    private protected abstract INetworkOptions OfItsKind();

    private protected abstract ReversibleNetwork Drawn(ScalarType dtype, Device? device);

    /// <summary>Images [n, channels·height·width], each channel row by row, as states x₀ of the network: every
    /// number in another place.</summary>
    /// <param name="images">Shape [n, d].</param>
    /// <returns>Shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width is another.</exception>
    [Equation("s × s pixels are s² channels of one position")]
    public Tensor ToStates(Tensor images)
    {
        OptionRule.RequireRows(images, Features, "Images");
        using var scope = NewDisposeScope();
        return images.reshape(-1, ImageChannels, Rows, Block, Columns, Block)
            .permute(0, 1, 3, 5, 2, 4)
            .reshape(-1, Features)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The inverse of <see cref="ToStates"/>.</summary>
    /// <param name="states">Shape [n, d].</param>
    /// <returns>Shape [n, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The width is another.</exception>
    [Equation("s × s pixels are s² channels of one position")]
    public Tensor ToImages(Tensor states)
    {
        OptionRule.RequireRows(states, Features, "States");
        using var scope = NewDisposeScope();
        return states.reshape(-1, ImageChannels, Block, Block, Rows, Columns)
            .permute(0, 1, 4, 2, 5, 3)
            .reshape(-1, Features)
            .MoveToOuterDisposeScope();
    }

    private protected void RequireImageRules()
    {
        OptionRule.Require(
            ImageChannels > 0 && ImageHeight > 0 && ImageWidth > 0
            && (Int128)ImageChannels * ImageHeight * ImageWidth <= RevMlpOptions.MostWidth,
            $"An image must have at least one number and {RevMlpOptions.MostWidth} at most, "
            + $"got {ImageChannels} × {ImageHeight} × {ImageWidth}.");
        OptionRule.Require(
            Block > 0 && ImageHeight % Block == 0 && ImageWidth % Block == 0,
            $"Blocks of pixels must tile the image, got Block = {Block} and {ImageHeight} × {ImageWidth}.");
        OptionRule.Require(
            ImageChannels * Block * Block % 2 == 0,
            "The state is split by channels, so ImageChannels·Block² must be even, "
            + $"got ImageChannels = {ImageChannels} and Block = {Block}.");
        OptionRule.RequireChain(this, Hidden);
    }
}
