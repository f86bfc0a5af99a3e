namespace ExactGN.Tests;

/// <summary>Θ_0 of a recipe's network and Θ_t after a Gaussian move of its weights, both symmetric, with probes for them.</summary>
public sealed class KernelPair : IDisposable
{
    private readonly int _seed;

    public KernelPair(NetworkRecipe recipe)
    {
        using var built = recipe.Build();
        using var update = built.GaussianUpdate(stream: 5);
        using var moved = built.Model.Moved(update, 0.1);
        _seed = recipe.Seed;
        (Initial, Now) = (NeuralTangentKernel.Of(built.Model, built.X), NeuralTangentKernel.Of(moved, built.X));
    }

    public Tensor Initial { get; }

    public Tensor Now { get; }

    public long Size => Now.size(0);

    /// <summary>k Gaussian probes, [k, N].</summary>
    public Tensor Draw(int probes, int stream)
    {
        using var generator = new Generator((ulong)_seed + 1000 + (ulong)stream, CPU);
        return randn([probes, Size], dtype: float64, generator: generator).to(Now.device);
    }

    /// <summary>An estimator's values for independent sets of probes.</summary>
    public double[] Estimates(Func<Tensor, Tensor, double> estimator, int probes, int repeats) => [.. Enumerable.Range(0, repeats).Select(repeat =>
    {
        using var scope = NewDisposeScope();
        var v = Draw(probes, repeat);
        return estimator(v.matmul(Now), v.matmul(Initial));
    })];

    /// <summary>⟨A, B⟩.</summary>
    public double Inner(Tensor a, Tensor b) => (a * b).sum().item<double>();

    /// <summary>The symmetric part of AB.</summary>
    public Tensor Symmetric(Tensor a, Tensor b)
    {
        var product = a.matmul(b);
        return (product + product.mT) / 2;
    }

    public void Dispose()
    {
        Initial.Dispose();
        Now.Dispose();
    }
}
