namespace ExactGN.Tests;

/// <summary>Faults of the reversible map, its draw, its read-out and its file.</summary>
public static class ReversibleFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        // The map and its inverse.
        Inverse(
            "F recomputed from y² instead of x²",
            (block, y) => new(y.First - block.F.At(y.Second).Value(), y.Second - block.G.At(y.First).Value()),
            "REV-2", "REV-3", "REV-4"),
        new(
            "halves concatenated in the other order",
            ReversibleMap.Library with { Name = "halves swapped", Inverse = (model, y) => Swapped(model.Inverse(y)) },
            "REV-2", "REV-3", "REV-4", "REV-8"),
        Inverse(
            "couplings evaluated in single precision by the inverse",
            SinglePrecisionInverse,
            "REV-2", "REV-3", "REV-4"),
        Forward(
            "G reads x¹ instead of y¹",
            (block, x) => new(x.First + block.F.At(x.Second).Value(), x.Second + block.G.At(x.First).Value()),
            "REV-1", "REV-2", "REV-3"),
        Forward("F moves the second half", (block, x) => Swap(block.Forward(Swap(x))), "REV-1", "REV-9"),
        Forward(
            "bias left out of the forward map",
            (block, x) => new(
                x.First + Unbiased(block.F, x.Second),
                x.Second + Unbiased(block.G, x.First + Unbiased(block.F, x.Second))),
            "REV-1"),
        Forward(
            "affine coupling: the first half is scaled",
            (block, x) => block.Forward(x with { First = x.First * (1 + (1e-6 * block.F.Weight.tanh().sum())) }),
            "REV-5"),
        Forward(
            "skip connection missing in F",
            (block, x) => new(
                block.F.At(x.Second).Value(), x.Second + block.G.At(block.F.At(x.Second).Value()).Value()),
            "REV-1", "REV-8"),

        // Samples, scaling.
        Forward(
            "activations centred over the batch",
            (block, x) => block.Forward(x with { First = x.First - (1e-3 * x.Second.relu().mean([0], keepdim: true)) }),
            "REV-6"),
        Forward(
            "coupling reads the sample before",
            (block, x) => block.Forward(x with { First = x.First + (1e-6 * x.Second.roll(1, 0)) }),
            "REV-6", "REV-7"),
        Forward(
            "offset by the position in the batch",
            (block, x) => block.Forward(x with
            {
                First = x.First
                    + (1e-6 * arange(x.First.size(0), dtype: x.First.dtype, device: x.First.device).unsqueeze(1)),
            }),
            "REV-7"),
        Forward(
            "column of ones in spite of no bias",
            (block, x) => block.Forward(x with { First = x.First + (block.F.HasBias ? 0 : 1e-6) }),
            "REV-10"),
        new(
            "ReLU in the linear input block",
            PointRule.Library with { Name = "ReLU", Features = (half, x) => half.At(x).Features().relu() },
            "REV-11"),

        // Draw, read-out, training, file.
        Draw(
            "non-orthonormal U in the draw",
            (_, _, name, tensor) => name == "readout"
                ? tensor * linspace(1, 1.001, tensor.size(1), tensor.dtype, tensor.device) + 1e-4
                : tensor,
            "REV-12"),
        new(
            "target lifted by padding with zeros",
            ReadOutMaps.Library with { Name = "padding", Lift = (model, output) => cat(
                [output, zeros(
                    [output.size(0), model.Features - output.size(1)], dtype: output.dtype, device: output.device)],
                1) },
            "REV-13"),
        new(
            "lift with a part that the read-out cannot see",
            ReadOutMaps.Library with { Name = "unseen part", Lift = UnseenPart },
            "REV-13"),
        Draw(
            "draws made in the network's dtype",
            (options, dtype, name, tensor) => dtype == ScalarType.Float32
                && name.EndsWith("projection", StringComparison.Ordinal)
                ? randn(tensor.shape, dtype: dtype, generator: new Generator((ulong)options.Seed, CPU))
                    / Math.Sqrt(tensor.size(1))
                : tensor,
            "REV-14"),
        Draw(
            "V of variance 1/q",
            (options, _, name, tensor) => name.EndsWith("projection", StringComparison.Ordinal)
                ? tensor * Math.Sqrt((double)options.Hidden!.Value / options.HalfWidth)
                : tensor,
            "REV-15", "NTK-12"),
        Draw(
            "W scaled by its fan-in",
            (_, _, name, tensor) => name.EndsWith("weight", StringComparison.Ordinal)
                ? tensor / Math.Sqrt(tensor.size(0))
                : tensor,
            "REV-15"),
        Draw(
            "uniform weights of the right variance",
            (options, _, name, tensor) => name.EndsWith("weight", StringComparison.Ordinal)
                ? Uniform(options, tensor)
                : tensor,
            "REV-15"),
        Draw(
            "biases drawn like weights",
            (options, _, name, tensor) => options.Bias && name.EndsWith("weight", StringComparison.Ordinal)
                ? cat([tensor.narrow(0, 0, tensor.size(0) - 1), tensor.narrow(0, 0, 1)])
                : tensor,
            "REV-15"),
        new("one projection shared by all half-couplings", SharedProjection(), "REV-16"),
        new("hidden units drawn once and repeated", NetworkDraw.Altered("repeated", (_, _, name, tensor) =>
            name.EndsWith(".projection", StringComparison.Ordinal)
                ? tensor.narrow(1, 0, 8).repeat([1, tensor.size(1) / 8 + 1]).narrow(1, 0, tensor.size(1))
                : tensor), "NTK-12"),
        new(
            "seed ignored",
            new NetworkDraw(
                "seed ignored", (options, dtype) => new RevMlp(options with { Seed = 42 }, dtype, Steering.Device)),
            "REV-16"),
        new("V trained with W", new GradientDescentStep("V trained", TrainingProjections), "REV-17"),
        new(
            "frozen half-couplings trained",
            new GradientDescentStep(
                "frozen trained",
                (model, x) => GradientDescentStep.Descend(model, x, model.HalfCouplings.Select(half => half.Weight))),
            "REV-17"),
        new(
            "saved in single precision",
            NetworkStorage.Exchanging("single", model => model.With((_, tensor) => tensor.to(float32))),
            "REV-18"),
        new(
            "options not saved",
            NetworkStorage.Exchanging("options", model => model is RevMlp mlp
                ? Rebuilt(mlp, mlp.Options with { LinearInputBlock = !mlp.Options.LinearInputBlock }, tensor => tensor)
                : model.Redrawn()),
            "REV-18"),
        new("projections redrawn on loading", NetworkStorage.Exchanging("redrawn", model => model.Redrawn()), "REV-18"),
    ];

    private static Fault Forward(string name, Func<CouplingBlock, Halves, Halves> step, params string[] claims) =>
        new(name, ReversibleMap.Blockwise(name, forward: step), claims);

    private static Fault Inverse(string name, Func<CouplingBlock, Halves, Halves> step, params string[] claims) =>
        new(name, ReversibleMap.Blockwise(name, inverse: step), claims);

    private static Fault Draw(
        string name, Func<RevMlpOptions, ScalarType, string, Tensor, Tensor> replace, params string[] claims) =>
            new(name, NetworkDraw.Altered(name, replace), claims);

    private static Tensor Swapped(Tensor x) => Swap(Halves.Split(x)).Join();

    private static Halves Swap(Halves x) => new(x.Second, x.First);

    private static Tensor Unbiased(HalfCoupling half, Tensor x) => half.At(x) is var point && half.HasBias
        ? point.HalfOf(point.RowsOf(point.Value()) - half.Weight[-1])
        : point.Value();

    private static Halves SinglePrecisionInverse(CouplingBlock block, Halves y)
    {
        var x2 = y.Second - block.G.At(y.First).Value().to(float32).to(y.First.dtype);
        return new(y.First - block.F.At(x2).Value().to(float32).to(y.First.dtype), x2);
    }

    private static Tensor UnseenPart(ReversibleNetwork model, Tensor output)
    {
        var lifted = model.Lift(output);
        var other = ones_like(lifted);
        return lifted + (1e-3 * (other - model.Lift(model.ReadOut(other))));
    }

    private static Tensor Uniform(RevMlpOptions options, Tensor tensor)
    {
        using var generator = new Generator((ulong)options.Seed + 7, CPU);
        var weights = (rand(tensor.shape, dtype: float64, generator: generator) - 0.5)
            * (options.InitialSigma * Math.Sqrt(12));
        return options.Bias
            ? cat([weights.narrow(0, 0, tensor.size(0) - 1), zeros([1, tensor.size(1)], dtype: float64)])
            : weights;
    }

    private static NetworkDraw SharedProjection() => new("shared projection", (options, dtype) =>
    {
        using var scope = NewDisposeScope();
        using var drawn = new RevMlp(options, dtype, Steering.Device);
        var shared = drawn.Blocks[0].F.Projection!;
        var tensors = drawn.NamedTensors().ToDictionary(
            entry => entry.Name,
            entry => entry.Name.EndsWith("projection", StringComparison.Ordinal) ? shared : entry.Tensor.detach());
        return RevMlp.FromTensors(options, tensors, dtype, Steering.Device);
    });

    private static void TrainingProjections(ReversibleNetwork model, Tensor x)
    {
        GradientDescentStep.Library.Run(model, x);
        using var noGrad = no_grad();
        foreach (var half in model.HalfCouplings)
        {
            half.Projection?.mul_(0.999);
        }
    }

    private static RevMlp Rebuilt(RevMlp model, RevMlpOptions options, Func<Tensor, Tensor> rounded) =>
        RevMlp.FromTensors(
            options,
            model.NamedTensors().ToDictionary(entry => entry.Name, entry => rounded(entry.Tensor.detach())),
            model.Dtype,
            model.Device);
}
