using System.IO.Compression;

namespace ExactGN.Experiments;

/// <summary>A file that may be gzipped. What counts is its content; whether it is packed is told by its first two bytes, whatever its name.</summary>
internal static class PackedFile
{
    /// <summary>Whether the file begins with gzip's magic number 1F 8B. Neither an IDX file nor a CIFAR-10 batch can.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static bool IsPacked(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
    }

    /// <summary>Hands the content to a reader, piece by piece.</summary>
    /// <param name="path">The file.</param>
    /// <param name="called">What messages call it.</param>
    /// <param name="piece">Receives the next bytes; false to stop.</param>
    /// <exception cref="InvalidDataException">It is gzipped, and damaged or cut short.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static void Read(string path, string called, Func<ReadOnlyMemory<byte>, bool> piece)
    {
        var packed = IsPacked(path);
        using var file = File.OpenRead(path);
        using var content = packed ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        var buffer = new byte[1 << 16];
        int count;
        do
        {
            try
            {
                count = content.Read(buffer);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"'{called}' must be a whole gzip file, and it is damaged or cut short.", error);
            }
        }
        while (count > 0 && piece(buffer.AsMemory(0, count)));
    }

    /// <summary>The whole content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The bytes that a sound file can hold; a longer one is not unpacked to its end.</param>
    /// <exception cref="InvalidDataException">It is longer; or it is gzipped, and damaged or cut short.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static ReadOnlyMemory<byte> ReadAll(string path, long most)
    {
        using var content = new MemoryStream();
        Read(path, path, bytes =>
        {
            if (content.Length + bytes.Length > most)
            {
                throw new InvalidDataException($"'{path}' must hold at most {most:N0} bytes, and it holds more.");
            }

            content.Write(bytes.Span);
            return true;
        });
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}
