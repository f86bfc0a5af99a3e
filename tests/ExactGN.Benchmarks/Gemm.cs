namespace ExactGN.Benchmarks;

/// <summary>A product of the shape that dominates a step, [1024, 8000] × [8000, 1024]: the rate of the machine.</summary>
internal sealed class Gemm : IDisposable
{
    private readonly Tensor _a = randn(1024, 8000);
    private readonly Tensor _b = randn(8000, 1024);

    internal double Flops => 2.0 * 1024 * 8000 * 1024;

    internal void Multiply() => _a.mm(_b);

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }
}
