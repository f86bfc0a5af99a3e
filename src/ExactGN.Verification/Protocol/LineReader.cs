using System.Collections.Concurrent;

namespace ExactGN.Verification.Protocol;

/// <summary>Reads a stranger's lines in the background, in bounded memory: long lines and more lines than asked for end
/// the reading.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>The most bytes of a line.</summary>
    internal const int MostBytes = 64 << 20;

    private const int MostWaiting = 16;

    private readonly BlockingCollection<ReadOnlyMemory<byte>> _lines = new(MostWaiting);
    private readonly CancellationTokenSource _end = new();
    private volatile string? _trouble;

    internal LineReader(Stream stream) => _ = Task.Factory.StartNew(() => Read(stream),
        TaskCreationOptions.LongRunning);

    /// <summary>Whether a line is there that nobody has taken.</summary>
    internal bool HasLine => _lines.Count > 0;

    /// <summary>Whether the stream has ended and every line was taken.</summary>
    internal bool HasEnded => _lines.IsCompleted;

    /// <summary>The next line, empty where the stream has ended; null where it takes longer.</summary>
    /// <exception cref="SubjectException">A line was too long.</exception>
    internal ReadOnlyMemory<byte>? Next(TimeSpan patience)
    {
        if (_lines.TryTake(out var line, patience))
        {
            return line;
        }

        return _trouble is { } trouble ? throw new SubjectException(Trouble.Lost, trouble)
            : _lines.IsCompleted ? ReadOnlyMemory<byte>.Empty
            : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>Nobody will take lines any more. What waits for the reading is left to it, as it may take until the
    /// program has ended.</summary>
    public void Dispose() => _end.Cancel();

    private void Read(Stream stream)
    {
        try
        {
            var line = new List<byte[]>();
            var length = 0L;
            var buffer = new byte[1 << 16];
            while (stream.Read(buffer) is var count and > 0)
            {
                var rest = buffer.AsSpan(0, count);
                while (rest.IndexOf((byte)'\n') is var end and >= 0)
                {
                    line.Add(rest[..end].ToArray());
                    _lines.Add(line.SelectMany(part => part).ToArray(), _end.Token);
                    (line, length) = ([], 0);
                    rest = rest[(end + 1)..];
                }

                line.Add(rest.ToArray());
                length += rest.Length;
                if (length > MostBytes)
                {
                    _trouble = $"wrote a line of more than {MostBytes >> 20} MiB";
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The program is gone, or nobody listens any more.
        }
        finally
        {
            _lines.CompleteAdding();
        }
    }
}
