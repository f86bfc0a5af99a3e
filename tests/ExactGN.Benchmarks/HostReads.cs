namespace ExactGN.Benchmarks;

/// <summary>Counts how often numbers leave the device, and lets them.</summary>
internal static class HostReads
{
    /// <summary>The reads of an operation.</summary>
    internal static int Of(Action operation)
    {
        var count = 0;
        using var seam = HostRead.Through(vector =>
        {
            using var scope = NewDisposeScope();
            count++;
            return vector.to(float64).cpu().data<double>().ToArray();
        });
        operation();
        return count;
    }
}
