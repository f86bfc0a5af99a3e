using System.Buffers.Binary;

namespace ExactGN.Experiments.Data.Formats;

/// <summary>MNIST's file format IDX, plain or gzipped: a magic number, one size per dimension, then unsigned bytes,
/// row-major.</summary>
/// <remarks>
/// Magic number and sizes are big-endian 32-bit numbers. The magic number's third byte is the element type,
/// 8 for unsigned bytes, its fourth the number of dimensions: 2051 = 0x0803 for images [N, height, width],
/// 2049 = 0x0801 for labels [N]. Source: Y. LeCun, C. Cortes, C. Burges, <i>The MNIST database</i>.
/// </remarks>
public static class IdxFile
{
    private const int ImageMagic = 0x0803;
    private const int LabelMagic = 0x0801;

    /// <summary>Reads a file of images and the file of their labels.</summary>
    /// <param name="images">The file of images.</param>
    /// <param name="labels">The file of labels.</param>
    /// <param name="shape">The images' shape, one channel.</param>
    /// <param name="classes">Labels are 0…classes − 1.</param>
    /// <param name="most">The number of images that there can be.</param>
    /// <exception cref="InvalidDataException">A magic number, size, length or label is wrong;
    /// the message names the file.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static LabelledImages Read(string images, string labels, ImageShape shape, int classes, int most)
    {
        var pixels = ReadImages(images, shape, most);
        var numbers = ReadLabels(labels, classes, most);
        return pixels.Length == (long)numbers.Length * shape.Features
            ? new(shape, pixels, numbers)
            : throw new InvalidDataException(
                $"'{labels}' must hold a label for each of the {pixels.Length / shape.Features} images of '{images}', "
                + $"got {numbers.Length}.");
    }

    /// <summary>Reads a file of images.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The images' shape, one channel.</param>
    /// <param name="most">The number of images that there can be.</param>
    /// <returns>The pixels, [N, d].</returns>
    /// <exception cref="InvalidDataException">Magic number, size or length is wrong;
    /// the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReadOnlyMemory<byte> ReadImages(string path, ImageShape shape, int most) =>
        Read(path, ImageMagic, "images", most, shape.Height, shape.Width);

    /// <summary>Reads a file of labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">Labels are 0…classes − 1.</param>
    /// <param name="most">The number of labels that there can be.</param>
    /// <returns>The labels, [N].</returns>
    /// <exception cref="InvalidDataException">Magic number, length or a label is wrong;
    /// the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReadOnlyMemory<byte> ReadLabels(string path, int classes, int most)
    {
        var labels = Read(path, LabelMagic, "labels", most);
        LabelRule.Require(path, labels.Span, classes);
        return labels;
    }

    private static ReadOnlyMemory<byte> Read(
        string path, int magic, string what, int most, params ReadOnlySpan<int> sizes)
    {
        var header = 4 * (2 + sizes.Length);
        var each = 1;
        foreach (var size in sizes)
        {
            each *= size;
        }

        var content = PackedFile.ReadAll(path, header + (long)most * each);
        if (content.Length < 4 || Number(0) != magic)
        {
            var got = content.Length < 4 ? $"{content.Length} bytes in all" : $"{Number(0)}";
            throw new InvalidDataException(
                $"'{path}' must begin with {magic}, the magic number of IDX {what}, got {got}.");
        }

        if (content.Length < header)
        {
            throw new InvalidDataException(
                $"'{path}' must begin with {header} bytes of magic number and sizes, "
                + $"got {content.Length} bytes in all.");
        }

        for (var k = 0; k < sizes.Length; k++)
        {
            if (Number(2 + k) != sizes[k])
            {
                throw new InvalidDataException(
                    $"'{path}' must hold images of {string.Join('×', sizes.ToArray())}, "
                    + $"got {string.Join('×', Enumerable.Range(2, sizes.Length).Select(Number))}.");
            }
        }

        var count = Number(1);
        if (count < 1 || count > most)
        {
            throw new InvalidDataException($"'{path}' must hold 1 to {most} {what}, got {count}.");
        }

        return content.Length == header + (long)count * each
            ? content[header..]
            : throw new InvalidDataException(
                $"'{path}' must hold {header + (long)count * each} bytes for its {count} {what}, "
                + $"got {content.Length}.");

        int Number(int k) => BinaryPrimitives.ReadInt32BigEndian(content.Span[(4 * k)..]);
    }
}
