namespace ExactGN.Benchmarks;

/// <summary>A product of the shape that dominates a step, [n, h] × [h, n]: the rate of the machine.</summary>
/// <param name="device">Where.</param>
/// <param name="samples">n.</param>
/// <param name="hidden">h.</param>
internal sealed class Gemm(Device device, int samples = 1024, int hidden = 8000) : IDisposable
{
    private readonly Tensor _a = randn([samples, hidden], device: device);
    private readonly Tensor _b = randn([hidden, samples], device: device);

    internal double Flops => 2.0 * samples * hidden * samples;

    internal void Multiply() => _a.mm(_b);

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }
}
