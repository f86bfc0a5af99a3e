namespace ExactGN.Verification.Library;

/// <summary>Which step a network of the library takes.</summary>
internal enum RevMlpStep
{
    /// <summary>Δ = J⁺ε.</summary>
    LeastNorm,

    /// <summary>The cheap one, which realises ε where every half-coupling has full row rank.</summary>
    Reversible,
}

/// <summary>A small network of the library as a map that the kit knows nothing about: ReLU, two blocks, d = 4, h = 12,
/// c = 2, with bias; p = 104.</summary>
internal sealed class RevMlpSubject(RevMlpStep step, Device? device = null) : MapSubject(
    $"RevMlp, {step}", new(Options.Features, Options.Classes!.Value,
        2 * Options.Blocks * Options.WeightRows * Options.HalfWidth)
    { Smooth = false },
    new([step == RevMlpStep.LeastNorm ? "least-norm" : "realises"])
    {
        Forms = ["error", "loss"],
        Losses = ["squared-error", "softmax-cross-entropy"],
        Curvatures = ["exact", "identity"],
    },
    [Precision.Double, Precision.Single], device)
{
    private const double MostCondition = 100;

    private readonly Dictionary<ScalarType, RevMlp> _models = [];

    private static RevMlpOptions Options { get; } =
        new() { Features = 4, Hidden = 12, Blocks = 2, Classes = 2, LinearInputBlock = false, Seed = 1 };

    public override void Dispose()
    {
        foreach (var model in _models.Values)
        {
            model.Dispose();
        }

        base.Dispose();
    }

    protected override Tensor Forward(Tensor theta, Tensor x) => At(theta).Output(x);

    protected override Tensor ParameterJvp(Tensor theta, Tensor x, Tensor delta)
    {
        var model = At(theta);
        using var update = Update.Unflatten(model, delta);
        return model.ReadOut(model.ParameterJvp(x, update));
    }

    protected override Tensor ParameterVjp(Tensor theta, Tensor x, Tensor cotangent)
    {
        var model = At(theta);
        using var gradient = model.Vjp(model.Forward(x), model.Lift(cotangent)).Gradient;
        return gradient.Flatten(model);
    }

    protected override Tensor InputJvp(Tensor theta, Tensor x, Tensor tangent)
    {
        var model = At(theta);
        return model.ReadOut(model.Jvp(x, tangent));
    }

    protected override Tensor InputVjp(Tensor theta, Tensor x, Tensor cotangent)
    {
        var model = At(theta);
        var (input, gradient) = model.Vjp(model.Forward(x), model.Lift(cotangent));
        gradient.Dispose();
        return input;
    }

    protected override Tensor Kernel(Tensor theta, Tensor x) => NeuralTangentKernel.Of(At(theta), x);

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
        using var update = step == RevMlpStep.LeastNorm
            ? MinimumNormGaussNewton.Solve(model, state, error)
            : Reversible(model, state, model.Lift(error));
        return update.Flatten(model);
    }

    // It realises ε where every half-coupling has full row rank, and says by its report where one has not.
    private static Update Reversible(RevMlp model, Tensor state, Tensor error)
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
    private RevMlp At(Tensor theta)
    {
        if (!_models.TryGetValue(theta.dtype, out var model))
        {
            model = new(Options, theta.dtype, theta.device);
            _models[theta.dtype] = model;
        }

        using var weights = Update.Unflatten(model, theta);
        weights.RestoreTo(model);
        return model;
    }
}
