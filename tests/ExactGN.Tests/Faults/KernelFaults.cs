namespace ExactGN.Tests;

/// <summary>Faults of the neural tangent kernel, its sketches and the drift measures.</summary>
public static class KernelFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Kernel(
            "NTK without cross-sample terms",
            new() { Flatten = WithoutCrossTerms },
            "NTK-2", "NTK-3", "NTK-7", "LAZY-7"),
        Kernel(
            "NTK without the bias column",
            new() { Features = (_, _, _, point) => point.Activation },
            "NTK-2", "NTK-4", "NTK-7", "NTK-13", "LAZY-7"),
        Kernel(
            "NTK without F's path through G",
            new() { SensitivityOfF = (c1, _) => c1 },
            "NTK-2", "NTK-3", "NTK-4", "LAZY-4", "LAZY-7"),
        Kernel(
            "(sample, class) flattened differently on the two sides",
            new() { Flatten = FlattenedDifferently },
            "NTK-1", "NTK-2", "NTK-5", "NTK-7"),
        Kernel(
            "G's kernel subtracted",
            new() { Sign = (block, half) => half == block.G ? -1 : 1 },
            "NTK-1", "NTK-3", "NTK-13"),
        Kernel("frozen half-couplings counted", new() { Sign = (_, _) => 1 }, "NTK-4", "NTK-7", "LAZY-4"),
        Kernel("G's sensitivity taken from the first half", new() { SensitivityOfG = (c1, _) => c1 }, "NTK-7"),
        Kernel(
            "G's features taken at the block's output",
            new() { Features = (block, y, half, point) => (half == block.G ? half.At(y.Second) : point).Features() },
            "NTK-7"),
        Kernel(
            "F's features taken at the block's output",
            new() { Features = (block, y, half, point) => (half == block.F ? half.At(y.First) : point).Features() },
            "LAZY-4"),
        Kernel(
            "features centred over the batch",
            new() { Features = (_, _, _, point) => point.Features() - point.Features().mean([0], keepdim: true) },
            "NTK-6"),
        Kernel(
            "features indexed by the position in the batch",
            new()
            {
                Features = (_, _, _, point) => point.Features()
                    * arange(
                        1, point.Activation.size(0) + 1, dtype: point.Activation.dtype, device: point.Activation.device)
                        .unsqueeze(1),
            },
            "NTK-5"),
        new("kernel of the freshly drawn network", new TangentKernel("freshly drawn", (model, x) =>
        {
            using var fresh = model.Redrawn();
            return NeuralTangentKernel.Of(fresh, x);
        }), "LAZY-5"),

        new("probe products without the bias rows of Jᵀv", new KernelSketch("without bias rows")
        {
            Products = (model, x, probes) => Products(
                model, x, probes, (half, delta) => half.HasBias ? cat([delta[..^1], zeros_like(delta[^1..])]) : delta),
        }, "NTK-8"),
        new(
            "probe products through F alone",
            new KernelSketch("F alone") { Products = (model, x, probes) => Products(
                model, x, probes, (half, delta) => half.Name.EndsWith('f') ? delta : zeros_like(delta)) },
            "NTK-8"),
        new(
            "inner product of the averaged products",
            new KernelSketch("averaged first")
            {
                InnerProduct = (av, bv) => av.mean([0]).dot(bv.mean([0])).item<double>(),
            },
            "NTK-9"),
        new("inner product divided by k/2", new KernelSketch("k/2")
        {
            InnerProduct = (av, bv) => SketchedNeuralTangentKernel.InnerProduct(av, bv) * av.size(0) / (av.size(0) / 2),
        }, "NTK-9"),
        new(
            "similarity averaged before the cosine",
            new KernelSketch("reference") { Alignment = SketchedNeuralTangentKernel.ReferenceAlignment },
            "NTK-10"),
        new(
            "mean of the probes' cosines",
            new KernelSketch("mean cosine")
            {
                ReferenceAlignment = (av, bv) => nn.functional.cosine_similarity(av, bv, 1).mean().item<double>(),
            },
            "NTK-11"),
        new(
            "a consistent estimate in the reference's place",
            new KernelSketch("consistent") { ReferenceAlignment = SketchedNeuralTangentKernel.Alignment },
            "NTK-11"),

        new(
            "drift relative to the kernel now",
            new DriftMeasures("relative to now") { Relative = (now, initial) => KernelDrift.Relative(initial, now) },
            "LAZY-1"),
        new("alignment divided by one norm twice", new DriftMeasures("one norm twice")
        {
            Alignment = (now, initial) => ((now * initial).sum() / initial.square().sum()).to(float64).item<double>(),
        }, "LAZY-1", "LAZY-2"),
        new(
            "alignment as a correlation of entries",
            new DriftMeasures("correlation")
            {
                Alignment = (now, initial) => KernelDrift.Alignment(now - now.mean(), initial - initial.mean()),
            },
            "LAZY-2"),
        new("kernels squared at their own scale", new DriftMeasures("squared as they are")
        {
            Relative = (now, initial) =>
                ((now - initial).square().sum() / initial.square().sum()).sqrt().to(float64).item<double>(),
            Alignment = (now, initial) => ((now * initial).sum() / (now.square().sum() * initial.square().sum()).sqrt())
                .to(float64)
                .item<double>(),
            EffectiveRank = theta => (theta.trace().square() / theta.square().sum()).to(float64).item<double>(),
        }, "LAZY-1", "LAZY-2", "LAZY-3"),
        new(
            "effective rank tr Θ/λ_max",
            new DriftMeasures("intrinsic dimension")
            {
                EffectiveRank = theta => (theta.trace() / linalg.eigvalsh(theta).max()).to(float64).item<double>(),
            },
            "LAZY-3"),
        new(
            "singular values in place of eigenvalues of Θ",
            new DriftMeasures("of J") { Spectrum = theta => KernelDrift.Spectrum(theta).clamp_min(0).sqrt() },
            "NTK-3"),
        new(
            "spectrum in ascending order",
            new DriftMeasures("ascending") { Spectrum = theta => linalg.eigvalsh(theta) },
            "NTK-3"),
    ];

    private static Fault Kernel(string name, PlainTangentKernel plain, params string[] claims) =>
        new(name, new TangentKernel(name, plain.Of), claims);

    private static Tensor WithoutCrossTerms(Tensor theta)
    {
        var (n, c) = (theta.size(0), theta.size(1));
        return (theta * eye(n, dtype: theta.dtype, device: theta.device).view(n, 1, n, 1)).reshape(n * c, n * c);
    }

    private static Tensor FlattenedDifferently(Tensor theta) =>
        theta.permute(0, 1, 3, 2).reshape(theta.size(0) * theta.size(1), -1);

    private static Tensor Products(
        ReversibleNetwork model, Tensor x, Tensor probes, Func<HalfCoupling, Tensor, Tensor> keep)
    {
        var state = model.Forward(x);
        return stack(Enumerable.Range(0, (int)probes.size(0)).Select(i =>
        {
            using var gradient = model.Vjp(state, model.Lift(probes[i])).Gradient;
            using var kept = new Update(
                model.HalfCouplings.Zip(gradient.Deltas, keep).Select(delta => delta.clone()).ToArray());
            return model.ReadOut(model.ParameterJvp(x, kept)).reshape(-1);
        }));
    }
}
