namespace ExactGN.Benchmarks;

/// <summary>A device that steps are timed on. Clock and memory are values: the table for a GPU runs anywhere.</summary>
/// <param name="Place">Where tensors lie.</param>
/// <param name="Name">What it is, in words.</param>
/// <param name="Clock">How long an operation takes there.</param>
/// <param name="PeakBytes">
/// Peak memory of Gauss-Newton steps there, at the published MNIST shape: whether features are kept → bytes.
/// </param>
internal sealed record TimedDevice(
    Device Place, string Name, DeviceClock Clock, Func<bool, double> PeakBytes) : IDisposable
{
    /// <summary>The first GPU, by its driver's events; where they are out of reach, between synchronisations.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static TimedDevice Cuda()
    {
        CudaArithmetic.Fix();
        // Makes the context that the driver's functions work in.
        zeros([1], device: CUDA).Dispose();
        Func<bool, double> peak = keep => PeakMemory.Of("cuda", 2, keep, linear: true);
        try
        {
            var driver = CudaDriver.Load(CudaDriver.Library);
            return new(CUDA, driver.Device, new EventClock(driver), peak);
        }
        catch (InvalidOperationException error)
        {
            var clock = new SynchronisedClock(() => cuda.synchronize());
            return new(CUDA, $"a CUDA device without events ({error.Message})", clock, peak);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clock.Dispose();
}
