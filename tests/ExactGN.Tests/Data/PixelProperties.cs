namespace ExactGN.Tests;

/// <summary>theory/data.md: from pixels to inputs.</summary>
public sealed class PixelProperties
{
    [Claim("DAT-1")]
    public Property Every_pixel_is_normalised_by_the_constants_of_its_channel(PixelScaling scaling, PixelRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (images, by, dtype) = (recipe.Images(), recipe.Normalisation(), recipe.Precision.Dtype());
        var (pixels, plane) = (images.Pixels.ToArray(), recipe.Height * recipe.Width);
        // (p − 255·mean)/(255·std): pixel by pixel, without libtorch.
        var expected = pixels.Select((pixel, i) => i / plane % recipe.Channels is var channel
            ? (pixel - 255 * by.Mean[channel]) / (255 * by.Deviation[channel])
            : 0).ToArray();

        var inputs = scaling.Apply(by, images, dtype);

        var reference = tensor(expected).reshape(images.Count, images.Shape.Features);
        var error = inputs.to(float64, CPU) - reference;
        // Of p/255 and mean, both at most 1, over a deviation of at least 0.1; per pixel, so that
        // no wrong one hides among many.
        var scale = 1 / by.Deviation.Min();
        return Verdict.Below(recipe, error.abs().max().item<double>() / (scale * Ratio.Eps(dtype)));
    }
}
