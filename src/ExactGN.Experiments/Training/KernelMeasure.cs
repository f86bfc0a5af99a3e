namespace ExactGN.Experiments.Training;

/// <summary>Follows the neural tangent kernel on fixed samples, exactly or by fixed random probes.</summary>
[Equation("kernel, CKA and weights along a run")]
internal abstract class KernelMeasure : IDisposable
{
    private readonly Tensor _x;
    private readonly Tensor _probes;
    private readonly Tensor _initialProducts;
    private readonly Tensor _initial;

    private protected KernelMeasure(ReversibleNetwork initial, Tensor x, int probes, int seed)
    {
        using var scope = NewDisposeScope();
        _x = x;
        _probes = SketchedNeuralTangentKernel.Probes(initial, probes, x.size(0), RandomDraw.Probes.SeedFrom(seed))
            .DetachFromDisposeScope();
        _initialProducts = SketchedNeuralTangentKernel.Products(initial, x, _probes).DetachFromDisposeScope();
        _initial = Kernel(initial, x, _initialProducts).clone().DetachFromDisposeScope();
    }

    /// <summary>The kernel, or its products with the probes, at the measurement before;
    /// a checkpoint keeps it.</summary>
    internal Tensor? Previous { get; private set; }

    /// <summary>Exact where the kernel may be formed, by probes elsewhere.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="initial">The network at initialisation.</param>
    /// <param name="x">The samples; they stay the caller's.</param>
    /// <param name="seed">The run's seed.</param>
    internal static KernelMeasure Of(MeasurePlan plan, ReversibleNetwork initial, Tensor x, int seed) =>
        x.size(0) * initial.Outputs <= MeasurePlan.MostExact
            ? new ExactKernelMeasure(initial, x, seed)
            : new SketchedKernelMeasure(initial, x, plan.Probes, seed);

    /// <summary>Reads the kernel of a network and remembers it for the next rate.</summary>
    internal KernelReading Read(ReversibleNetwork model)
    {
        using var scope = NewDisposeScope();
        var products = SketchedNeuralTangentKernel.Products(model, _x, _probes);
        var kernel = Kernel(model, _x, products).DetachFromDisposeScope();
        KernelReading reading = new(
            Relative(kernel, _initial),
            Alignment(kernel, _initial),
            SketchedNeuralTangentKernel.ReferenceAlignment(products, _initialProducts),
            Previous is null ? null : Relative(kernel, Previous),
            EffectiveRank(kernel, _probes));
        Resume(kernel);
        return reading;
    }

    /// <summary>Goes on from a checkpoint's kernel, which becomes this measure's.</summary>
    internal void Resume(Tensor? previous)
    {
        Previous?.Dispose();
        Previous = previous;
    }

    private protected abstract Tensor Kernel(ReversibleNetwork model, Tensor x, Tensor products);

    private protected abstract double Relative(Tensor kernel, Tensor earlier);

    private protected abstract double Alignment(Tensor kernel, Tensor initial);

    private protected abstract double EffectiveRank(Tensor kernel, Tensor probes);

    public void Dispose()
    {
        _probes.Dispose();
        _initialProducts.Dispose();
        _initial.Dispose();
        Previous?.Dispose();
    }
}

/// <summary>Θ itself. The few probes are there for the reference's estimate alone.</summary>
internal sealed class ExactKernelMeasure(ReversibleNetwork initial, Tensor x, int seed)
    : KernelMeasure(initial, x, probes: 10, seed)
{
    private protected override Tensor Kernel(ReversibleNetwork model, Tensor x, Tensor products) =>
        NeuralTangentKernel.Of(model, x);

    private protected override double Relative(Tensor kernel, Tensor earlier) => KernelDrift.Relative(kernel, earlier);

    private protected override double Alignment(Tensor kernel, Tensor initial) =>
        KernelDrift.Alignment(kernel, initial);

    private protected override double EffectiveRank(Tensor kernel, Tensor probes) => KernelDrift.EffectiveRank(kernel);
}

/// <summary>Θ by its products with the same probes throughout: inner products and trace are unbiased,
/// their quotients nearly so.</summary>
internal sealed class SketchedKernelMeasure(ReversibleNetwork initial, Tensor x, int probes, int seed)
    : KernelMeasure(initial, x, probes, seed)
{
    private protected override Tensor Kernel(ReversibleNetwork model, Tensor x, Tensor products) => products;

    private protected override double Relative(Tensor kernel, Tensor earlier)
    {
        using var scope = NewDisposeScope();
        return KernelDrift.Relative(kernel, earlier);
    }

    private protected override double Alignment(Tensor kernel, Tensor initial) =>
        SketchedNeuralTangentKernel.Alignment(kernel, initial);

    // tr Θ = E[vᵀΘv].
    private protected override double EffectiveRank(Tensor kernel, Tensor probes)
    {
        using var scope = NewDisposeScope();
        var scaled = Magnitude.Scaled(kernel);
        var trace = SketchedNeuralTangentKernel.InnerProduct(probes.reshape(kernel.shape), scaled);
        return trace * trace / SketchedNeuralTangentKernel.InnerProduct(scaled, scaled);
    }
}
