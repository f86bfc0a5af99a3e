using System.Buffers.Binary;
using System.IO.Compression;

namespace ExactGN.Experiments.Data.Formats;

/// <summary>A file that may be gzipped, in one member or in several, with or without zeros after the last,
/// as tapes and blocks leave them. What counts is its content; whether it is packed is told by its first two
/// bytes, whatever its name.</summary>
internal static class PackedFile
{
    // A member ends with a sum and a length, eight bytes, and an empty one's last byte before them is zero too.
    private const int MostZerosOfAMember = 9;

    /// <summary>Whether the file begins with gzip's magic number 1F 8B. Neither an IDX file nor a CIFAR-10 batch
    /// can.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static bool IsPacked(string path)
    {
        using var file = RegularFile.OpenRead(path);
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
        using var file = RegularFile.OpenRead(path);
        using var content = packed
            ? new GZipStream(new EndMarkedStream(file), CompressionMode.Decompress)
            : (Stream)file;
        var end = packed ? EndMarkedStream.Mark.Length : 0;
        var buffer = new byte[end + (1 << 16)];
        for (var kept = 0; ;)
        {
            int count;
            try
            {
                count = content.Read(buffer, kept, buffer.Length - kept);
            }
            catch (InvalidDataException error)
            {
                throw NotWhole(error);
            }

            if (count == 0)
            {
                // GZipStream takes the end of the file for the end of its content; only what is whole is followed
                // by the mark.
                if (packed && !buffer.AsSpan(0, kept).SequenceEqual(EndMarkedStream.Mark.Span))
                {
                    if (!IsWholeBeforeZeros(file))
                    {
                        throw NotWhole();
                    }

                    piece(buffer.AsMemory(0, kept));
                }

                return;
            }

            var ready = Math.Max(0, kept + count - end);
            if (ready > 0 && !piece(buffer.AsMemory(0, ready)))
            {
                return;
            }

            buffer.AsSpan(ready, kept + count - ready).CopyTo(buffer);
            kept += count - ready;
        }

        InvalidDataException NotWhole(Exception? error = null) =>
            new($"'{called}' must be a whole gzip file, and it is damaged or cut short.", error);
    }

    /// <summary>The whole content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The bytes that a sound file can hold; a longer one is not unpacked to its end.</param>
    /// <exception cref="InvalidDataException">It is longer; or it is gzipped, and damaged or cut short.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static ReadOnlyMemory<byte> ReadAll(string path, long most)
    {
        // As large as the content will be, if the file is sound: growing by doubling would take three times that.
        // Whatever it announces, gzip packs to no less than a 1,032nd.
        var length = new FileInfo(path).Length;
        var announced = IsPacked(path) ? Math.Min(AnnouncedLength(path), 1032 * length) : length;
        using var content = new MemoryStream((int)Math.Min(announced, most));
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

    // zcat passes over zeros after the last member, and GZipStream takes them for the end, mark or no mark.
    // Where they begin nobody says: a member may end with a few of its own.
    private static bool IsWholeBeforeZeros(FileStream file)
    {
        var (block, end) = (new byte[1 << 12], file.Length);
        for (var last = -1; end > 0 && last < 0; end -= last < 0 ? Math.Min(end, block.Length) : 0)
        {
            var size = (int)Math.Min(end, block.Length);
            file.Position = end - size;
            file.ReadExactly(block, 0, size);
            last = block.AsSpan(0, size).LastIndexOfAnyExcept((byte)0);
            end -= last < 0 ? 0 : size - 1 - last;
        }

        return Enumerable.Range(0, (int)Math.Min(file.Length - end, MostZerosOfAMember + 1))
            .Any(zeros => IsWhole(file, end + zeros));
    }

    private static bool IsWhole(FileStream file, long bytes)
    {
        file.Position = 0;
        using var content = new GZipStream(new EndMarkedStream(file, bytes), CompressionMode.Decompress);
        var (buffer, kept) = (new byte[EndMarkedStream.Mark.Length + (1 << 16)], 0);
        try
        {
            while (content.Read(buffer, kept, buffer.Length - kept) is var count and > 0)
            {
                var end = Math.Min(kept + count, EndMarkedStream.Mark.Length);
                buffer.AsSpan(kept + count - end, end).CopyTo(buffer);
                kept = end;
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return buffer.AsSpan(0, kept).SequenceEqual(EndMarkedStream.Mark.Span);
    }

    // A gzip file ends with the length of its content modulo 2³², little-endian (RFC 1952); of several members it
    // is the last one's, and only a guess at the whole.
    private static uint AnnouncedLength(string path)
    {
        using var file = RegularFile.OpenRead(path);
        Span<byte> last = stackalloc byte[4];
        file.Seek(-Math.Min(last.Length, file.Length), SeekOrigin.End);
        file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}
