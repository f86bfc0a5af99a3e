using System.Buffers.Binary;

namespace ExactGN.Cli.Tests;

/// <summary>Images of 28×28 random pixels in MNIST's format.</summary>
internal static class RandomImages
{
    /// <summary>Writes a part, "train" or "t10k", where <c>--data-dir</c> finds it.</summary>
    internal static void Write(string folder, string part, int count)
    {
        var mnist = Directory.CreateDirectory(Path.Combine(folder, "mnist")).FullName;
        var pixels = new byte[count * 784];
        new Random(count).NextBytes(pixels);
        File.WriteAllBytes(
            Path.Combine(mnist, $"{part}-images-idx3-ubyte"), [.. Numbers(2051, count, 28, 28), .. pixels]);
        File.WriteAllBytes(
            Path.Combine(mnist, $"{part}-labels-idx1-ubyte"),
            [.. Numbers(2049, count), .. Enumerable.Range(0, count).Select(i => (byte)(i * 7 % 10))]);
    }

    private static IEnumerable<byte> Numbers(params int[] numbers) => numbers.SelectMany(number =>
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    });
}
