namespace ExactGN.Tests;

/// <summary>Faults of pixels and crops.</summary>
public static class DataFaults
{
    private static readonly Cropping Library = Cropping.Library;

    public static IReadOnlyList<Fault> All { get; } =
    [
        Scaled("pixels divided by 256", (p, mean, std) => (p / 256.0 - mean) / std),
        Scaled("variance in place of the deviation", (p, mean, std) => (p / 255.0 - mean) / (std * std)),
        Scaled("mean in units of the pixel", (p, mean, std) => (p - mean) / (255 * std)),
        new("constants of the first channel for all", new PixelScaling("first", (by, images, dtype) =>
            new PixelNormalisation([.. by.Mean.Select(_ => by.Mean[0])], [.. by.Deviation.Select(_ => by.Deviation[0])])
                .Apply(images, dtype, Steering.Device)), "DAT-1"),
        new("channels of a pixel side by side", new PixelScaling("side by side", (by, images, dtype) =>
        {
            var (shape, channels) = (images.Shape, images.Shape.Channels);
            var values = images.Pixels
                .ToArray()
                .Select((p, i) => (p / 255.0 - by.Mean[i % channels]) / by.Deviation[i % channels])
                .ToArray();
            return tensor(values, dtype: float64).reshape(images.Count, shape.Features).to(dtype, Steering.Device);
        }), "DAT-1"),

        Resampled(
            "corners aligned",
            (output, window, size) => size > 1 ? output * (window - 1.0) / (size - 1) : 0,
            interpolates: true,
            stays: true),
        Resampled(
            "pixels counted from their corner",
            (output, window, size) => output * (double)window / size,
            interpolates: true,
            stays: true),
        Resampled(
            "nearest pixel",
            (output, window, size) => (output + 0.5) * window / size - 0.5,
            interpolates: false,
            stays: true),
        Resampled(
            "neighbours outside the window looked at",
            (output, window, size) => (output + 0.5) * window / size - 0.5,
            interpolates: true,
            stays: false),
        new("rows and columns mixed up", new Cropping("mixed up", Library.Window, (crop, batch, samples, epoch) =>
        {
            var turned = batch.reshape(-1, crop.Shape.Channels, crop.Shape.Width, crop.Shape.Height).transpose(-1, -2);
            return Library.Apply(crop, turned.reshape(batch.shape), samples, epoch);
        }), "DAT-2"),

        Windowed("area of the window's sides by themselves", "DAT-3", (crop, random) =>
        {
            var (h, w) = (
                (int)Math.Ceiling(crop.Shape.Height * random.Between(crop.Scale.Least, crop.Scale.Most)),
                (int)Math.Ceiling(crop.Shape.Width * random.Between(crop.Scale.Least, crop.Scale.Most)));
            return new(random.Below(crop.Shape.Height - h + 1), random.Below(crop.Shape.Width - w + 1), h, w);
        }),
        new(
            "ratio of height to width",
            new Cropping(
                "turned",
                (crop, sample, epoch) =>
                    (crop with { Ratio = (1 / crop.Ratio.Most, 1 / crop.Ratio.Least) }).Window(sample, epoch),
                Library.Apply),
            "DAT-3"),
        new(
            "window that leaves the image",
            new Cropping(
                "leaves",
                (crop, sample, epoch) => Library.Window(crop, sample, epoch) is var window
                    ? window with { Top = window.Top + 1 }
                    : default,
                Library.Apply),
            "DAT-3"),

        new(
            "window by the place in the batch",
            new Cropping("place", Library.Window, (crop, batch, samples, epoch) => Library.Apply(
                crop, batch, [.. samples.Select((_, i) => (long)i)], epoch)),
            "DAT-4"),
        new(
            "the same windows in every epoch",
            new Cropping(
                "same",
                (crop, sample, _) => Library.Window(crop, sample, 1),
                (crop, batch, samples, _) => Library.Apply(crop, batch, samples, 1)),
            "DAT-4"),
        new(
            "one window for the whole batch",
            new Cropping(
                "one",
                (crop, _, epoch) => Library.Window(crop, 0, epoch),
                (crop, batch, samples, epoch) => Library.Apply(crop, batch, [.. samples.Select(_ => 0L)], epoch)),
            "DAT-4"),
        new(
            "seed, epoch and sample added up",
            new Cropping(
                "sum",
                (crop, sample, epoch) => Library.Window(crop, sample + epoch + crop.Seed % 1000, 1),
                (crop, batch, samples, epoch) => Library.Apply(
                    crop, batch, [.. samples.Select(sample => sample + epoch + crop.Seed % 1000)], 1)),
            "DAT-4"),

        Windowed("ratio drawn in place of its logarithm", "DAT-5", (crop, random) => Window(
            crop,
            random,
            random.Between(crop.Scale.Least, crop.Scale.Most),
            random.Between(crop.Ratio.Least, crop.Ratio.Most))),
        Windowed("root of the area drawn", "DAT-5", (crop, random) =>
        {
            var side = random.Between(Math.Sqrt(crop.Scale.Least), Math.Sqrt(crop.Scale.Most));
            return Window(crop, random, side * side, Math.Exp(
                random.Between(Math.Log(crop.Ratio.Least), Math.Log(crop.Ratio.Most))));
        }),
        new(
            "window always in the middle",
            new Cropping("middle", (crop, sample, epoch) => Library.Window(crop, sample, epoch) is var window
                ? window with
                {
                    Top = (crop.Shape.Height - window.Height) / 2,
                    Left = (crop.Shape.Width - window.Width) / 2,
                }
                : default, Library.Apply),
            "DAT-5"),
        new(
            "last place never taken",
            new Cropping("last place", (crop, sample, epoch) => Library.Window(crop, sample, epoch) is var window
                ? window with { Left = window.Left == crop.Shape.Width - window.Width ? 0 : window.Left }
                : default, Library.Apply),
            "DAT-5"),
    ];

    private static Fault Scaled(string name, Func<byte, double, double, double> value) => new(
        name, new PixelScaling(name, (by, images, dtype) =>
        {
            var plane = images.Shape.Height * images.Shape.Width;
            var values = images.Pixels
                .ToArray()
                .Select(
                    (p, i) => i / plane % images.Shape.Channels is var c ? value(p, by.Mean[c], by.Deviation[c]) : 0)
                .ToArray();
            return tensor(values, dtype: float64)
                .reshape(images.Count, images.Shape.Features)
                .to(dtype, Steering.Device);
        }), "DAT-1");

    // place: (output pixel, window's length, output's length) → where to look, in pixels of the window.
    private static Fault Resampled(string name, Func<int, int, int, double> place, bool interpolates, bool stays) =>
        new(name, Cropping.ByPixel(name, (image, window, i, j) =>
        {
            var (down, across) =
                (place(i, window.Height, image.GetLength(0)), place(j, window.Width, image.GetLength(1)));
            if (!interpolates)
            {
                (down, across) = (Math.Round(down), Math.Round(across));
            }

            var (row, column) = ((int)Math.Floor(down), (int)Math.Floor(across));
            var (rowShare, columnShare) = (down - row, across - column);
            return (1 - rowShare) * ((1 - columnShare) * At(row, column) + columnShare * At(row, column + 1))
                + rowShare * ((1 - columnShare) * At(row + 1, column) + columnShare * At(row + 1, column + 1));

            double At(int y, int x) => stays
                ? image[window.Top
                    + Math.Clamp(y, 0, window.Height - 1), window.Left + Math.Clamp(x, 0, window.Width - 1)]
                : image[Math.Clamp(
                    window.Top + y, 0, image.GetLength(0) - 1), Math.Clamp(window.Left + x, 0, image.GetLength(1) - 1)];
        }), "DAT-2");

    // Not HashCode.Combine, which is another in every process.
    private static Fault Windowed(string name, string claim, Func<RandomResizedCrop, RandomSource, CropWindow> draw) =>
        new(
            name,
            new Cropping(
                name,
                (crop, sample, epoch) => draw(
                    crop, new(unchecked((crop.Seed * 73_856_093) ^ ((int)sample * 19_349_663) ^ (epoch * 83_492_791)))),
                Library.Apply),
            claim);

    private static CropWindow Window(RandomResizedCrop crop, RandomSource random, double area, double ratio)
    {
        var pixels = area * crop.Shape.Height * crop.Shape.Width;
        var (w, h) = ((int)Math.Round(Math.Sqrt(pixels * ratio)), (int)Math.Round(Math.Sqrt(pixels / ratio)));
        return new(random.Below(crop.Shape.Height - h + 1), random.Below(crop.Shape.Width - w + 1), h, w);
    }

    private sealed class RandomSource(int seed)
    {
        private readonly Random _random = new(seed);

        public double Between(double least, double most) => least + (most - least) * _random.NextDouble();

        public int Below(int n) => _random.Next(n);
    }
}
