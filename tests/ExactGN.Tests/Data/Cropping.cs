namespace ExactGN.Tests;

/// <summary>The random resized crop under test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Window">(crop, sample, epoch) → the window.</param>
/// <param name="Apply">(crop, batch [n, d], samples, epoch) → [n, d].</param>
public sealed record Cropping(
    string Name,
    Func<RandomResizedCrop, long, int, CropWindow> Window,
    Func<RandomResizedCrop, Tensor, long[], int, Tensor> Apply) : UnderTest(Name)
{
    public static Cropping Library { get; } = new(
        "library",
        (crop, sample, epoch) => crop.Window(sample, epoch),
        (crop, batch, samples, epoch) => crop.Apply(batch, samples, epoch));

    /// <summary>Cropping image by image with the library's windows and a given value of an output pixel.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="pixel">(one channel, window, output row, output column) → value.</param>
    public static Cropping ByPixel(string name, Func<double[,], CropWindow, int, int, double> pixel) => new(
        name, Library.Window, (crop, batch, samples, epoch) =>
        {
            var (shape, source) =
                (
                    crop.Shape,
                    batch.to(float64, CPU).reshape(-1, crop.Shape.Channels, crop.Shape.Height, crop.Shape.Width));
            var values = new double[samples.Length, shape.Channels, shape.Height, shape.Width];
            for (var n = 0; n < samples.Length; n++)
            {
                var window = Library.Window(crop, samples[n], epoch);
                for (var c = 0; c < shape.Channels; c++)
                {
                    var channel = new double[shape.Height, shape.Width];
                    Buffer.BlockCopy(
                        source[n, c].contiguous().data<double>().ToArray(), 0, channel, 0,
                        sizeof(double) * channel.Length);
                    for (var i = 0; i < shape.Height; i++)
                    {
                        for (var j = 0; j < shape.Width; j++)
                        {
                            values[n, c, i, j] = pixel(channel, window, i, j);
                        }
                    }
                }
            }

            return tensor(values).reshape(batch.shape).to(batch.dtype, batch.device);
        });
}

/// <summary>Images, the samples they are, and ranges for the crop.</summary>
public sealed record CropRecipe(
    int Channels, int Height, int Width, int Batch, int Epoch, double LeastScale, double MostScale, double LeastRatio,
    double MostRatio, Precision Precision, int Seed)
{
    public override string ToString() => RecipeText.Of(this);

    public RandomResizedCrop Crop =>
        new(new(Channels, Height, Width), Seed) { Scale = (LeastScale, MostScale), Ratio = (LeastRatio, MostRatio) };

    /// <summary>Different indices in no order.</summary>
    public long[] Samples => [.. Enumerable.Range(0, Batch).Select(i => (long)((i * 7919 + Seed % 1000) % 60_000))];

    public Tensor Images()
    {
        manual_seed(Seed);
        return randn(Batch, Crop.Shape.Features, dtype: float64).to(Precision.Dtype(), Steering.Device);
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<Cropping> Croppings() => Arb.From(Gen.Constant(Cropping.Library));

    public static Arbitrary<CropRecipe> CropRecipes() => Arb.From(
        from channels in Gen.Elements(1, 3)
        from height in Gen.Choose(1, 16)
        from width in Gen.Choose(1, 16)
        from batch in Gen.Choose(1, 4)
        from epoch in Gen.Choose(1, 100)
        from leastScale in Gen.Choose(5, 95)
        from mostScale in Gen.Choose(leastScale, 100)
        from leastRatio in Gen.Choose(25, 300)
        from mostRatio in Gen.Choose(leastRatio, 400)
        from precision in Gen.Elements(Precision.Double, Precision.Single)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new CropRecipe(
            channels, height, width, batch, epoch, leastScale / 100.0, mostScale / 100.0, leastRatio / 100.0,
            mostRatio / 100.0, precision, seed),
        recipe => recipe.Batch > 1 ? [recipe with { Batch = 1 }]
            : recipe.Channels > 1 ? [recipe with { Channels = 1 }]
            : []);
}
