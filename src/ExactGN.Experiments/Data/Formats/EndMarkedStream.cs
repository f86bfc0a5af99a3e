using System.IO.Compression;

namespace ExactGN.Experiments.Data.Formats;

/// <summary>A gzip file followed by one more member, a mark. Members that follow each other are read as one content,
/// so the mark comes out at its end if, and only if, every member before it was whole.</summary>
/// <param name="file">The file, which stays the caller's.</param>
/// <param name="bytes">So many of its bytes are read; all when null.</param>
internal sealed class EndMarkedStream(Stream file, long? bytes = null) : Stream
{
    private long _left = bytes ?? long.MaxValue;

    private readonly MemoryStream _mark = new(Packed(), writable: false);

    /// <summary>The mark, unpacked: bytes that no file ends with.</summary>
    internal static ReadOnlyMemory<byte> Mark { get; } = Guid.NewGuid().ToByteArray();

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= count;
        return count > 0 ? count : _mark.Read(buffer);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _mark.Dispose();
        base.Dispose(disposing);
    }

    private static byte[] Packed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression))
        {
            gzip.Write(Mark.Span);
        }

        return packed.ToArray();
    }
}
