using System.Globalization;

namespace ExactGN.Experiments.Runs;

/// <summary>The architectures that a run can have, by the names that configurations and the command line give
/// them.</summary>
public static class Architectures
{
    /// <summary><see cref="RevMlp"/>, the paper's.</summary>
    public const string Mlp = "rev-mlp";

    /// <summary><see cref="RevConvNet"/>.</summary>
    public const string ConvNet = "rev-conv";

    /// <summary><see cref="RevMixer"/>.</summary>
    public const string Mixer = "rev-mixer";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Mlp, ConvNet, Mixer];

    /// <summary>The name of a network's architecture.</summary>
    /// <param name="model">Its options.</param>
    public static string NameOf(INetworkOptions model) => model switch
    {
        RevConvNetOptions => ConvNet,
        RevMixerOptions => Mixer,
        _ => Mlp,
    };

    /// <summary>The architecture for readers, with what it has beside width and depth: "RevConvNet (4×4 positions of
    /// 2×2 pixels, patches of 3×3)".</summary>
    /// <param name="model">The network's options.</param>
    public static string Title(INetworkOptions model) => model switch
    {
        RevConvNetOptions conv => Text($"RevConvNet ({Positions(conv)}, patches of {conv.Kernel}×{conv.Kernel})"),
        RevMixerOptions mixer => $"RevMixer ({Positions(mixer)})",
        _ => nameof(RevMlp),
    };

    /// <summary>An image network must be one of the data set's images.</summary>
    /// <param name="model">The network's options.</param>
    /// <param name="data">The data set's id.</param>
    /// <exception cref="ArgumentException">It is not, or there is no such data set; the message gives the
    /// rule, then the values.</exception>
    internal static void RequireFits(INetworkOptions model, string data)
    {
        if (model is ImageNetworkOptions image && DataCatalogue.Shape(data) is var shape && shape != Shape(image))
        {
            throw new ArgumentException(
                $"A {NameOf(model)} network takes the data set's images, {shape} of {DataCatalogue.Title(data)}, "
                + $"got {Shape(image)}.");
        }
    }

    private static ImageShape Shape(ImageNetworkOptions image) =>
        new(image.ImageChannels, image.ImageHeight, image.ImageWidth);

    private static string Positions(ImageNetworkOptions image)
    {
        var (rows, columns) = (image.ImageHeight / image.Block, image.ImageWidth / image.Block);
        return Text($"{rows}×{columns} positions of {image.Block}×{image.Block} pixels");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
