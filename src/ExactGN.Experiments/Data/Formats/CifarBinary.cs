namespace ExactGN.Experiments.Data.Formats;

/// <summary>The binary version of CIFAR-10, plain or gzipped: records of one label byte and 3 · 32 · 32 pixel bytes,
/// no header.</summary>
/// <remarks>The pixels are the red, the green and the blue plane, each row by row. Source: A. Krizhevsky,
/// <c>https://www.cs.toronto.edu/~kriz/cifar.html</c>.</remarks>
public static class CifarBinary
{
    /// <summary>The shape of every image.</summary>
    public static readonly ImageShape Shape = new(3, 32, 32);

    /// <summary>c.</summary>
    public const int Classes = 10;

    /// <summary>The bytes of one record.</summary>
    public static int Record => 1 + Shape.Features;

    /// <summary>Reads a batch.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The number of images that there can be.</param>
    /// <exception cref="InvalidDataException">It is not a whole number of records, at least one, or a label is wrong;
    /// the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelledImages Read(string path, int most)
    {
        var content = PackedFile.ReadAll(path, (long)most * Record).Span;
        if (content.Length == 0 || content.Length % Record != 0)
        {
            throw new InvalidDataException(
                $"'{path}' must hold whole records of {Record} bytes, got {content.Length} bytes.");
        }

        var count = content.Length / Record;
        var (pixels, labels) = (new byte[count * Shape.Features], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            var record = content.Slice(i * Record, Record);
            labels[i] = record[0];
            record[1..].CopyTo(pixels.AsSpan(i * Shape.Features));
        }

        LabelRule.Require(path, labels, Classes);
        return new(Shape, pixels, labels);
    }
}
