namespace ExactGN.Experiments.Training;

/// <summary>W ← W − η(Δ + λW) with an exact Gauss-Newton Δ: reversible, of minimum norm,
/// or a mixture of both.</summary>
internal sealed class GaussNewtonOptimiser(
    RunConfiguration configuration, GaussNewtonOptions options, ReversibleNetwork model) : Optimiser
{
    private readonly Workspace _workspace = new();
    private readonly ReversibleGaussNewton _gaussNewton = new(
        options.RightInverse.HalfSolver.For(configuration, model.Device.type), configuration.Loss, options.Curvature)
    {
        KeepFeatures = RunMemory.KeepsFeatures(configuration),
        Scaling = options.Scaling,
        MeasureDefect = true,
    };

    // Each update draws noise of its own.
    private int _updates;

    private double ReversibleShare => options.RightInverse.ReversibleShare;

    public override (double LossBefore, StepExactness? Exactness) Update(Tensor x, Tensor targets)
    {
        var (update, lossBefore, exactness) = ReversibleShare == 1 ? Reversible(x, targets) : Mixed(x, targets);
        using (update)
        {
            _updates++;
            update.ApplyTo(model, RateFactor * configuration.LearningRate, configuration.WeightDecay);
        }

        return (lossBefore, exactness);
    }

    /// <summary>The reversible step for a batch, which is not applied; the caller owns it.</summary>
    internal GaussNewtonStep Step(Tensor x, Tensor targets, StepScaling scaling) => (_gaussNewton with
    {
        Scaling = scaling,
        Workspace = _workspace,
        Solver = _gaussNewton.Solver is Noisy noisy
            ? noisy with { Seed = RandomDraw.Noise.Of(configuration.Seed, (uint)_updates).Next() }
            : _gaussNewton.Solver,
    }).Step(model, x, targets);

    internal override void Save(BinaryWriter writer) => writer.Write(_updates);

    internal override void Load(BinaryReader reader) => _updates = reader.ReadInt32();

    public override void Dispose()
    {
        _workspace.Dispose();
        base.Dispose();
    }

    private (Update Update, double LossBefore, StepExactness Exactness) Reversible(Tensor x, Tensor targets)
    {
        var step = Step(x, targets, options.Scaling);
        return (step.Update, step.Loss!.Value, StepExactness.Of(step.Report));
    }

    /// <summary>Δ_MN + t·(Δ_rev − Δ_MN), and its defect by a push-forward of its own.</summary>
    private (Update Update, double LossBefore, StepExactness Exactness) Mixed(Tensor x, Tensor targets)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var state = model.Forward(x);
        var outputs = model.ReadOut(state);
        var kappa = options.Scaling == StepScaling.Exact ? 1 : model.Blocks.Count(block => block.F.Trainable);
        var error = kappa * configuration.Loss.NewtonDirection(outputs, targets, options.Curvature);
        var update = MinimumNormGaussNewton.Solve(model, state, error, options.RightInverse.KernelRtol);
        try
        {
            if (ReversibleShare > 0)
            {
                using var reversible = Step(x, targets, options.Scaling);
                foreach (var (delta, other) in update.Deltas.Zip(reversible.Update.Deltas))
                {
                    delta.lerp_(other, ReversibleShare);
                }
            }

            var defect = Magnitude.Norm(model.ReadOut(model.ParameterJvp(x, update)) - error);
            var loss = configuration.Loss.Value(outputs, targets).to(float64);
            var numbers = HostRead.Numbers(stack([loss, defect, Magnitude.Norm(error)]));
            return (update, numbers[0], new(numbers[2] > 0 ? numbers[1] / numbers[2] : null));
        }
        catch
        {
            update.Dispose();
            throw;
        }
    }
}
