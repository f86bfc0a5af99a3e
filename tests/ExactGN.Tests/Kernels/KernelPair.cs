namespace ExactGN.Tests;

/// <summary>Θ_0 of a recipe's network and Θ_t after a Gaussian move of its weights, both symmetric,
/// with probes for them.</summary>
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
    public double[] Estimates(Func<Tensor, Tensor, double> estimator, int probes, int repeats) => [
        .. Enumerable.Range(0, repeats).Select(repeat =>
        {
            using var scope = NewDisposeScope();
            var v = Draw(probes, repeat);
            return estimator(v.mm(Now), v.mm(Initial));
        })
    ];

    /// <summary>⟨A, B⟩.</summary>
    public double Inner(Tensor a, Tensor b) => (a * b).sum().item<double>();

    /// <summary>The symmetric part of AB.</summary>
    public Tensor Symmetric(Tensor a, Tensor b)
    {
        var product = a.mm(b);
        return (product + product.mT) / 2;
    }

    /// <summary>The root mean squares of the first- and the second-order term of the sketched alignment's
    /// error over k probes.</summary>
    public (double First, double Second) AlignmentSpread(double alignment, int probes)
    {
        // u, v, w are the relative errors of ⟨A, B⟩, ‖A‖², ‖B‖², each vᵀCv − tr C averaged over the probes:
        // covariance (2/k)⟨C, C′⟩.
        using var scope = NewDisposeScope();
        Tensor[] c = [
            Symmetric(Now, Initial) / Inner(Now, Initial),
            Symmetric(Now, Now) / Inner(Now, Now),
            Symmetric(Initial, Initial) / Inner(Initial, Initial),
        ];
        var first = c[0] - 0.5 * c[1] - 0.5 * c[2];
        var stacked = stack(c).view(3, -1);

        // (1 + u)/√((1 + v)(1 + w)) = 1 + u − v/2 − w/2 + zᵀNz + …, z = (u, v, w); E[(zᵀNz)²] = (tr NΣ)² + 2tr(NΣ)².
        var n = tensor(
            new[,] { { 0, -0.25, -0.25 }, { -0.25, 0.375, 0.125 }, { -0.25, 0.125, 0.375 } },
            dtype: float64,
            device: Now.device);
        var product = n.mm(stacked.mm(stacked.mT)) * (2.0 / probes);
        var (trace, square) = (product.trace().item<double>(), product.mm(product).trace().item<double>());
        return (
            alignment * Math.Sqrt(2.0 / probes) * Ratio.Norm(first),
            alignment * Math.Sqrt(Math.Max(0, trace * trace + 2 * square)));
    }

    public void Dispose()
    {
        Initial.Dispose();
        Now.Dispose();
    }
}
