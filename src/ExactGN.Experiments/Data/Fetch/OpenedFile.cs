namespace ExactGN.Experiments.Data.Fetch;

/// <summary>A file that an origin offers, open for reading; disposing it closes it.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Length">How many they are; null when the origin does not say.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Name">Its name without folders.</param>
/// <param name="Owner">What else is to be closed.</param>
internal sealed record OpenedFile(Stream Content, long? Length, string Address, string Name, IDisposable? Owner = null)
    : IDisposable
{
    /// <summary>Copies it.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="most">The bytes that the file can have; one that offers more is refused.</param>
    /// <param name="patience">How long to wait for the next bytes.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="InvalidDataException">It is too long, or shorter than announced.</exception>
    /// <exception cref="IOException">Nothing came for too long, or the connection broke; or the target
    /// cannot be written.</exception>
    internal async Task CopyTo(Stream target, long most, TimeSpan patience, CancellationToken cancellation)
    {
        if (Length > most)
        {
            throw TooLong($"{Length}");
        }

        var (buffer, bytes) = (new byte[1 << 16], 0L);
        while (true)
        {
            var count = await Next(buffer, bytes, patience, cancellation);
            if (count == 0)
            {
                break;
            }

            bytes += count;
            if (bytes > most)
            {
                throw TooLong("more");
            }

            await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        if (Length is { } announced && announced != bytes)
        {
            throw Short(bytes);
        }

        InvalidDataException TooLong(string got) => new($"'{Address}' must hold at most {most} bytes, got {got}.");
    }

    public void Dispose()
    {
        Content.Dispose();
        Owner?.Dispose();
    }

    private async Task<int> Next(byte[] buffer, long sofar, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await Content.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"'{Address}' sent nothing for {patience.TotalSeconds:0.#} s after {sofar} bytes.");
        }
        catch (HttpIOException)
        {
            throw Short(sofar);
        }
    }

    private InvalidDataException Short(long bytes) => new(
        $"'{Address}' must hold {(Length is { } length ? $"the {length} bytes that it announces" : "a whole file")}, "
        + $"and the connection ended after {bytes}.");
}
