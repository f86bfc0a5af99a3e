using BenchmarkDotNet.Attributes;

namespace ExactGN.Benchmarks;

/// <summary>The parts of a step, one ReLU half-coupling at n = 256, q = 196, h = 2,000 in float32 on one thread:
/// what is in a point, the pull-back, and the ways to solve.</summary>
public class PartBenchmarks : IDisposable
{
    private RevMlp _model = null!;
    private Tensor _x = null!;
    private Tensor _s = null!;
    private CouplingPoint _point = null!;
    private Tensor _features = null!;

    [GlobalSetup]
    public void Build()
    {
        set_num_threads(1);
        random.manual_seed(1);
        _model = new(
            new RevMlpOptions { Features = 392, Hidden = 2000, Blocks = 1, Classes = 10, LinearInputBlock = false });
        (_x, _s) = (randn(256, 196), randn(256, 196));
        _point = _model.Blocks[0].F.At(_x);
        _features = _point.Features();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _features.Dispose();
        _point.Dispose();
        _s.Dispose();
        _x.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Features() => InScope(() => _model.Blocks[0].F.At(_x));

    [Benchmark]
    public void Value() => InScope(_point.Value);

    [Benchmark]
    public void Jvp() => InScope(() => _point.Jvp(_s));

    [Benchmark]
    public void Vjp() => InScope(() => _point.Vjp(_s));

    [Benchmark(Baseline = true)]
    public void CholeskyRefinedInGram() => Solve(new GramCholesky { RefineInGram = true });

    [Benchmark]
    public void CholeskyRefinedThroughFeatures() => Solve(new GramCholesky());

    [Benchmark]
    public void GramEigenInMixedPrecision() => Solve(new MixedGramEigen(1e-2));

    [Benchmark]
    public void GramEigenInDouble() => Solve(new TruncatedGramEigen(1e-2, InDouble: true));

    [Benchmark]
    public void ByQr() => Solve(new Qr());

    [Benchmark]
    public void BySvd() => Solve(new TruncatedSvd(1e-2));

    private void Solve(LeastSquaresSolver solver) => InScope(() => solver.Solve(_features, _s));

    private static void InScope<T>(Func<T> part)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        part();
    }
}
