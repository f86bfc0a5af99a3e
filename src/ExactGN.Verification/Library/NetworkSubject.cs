using TorchSharp.Modules;

namespace ExactGN.Verification.Library;

/// <summary>Which step a reversible network takes.</summary>
public enum NetworkStep
{
    /// <summary>Δ = J⁺ε.</summary>
    LeastNorm,

    /// <summary>The cheap one, which realises ε where every half-coupling has full row rank.</summary>
    Reversible,
}

/// <summary>A reversible network, of the library's couplings or of one's own, as a map that the kit knows nothing
/// about: θ is all trained weights, in the order of <see cref="Update.Flatten"/>.</summary>
/// <remarks>Its weights are set for every question. It owns the networks that it makes. Small is good: κ is measured by
/// 2p forward maps.</remarks>
public sealed class NetworkSubject : MapSubject
{
    private const double MostCondition = 100;

    // Far above what rounding to float32 leaves of a fixed tensor, far below what another draw makes of it.
    private const double MostRounded = 1e-3;

    private readonly Dictionary<ScalarType, ReversibleNetwork> _models;
    private readonly NetworkStep _step;

    /// <summary>Describes the network.</summary>
    /// <param name="name">The subject's name.</param>
    /// <param name="make">Makes it, every half-coupling trainable; called here for float64 and for float32. The two are
    /// one network, so fixed tensors are drawn in float64, from a generator with a seed, and rounded.</param>
    /// <param name="step">Which Gauss-Newton step it takes.</param>
    /// <param name="smooth">Whether it has no kinks: a ReLU has.</param>
    /// <param name="device">Where it computes; the CPU when null.</param>
    /// <exception cref="ArgumentException">A half-coupling is not trainable, a dtype is another, or the two networks
    /// differ in a fixed tensor.</exception>
    public NetworkSubject(string name, Func<ScalarType, Device, ReversibleNetwork> make,
        NetworkStep step = NetworkStep.LeastNorm, bool smooth = false, Device? device = null)
        : this(name, step, smooth, make(ScalarType.Float64, device ?? CPU), make(ScalarType.Float32, device ?? CPU))
    {
    }

    // Both are made before the first question: what is made in answer to one would end with its dispose scope.
    private NetworkSubject(
        string name, NetworkStep step, bool smooth, ReversibleNetwork model, ReversibleNetwork single)
        : base($"{name}, {step}", new(model.Features, model.Outputs, Weights(model)) { Smooth = smooth },
            new([step == NetworkStep.LeastNorm ? "least-norm" : "realises"])
            {
                Forms = ["error", "loss"],
                Losses = ["squared-error", "softmax-cross-entropy"],
                Curvatures = ["exact", "identity"],
            },
            [Precision.Double, Precision.Single], model.Device)
    {
        if (model.Dtype != ScalarType.Float64 || single.Dtype != ScalarType.Float32)
        {
            throw new ArgumentException(
                $"A network must be made in the dtype that is asked for, got {model.Dtype} and {single.Dtype}.");
        }

        RequireOneNetwork(model, single);
        _step = step;
        _models = new() { [model.Dtype] = model, [single.Dtype] = single };
    }

    /// <summary>A small network of the library: ReLU, two blocks, d = 4, h = 12, c = 2, with bias; p = 104.</summary>
    /// <param name="step">Which step it takes.</param>
    /// <param name="device">Where it computes; the CPU when null.</param>
    internal static NetworkSubject RevMlp(NetworkStep step, Device? device = null)
    {
        var options = new RevMlpOptions
        {
            Features = 4,
            Hidden = 12,
            Blocks = 2,
            Classes = 2,
            LinearInputBlock = false,
            Seed = 1,
        };
        return new("RevMlp", (dtype, where) => new RevMlp(options, dtype, where), step, device: device);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var model in _models.Values)
        {
            model.Dispose();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor theta, Tensor x) => At(theta).Output(x);

    /// <inheritdoc/>
    protected override Tensor ParameterJvp(Tensor theta, Tensor x, Tensor delta)
    {
        var model = At(theta);
        using var update = Update.Unflatten(model, delta);
        return model.ReadOut(model.ParameterJvp(x, update));
    }

    /// <inheritdoc/>
    protected override Tensor ParameterVjp(Tensor theta, Tensor x, Tensor cotangent)
    {
        var model = At(theta);
        using var gradient = model.Vjp(model.Forward(x), model.Lift(cotangent)).Gradient;
        return gradient.Flatten(model);
    }

    /// <inheritdoc/>
    protected override Tensor InputJvp(Tensor theta, Tensor x, Tensor tangent)
    {
        var model = At(theta);
        return model.ReadOut(model.Jvp(x, tangent));
    }

    /// <inheritdoc/>
    protected override Tensor InputVjp(Tensor theta, Tensor x, Tensor cotangent)
    {
        var model = At(theta);
        var (input, gradient) = model.Vjp(model.Forward(x), model.Lift(cotangent));
        gradient.Dispose();
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor Kernel(Tensor theta, Tensor x) => NeuralTangentKernel.Of(At(theta), x);

    /// <inheritdoc/>
    protected override Tensor GaussNewton(Tensor theta, Tensor x, StepTarget target, double? damping)
    {
        var model = At(theta);
        var state = model.Forward(x);
        var error = target switch
        {
            StepTarget.OfLoss given => LossOf(given.Loss).NewtonDirection(model.ReadOut(state), given.Targets,
                given.Curvature == "exact" ? Curvature.Exact : Curvature.Identity),
            StepTarget.OfError given => given.Error,
            _ => throw new ArgumentException("A target is an error or a loss."),
        };
        using var update = _step == NetworkStep.LeastNorm
            ? LeastNorm(model, state, error)
            : Reversible(model, state, model.Lift(error));
        return update.Flatten(model);
    }

    // It is J⁺ε where the kernel is definite beyond rounding, and says where it is not.
    private static Update LeastNorm(ReversibleNetwork model, Tensor state, Tensor error)
    {
        try
        {
            return MinimumNormGaussNewton.Solve(model, state, error);
        }
        catch (NumericalException refusal) when (refusal.Trouble == NumericalTrouble.RankDeficient)
        {
            throw new SubjectException(Trouble.Refused, refusal.Message, refusal);
        }
    }

    // It realises ε where every half-coupling has full row rank, and says by its report where one has not.
    private static Update Reversible(ReversibleNetwork model, Tensor state, Tensor error)
    {
        var solved = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact).Solve(model,
            state, error);
        if (solved.Report.FullRowRank && solved.Report.Halves.All(half => half.Condition <= MostCondition))
        {
            return solved.Update;
        }

        solved.Dispose();
        throw new SubjectException(Trouble.Refused,
            $"a half-coupling lacks full row rank, or has a condition above {MostCondition}");
    }

    private static Loss LossOf(string name) => name == "squared-error" ? new SquaredError() : new SoftmaxCrossEntropy();

    // One network for each dtype, whose weights are set for every question.
    private ReversibleNetwork At(Tensor theta)
    {
        var model = _models[theta.dtype];
        using var weights = Update.Unflatten(model, theta);
        weights.RestoreTo(model);
        return model;
    }

    // Laws of float32 compare the two. Weights are set for every question, so only their shapes count here.
    private static void RequireOneNetwork(ReversibleNetwork model, ReversibleNetwork single)
    {
        using var scope = NewDisposeScope();
        var (doubles, singles) = (model.NamedTensors().ToArray(), single.NamedTensors().ToArray());
        var (outline, other) = (Outline(doubles), Outline(singles));
        if (outline != other)
        {
            throw new ArgumentException(
                "The networks made for float64 and float32 must be one network, "
                + $"and their tensors are {outline} and {other}.");
        }

        foreach (var ((name, fixedTensor), (_, coarse)) in doubles.Zip(singles))
        {
            if (fixedTensor is Parameter)
            {
                continue;
            }

            var exact = fixedTensor.to(ScalarType.Float64);
            var miss = (coarse.to(ScalarType.Float64) - exact).norm().item<double>();
            if (!(miss <= MostRounded * exact.norm().item<double>()))
            {
                throw new ArgumentException(
                    $"The networks made for float64 and float32 must be one network, and {name} differs by {miss:g3}: "
                    + "draw fixed tensors in float64, from a generator with a seed, and round them to the dtype.");
            }
        }

        static string Outline((string Name, Tensor Tensor)[] tensors) => string.Join(
            ", ", tensors.Select(entry => $"{entry.Name} [{string.Join(", ", entry.Tensor.shape)}]"));
    }

    private static int Weights(ReversibleNetwork model) => model.HalfCouplings.All(half => half.Trainable)
        ? (int)model.HalfCouplings.Sum(half => half.Weight.numel())
        : throw new ArgumentException("Every half-coupling of a judged network must be trainable.");
}
