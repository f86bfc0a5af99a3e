namespace ExactGN.Tests.Devices;

/// <summary>Counts how often numbers leave the device on this thread, and answers where the device has none.</summary>
internal sealed class CountedReads : IDisposable
{
    private readonly IDisposable _seam;

    /// <summary>Counts, and reads as always.</summary>
    internal CountedReads()
        : this(vector => vector.to(float64).cpu().data<double>().ToArray())
    {
    }

    private CountedReads(Func<Tensor, double[]> read) => _seam = HostRead.Through(vector =>
    {
        using var scope = NewDisposeScope();
        Count++;
        return read(vector);
    });

    /// <summary>Counts, demands that what is read lies on META, and answers that all went well: finite,
    /// rank 1, nothing failed.</summary>
    internal static CountedReads OfMeta() => new(vector =>
    {
        Assert.Equal(DeviceType.META, vector.device_type);

        // A step reads four numbers, then five per half-coupling, of which the fourth says whether it failed;
        // all other reads want a number or a yes.
        return [.. Enumerable.Range(0, (int)vector.numel()).Select(i => i >= 4 && (i - 4) % 5 == 3 ? 0.0 : 1.0)];
    });

    internal int Count { get; private set; }

    public void Dispose() => _seam.Dispose();
}
