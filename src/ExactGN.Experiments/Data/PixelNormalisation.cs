namespace ExactGN.Experiments.Data;

/// <summary>p → (p/255 − mean)/std for an 8-bit pixel p, with one mean and one standard deviation per
/// channel.</summary>
/// <param name="Mean">One per channel, in units of p/255.</param>
/// <param name="Deviation">One per channel, in units of p/255.</param>
[Equation("(p/255 − μ_c)/s_c and the random resized crop")]
public sealed record PixelNormalisation(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    // Rows at a time, so that float64 copies of a large data set never exist as a whole.
    private const int Chunk = 2048;

    /// <summary>Normalises images; computed in float64 and rounded once.</summary>
    /// <param name="images">The images; their channels are those of the constants.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device.</param>
    /// <returns>[N, d]; the caller owns it.</returns>
    /// <exception cref="ArgumentException">The images have another number of channels.</exception>
    public Tensor Apply(LabelledImages images, ScalarType dtype, Device device)
    {
        var shape = images.Shape;
        if (shape.Channels != Mean.Count || shape.Channels != Deviation.Count)
        {
            throw new ArgumentException(
                $"A normalisation needs one mean and deviation per channel, got {Mean.Count} and {Deviation.Count} "
                + $"for images of {shape}.");
        }

        using var scope = NewDisposeScope();
        var rows = empty([images.Count, shape.Features], dtype, device);
        var mean = tensor(Mean.ToArray()).reshape(1, shape.Channels, 1);
        var deviation = tensor(Deviation.ToArray()).reshape(1, shape.Channels, 1);
        for (var first = 0; first < images.Count; first += Chunk)
        {
            using var chunk = NewDisposeScope();
            var count = Math.Min(Chunk, images.Count - first);
            var pixels = tensor(
                images.Pixels.Slice(first * shape.Features, count * shape.Features).ToArray(), dtype: uint8);
            var values = pixels.to(float64).reshape(count, shape.Channels, -1).div(255).sub(mean).div(deviation);
            rows.narrow(0, first, count).copy_(values.reshape(count, shape.Features));
        }

        return rows.MoveToOuterDisposeScope();
    }
}
