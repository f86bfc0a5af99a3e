namespace ExactGN.Experiments.Data.Augmentation;

/// <summary>The augmentation of the paper's CIFAR-10 runs of SGD and Adam: a random rectangle of each image,
/// resampled bilinearly to the size of the image.</summary>
/// <remarks>
/// Output pixel i of an axis with window [t, t + h) and S pixels looks at the place u = t + (i + ½)·h/S,
/// and weighs the window's pixel k by the tent max(0, 1 − |k + ½ − u|), divided by the sum of the weights:
/// bilinear interpolation, with the window's edge pixels repeated outwards (h ≤ S, so nothing is shrunk).
/// An image X becomes R·X·Cᵀ per channel, R [S, height] for the rows and C [S, width] for the columns.
/// The weights of a pixel sum to 1, so that cropping commutes with normalisation. torchvision resamples 8-bit images
/// to 8 bits again when it is given those; here nothing is rounded.
/// <para>The window of a sample is a function of seed, epoch and sample, whatever batch the sample is in;
/// so a resumed run meets the same images.</para>
/// </remarks>
/// <param name="Shape">The images' shape, in and out.</param>
/// <param name="Seed">The run's seed.</param>
[Equation("(p/255 − μ_c)/s_c and the random resized crop")]
public sealed record RandomResizedCrop(ImageShape Shape, int Seed)
{
    /// <summary>The least and the most of the image's area that a window covers, before rounding;
    /// as published 0.08 to 1.</summary>
    public (double Least, double Most) Scale { get; init => field = Range(value, "scale", 1); } = (0.08, 1);

    /// <summary>The least and the most of a window's width over height, before rounding;
    /// as published 0.75 to 1.33.</summary>
    public (double Least, double Most) Ratio { get; init => field = Range(value, "ratio", double.MaxValue); }
        = (0.75, 1.33);

    /// <summary>The window of a sample.</summary>
    /// <param name="sample">Its index in the training part.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public CropWindow Window(long sample, int epoch) =>
        CropWindow.Draw(RandomDraw.Crops.Of(Seed, (uint)epoch, (ulong)sample), Shape.Height, Shape.Width, Scale, Ratio);

    /// <summary>Crops a batch.</summary>
    /// <param name="batch">[n, d], not changed.</param>
    /// <param name="samples">The n samples' indices in the training part.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <returns>[n, d] of the batch's dtype and device; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The batch does not have that many rows, or rows of another
    /// length.</exception>
    public Tensor Apply(Tensor batch, ReadOnlySpan<long> samples, int epoch)
    {
        if (batch.dim() != 2 || batch.size(0) != samples.Length || batch.size(1) != Shape.Features)
        {
            throw new ArgumentException(
                $"A crop needs one row of {Shape.Features} features per sample, got [{string.Join(", ", batch.shape)}] "
                + $"for {samples.Length} samples of {Shape}.");
        }

        var windows = new CropWindow[samples.Length];
        for (var i = 0; i < windows.Length; i++)
        {
            windows[i] = Window(samples[i], epoch);
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = Weights([.. windows.Select(window => (window.Top, window.Height))], Shape.Height)
            .to(batch.dtype, batch.device);
        var columns = Weights([.. windows.Select(window => (window.Left, window.Width))], Shape.Width)
            .to(batch.dtype, batch.device);
        var images = batch.reshape(samples.Length, Shape.Channels, Shape.Height, Shape.Width);
        return rows.matmul(images).matmul(columns.transpose(-1, -2)).reshape(batch.shape).MoveToOuterDisposeScope();
    }

    // [n, 1, S, S] in float64: window i's weights of the pixels of an axis, for each output pixel.
    private static Tensor Weights((int First, int Length)[] windows, int size)
    {
        var first = tensor(windows.Select(window => (double)window.First).ToArray()).reshape(-1, 1, 1, 1);
        var length = tensor(windows.Select(window => (double)window.Length).ToArray()).reshape(-1, 1, 1, 1);
        var pixel = arange(size, dtype: float64);
        var place = first + (pixel.reshape(-1, 1) + 0.5) * length / size;
        var tent = (1 - (pixel + 0.5 - place).abs()).clamp(min: 0);
        var inside = (pixel >= first).logical_and(pixel < first + length).to(float64);
        var weights = tent * inside;
        return weights / weights.sum(-1, keepdim: true);
    }

    private static (double Least, double Most) Range((double Least, double Most) range, string what, double most) =>
        0 < range.Least && range.Least <= range.Most && range.Most <= most
            ? range
            : throw new ArgumentException(
                $"The {what} of a crop needs 0 < least ≤ most{(most < double.MaxValue ? $" ≤ {most}" : "")}, "
                + $"got {range.Least} to {range.Most}.");
}
