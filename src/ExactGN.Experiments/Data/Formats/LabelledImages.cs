namespace ExactGN.Experiments.Data.Formats;

/// <summary>8-bit images with their labels, as files hold them: managed memory, nothing to dispose.</summary>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Pixels">[N, d], image after image.</param>
/// <param name="Labels">[N], from 0.</param>
public sealed record LabelledImages(ImageShape Shape, ReadOnlyMemory<byte> Pixels, ReadOnlyMemory<byte> Labels)
{
    /// <summary>N, the number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The parts one after the other.</summary>
    /// <param name="parts">At least one, all of one shape.</param>
    public static LabelledImages Join(IReadOnlyList<LabelledImages> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var (pixels, labels) =
            (new byte[parts.Sum(part => part.Pixels.Length)], new byte[parts.Sum(part => part.Count)]);
        var (pixel, label) = (0, 0);
        foreach (var part in parts)
        {
            part.Pixels.CopyTo(pixels.AsMemory(pixel));
            part.Labels.CopyTo(labels.AsMemory(label));
            (pixel, label) = (pixel + part.Pixels.Length, label + part.Count);
        }

        return new(parts[0].Shape, pixels, labels);
    }

    /// <summary>The first images, as the paper's subsets are taken.</summary>
    /// <param name="count">How many; all when null.</param>
    /// <exception cref="ArgumentException">There are not that many.</exception>
    public LabelledImages First(int? count) => count switch
    {
        null => this,
        > 0 when count <= Count => new(Shape, Pixels[..(count.Value * Shape.Features)], Labels[..count.Value]),
        _ => throw new ArgumentException($"A subset takes 1 to {Count} of {Count} images, got {count}."),
    };

    /// <summary>Some of the images.</summary>
    /// <param name="indices">Which, in the order wanted.</param>
    internal LabelledImages Take(int[] indices)
    {
        var (pixels, labels) = (new byte[indices.Length * Shape.Features], new byte[indices.Length]);
        foreach (var (i, index) in indices.Index())
        {
            Pixels.Slice(index * Shape.Features, Shape.Features).CopyTo(pixels.AsMemory(i * Shape.Features));
            labels[i] = Labels.Span[index];
        }

        return new(Shape, pixels, labels);
    }

    /// <summary>The labels as rows of the identity.</summary>
    /// <param name="classes">c.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device.</param>
    /// <returns>[N, c], one-hot; the caller owns it.</returns>
    public Tensor OneHot(int classes, ScalarType dtype, Device device)
    {
        using var scope = NewDisposeScope();
        var labels = tensor(Labels.ToArray(), dtype: uint8).to(int64);
        return nn.functional.one_hot(labels, classes).to(dtype, device).MoveToOuterDisposeScope();
    }
}
