namespace ExactGN.Tests;

/// <summary>Planted faults of theory/architectures.md.</summary>
public static class ArchitectureFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("kernels transposed", new ConvolutionRule("kernels transposed", (half, recipe, x) =>
            Image(half.At(Image(x, recipe)).Value(), recipe)), "ARCH-1"),
        new(
            "image wrapped around at its edge",
            new ConvolutionRule("wrapped", (half, recipe, x) => Wrapped(half, recipe, x)),
            "ARCH-1"),
        new("outputs position by position", new ConvolutionRule("position by position", (half, _, x) =>
        {
            var point = half.At(x);
            return point.RowsOf(point.Value()).reshape(x.shape);
        }), "ARCH-1"),
        new(
            "overlapping patches overwrite each other",
            new LayoutRule("overwriting") { Scatter = (layout, y) => Overwriting(layout, y) },
            "ARCH-2"),
        Slope("tanh′ taken for 1 − φ", Activation.Tanh, z => 1 - z.tanh()),
        Slope(
            "softplus′ taken from φ as if it were z", Activation.Softplus, z => Activation.Softplus.Apply(z).sigmoid()),
        Slope("GELU′ without the density", Activation.Gelu, z => 0.5 * (-z / Math.Sqrt(2)).erfc()),
        new("F and G exchanged", new MixerRule("exchanged", mixer => (mixer.Blocks[0].G, mixer.Blocks[0].F)), "ARCH-4"),
        new("rank compared with the number of samples", new RowReport("samples", (model, x, y) =>
        {
            var report = RowReport.Library.Report(model, x, y);
            return report with { Halves = [.. report.Halves.Select(half => half with { Samples = (int)x.size(0) })] };
        }), "ARCH-5"),
        new("rows and columns of a block of pixels exchanged", new PixelRule("exchanged", (options, images) =>
        {
            var (s, height, width) =
                (options.Block, options.ImageHeight / options.Block, options.ImageWidth / options.Block);
            return options.ToStates(images)
                .view(-1, options.ImageChannels, s, s, height, width)
                .transpose(2, 3)
                .reshape(images.shape);
        }), "ARCH-6"),
    ];

    private static Fault Slope(string name, Activation wrong, Func<Tensor, Tensor> derivative) =>
        new(name, new SlopeRule(name, (activation, z) => activation == wrong
            ? derivative(z)
            : activation.Derivative(activation.FollowsFromValue ? activation.Apply(z) : z)), "ARCH-3");

    // Upside down: the convolution is then one with its kernels turned over.
    private static Tensor Image(Tensor half, ImageRecipe recipe) =>
        half.view(recipe.Samples, recipe.Channels, recipe.Height, recipe.Width).flip(2).reshape(half.shape);

    private static Tensor Wrapped(HalfCoupling half, ImageRecipe recipe, Tensor x)
    {
        var reach = recipe.Kernel / 2;
        var image = x.view(recipe.Samples, recipe.Channels, recipe.Height, recipe.Width);
        var padded = cat(
            [.. Enumerable.Range(-reach, recipe.Height + (2 * reach)).Select(
                row => image.select(2, Modulo(row, recipe.Height)).unsqueeze(2))],
            2);
        padded = cat(
            [.. Enumerable.Range(-reach, recipe.Width + (2 * reach)).Select(
                column => padded.select(3, Modulo(column, recipe.Width)).unsqueeze(3))],
            3);
        var kernels = half.Projection!.mT.reshape(recipe.Hidden, recipe.Channels, recipe.Kernel, recipe.Kernel);
        var weights = half.Weight.narrow(0, 0, recipe.Hidden).mT.reshape(recipe.Channels, recipe.Hidden, 1, 1);
        var bias = recipe.Bias ? half.Weight[-1] : zeros(recipe.Channels, dtype: float64, device: x.device);
        return nn.functional.conv2d(nn.functional.conv2d(padded, kernels).relu(), weights, bias).reshape(x.shape);
    }

    private static int Modulo(int i, int n) => ((i % n) + n) % n;

    private static Tensor Overwriting(RowLayout layout, Tensor y)
    {
        if (layout is not PositionLayout { Kernel: > 1 } position)
        {
            return layout.Scatter(y);
        }

        // The centre alone of each patch.
        var centre = zeros_like(y).view(y.size(0), position.Channels, -1);
        var middle = position.Kernel * position.Kernel / 2;
        centre.select(2, middle).copy_(y.view(y.size(0), position.Channels, -1).select(2, middle));
        return layout.Scatter(centre.view(y.shape));
    }
}
