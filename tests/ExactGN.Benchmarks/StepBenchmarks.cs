using BenchmarkDotNet.Attributes;

namespace ExactGN.Benchmarks;

/// <summary>One Gauss-Newton step and its application, against one step of gradient descent through autograd:
/// read the ratios, not the times.</summary>
/// <remarks>Float32 on one thread; the batch is half the hidden units, as the experiments have it.</remarks>
public class StepBenchmarks : IDisposable
{
    private RevMlp _model = null!;
    private Tensor _x = null!;
    private Tensor _targets = null!;
    private optim.Optimizer _descent = null!;

    /// <summary>h.</summary>
    [Params(64, 512)]
    public int Hidden { get; set; }

    [GlobalSetup]
    public void Build()
    {
        set_num_threads(1);
        random.manual_seed(1);
        _model = new(new RevMlpOptions { Features = 64, Hidden = Hidden, Classes = 10 });
        _x = randn(Hidden / 2, 64);
        _targets = nn.functional.one_hot(randint(10, Hidden / 2, dtype: int64), 10).to(float32);
        _descent = optim.SGD(_model.NamedParameters().Select(entry => entry.parameter), 1e-6);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _descent.Dispose();
        _targets.Dispose();
        _x.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void GradientDescent()
    {
        using var scope = NewDisposeScope();
        _descent.zero_grad();
        nn.functional.cross_entropy(_model.Output(_x), _targets).backward();
        _descent.step();
    }

    [Benchmark]
    public void GaussNewtonByCholesky() => GaussNewton(new GramCholesky());

    [Benchmark]
    public void GaussNewtonByGramEigen() => GaussNewton(new TruncatedGramEigen());

    [Benchmark]
    public void GaussNewtonBySvd() => GaussNewton(new TruncatedSvd(1e-2));

    private void GaussNewton(LeastSquaresSolver solver)
    {
        using var step = new ReversibleGaussNewton(solver, new SoftmaxCrossEntropy(), Curvature.Identity)
            .Step(_model, _x, _targets);
        step.Update.ApplyTo(_model, 1e-6);
    }
}
