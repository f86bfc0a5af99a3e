using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace ExactGN.Experiments.Tests;

/// <summary>Files of a few random images in the published formats.</summary>
internal static class SmallFiles
{
    internal static byte[] Images(int count, int seed = 1, int magic = 2051, int height = 28, int width = 28) =>
        [.. Numbers(magic, count, height, width), .. Noise(count * height * width, seed)];

    internal static byte[] Labels(int count, int magic = 2049) =>
        [.. Numbers(magic, count), .. Enumerable.Range(0, count).Select(i => (byte)(i * 7 % 10))];

    internal static byte[] Batch(int count, int seed) =>
        [.. Enumerable.Range(0, count).SelectMany(i => (byte[])[(byte)((seed + i) % 10), .. Noise(3072, seed + i)])];

    internal static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    internal static byte[] Archive(params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            // Old archives may be of tar's first format; both are read.
            foreach (var (k, (name, content)) in files.Index())
            {
                writer.WriteEntry(k % 2 == 0
                    ? new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) }
                    : new V7TarEntry(TarEntryType.V7RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return Packed(archive.ToArray());
    }

    internal static FileSum Md5(byte[] content) =>
        FileSum.Md5(Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, content)));

    private static byte[] Numbers(params int[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var k = 0; k < numbers.Length; k++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * k), numbers[k]);
        }

        return bytes;
    }

    private static byte[] Noise(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
