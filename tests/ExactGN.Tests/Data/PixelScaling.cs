namespace ExactGN.Tests;

/// <summary>The way from 8-bit pixels to inputs under test: (constants, images, dtype) → [N, d].</summary>
public sealed record PixelScaling(string Name, Func<PixelNormalisation, LabelledImages, ScalarType, Tensor> Apply)
    : UnderTest(Name);

/// <summary>Random images and constants; with more images than one pass of the library takes when
/// <paramref name="Many"/>.</summary>
public sealed record PixelRecipe(
    int Channels, int Height, int Width, int Count, bool Many, Precision Precision, int Seed)
{
    public LabelledImages Images()
    {
        var shape = new ImageShape(Channels, Height, Width);
        var pixels = new byte[(Many ? 2048 + Count : Count) * shape.Features];
        new Random(Seed).NextBytes(pixels);
        return new(shape, pixels, new byte[pixels.Length / shape.Features]);
    }

    public PixelNormalisation Normalisation()
    {
        var random = new Random(Seed + 1);
        return new(
            [.. Enumerable.Range(0, Channels).Select(_ => random.NextDouble())],
            [.. Enumerable.Range(0, Channels).Select(_ => 0.1 + random.NextDouble())]);
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<PixelScaling> PixelScalings() => Arb.From(
        Gen.Constant(new PixelScaling("library", (by, images, dtype) => by.Apply(images, dtype, Steering.Device))));

    public static Arbitrary<PixelRecipe> PixelRecipes() => Arb.From(
        from channels in Gen.Elements(1, 3)
        from height in Gen.Choose(1, 6)
        from width in Gen.Choose(1, 6)
        from count in Gen.Choose(1, 5)
        from many in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from precision in Gen.Elements(Precision.Double, Precision.Single)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new PixelRecipe(channels, height, width, count, many, precision, seed),
        recipe => recipe.Many ? [recipe with { Many = false }] : recipe.Count > 1 ? [recipe with { Count = 1 }] : []);
}
