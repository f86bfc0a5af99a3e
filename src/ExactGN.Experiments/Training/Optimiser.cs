namespace ExactGN.Experiments;

/// <summary>Makes updates from batches. It owns its own state, not the network.</summary>
public abstract class Optimiser : IDisposable
{
    /// <summary>Makes one update.</summary>
    /// <param name="x">The batch, shape [n, d].</param>
    /// <param name="targets">Its targets, shape [n, c].</param>
    /// <returns>The batch's loss before the update and, for Gauss-Newton, how exact the step was.</returns>
    public abstract (double LossBefore, ExactnessReport? Exactness) Update(Tensor x, Tensor targets);

    /// <summary>The configuration's optimiser in an epoch.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="model">The network, which stays the caller's.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public static Optimiser Of(RunConfiguration configuration, RevMlp model, int epoch = 1)
    {
        var run = configuration.Switch is { } change && epoch > change.AfterEpochs
            ? configuration with { Optimiser = change.Optimiser, LearningRate = change.LearningRate }
            : configuration;
        var parameters = model.NamedParameters().Select(entry => entry.parameter);
        return run.Optimiser switch
        {
            OptimiserKind.GaussNewton => new GaussNewtonOptimiser(run, model),
            OptimiserKind.Sgd => new GradientOptimiser(optim.SGD(parameters, run.LearningRate, weight_decay: run.WeightDecay), model, RunObjective.Loss(run)),
            // The moments are spelled out because defaults differ between versions.
            OptimiserKind.Adam => new GradientOptimiser(optim.Adam(parameters, run.LearningRate, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: run.WeightDecay), model, RunObjective.Loss(run)),
            _ => throw new ArgumentOutOfRangeException(nameof(configuration), run.Optimiser, "No such optimiser."),
        };
    }

    /// <summary>Writes what the next update depends on beside the weights.</summary>
    /// <param name="writer">Where to.</param>
    internal virtual void Save(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    internal virtual void Load(BinaryReader reader)
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>W ← W − η(Δ + λW) with the exact reversible Gauss-Newton Δ.</summary>
internal sealed class GaussNewtonOptimiser(RunConfiguration configuration, RevMlp model) : Optimiser
{
    // All of a run's features are kept where they take no more than this.
    private const long MostKept = 1L << 30;

    private readonly Workspace _workspace = new();

    private readonly ReversibleGaussNewton _gaussNewton = new(Solver(configuration), RunObjective.Loss(configuration), RunObjective.Curvature(configuration))
    {
        KeepFeatures = 2L * configuration.Model.Blocks * configuration.BatchSize * configuration.Model.WeightRows * sizeof(double) <= MostKept,
        Scaling = configuration.Scaling,
        MeasureDefect = true,
    };

    // Each update draws noise of its own.
    private int _updates;

    public override (double LossBefore, ExactnessReport? Exactness) Update(Tensor x, Tensor targets)
    {
        using var step = Step(x, targets, configuration.Scaling);
        _updates++;
        step.Update.ApplyTo(model, configuration.LearningRate, configuration.WeightDecay);
        return (step.Loss!.Value, step.Report);
    }

    /// <summary>The step for a batch, which is not applied; the caller owns it.</summary>
    internal GaussNewtonStep Step(Tensor x, Tensor targets, StepScaling scaling) => (_gaussNewton with
    {
        Scaling = scaling,
        Workspace = _workspace,
        Solver = _gaussNewton.Solver is Noisy noisy ? noisy with { Seed = SplitMix64.Keyed((uint)configuration.Seed, (uint)_updates, 0).Next() } : _gaussNewton.Solver,
    }).Step(model, x, targets);

    internal override void Save(BinaryWriter writer) => writer.Write(_updates);

    internal override void Load(BinaryReader reader) => _updates = reader.ReadInt32();

    public override void Dispose()
    {
        _workspace.Dispose();
        base.Dispose();
    }

    private static LeastSquaresSolver Solver(RunConfiguration run)
    {
        // The Gram matrix tells singular values above √(k·eps)·σ_max from rounding, k = min(n, m); where float32 is too coarse for rtol it is
        // formed in float64.
        LeastSquaresSolver solver = run.Damping > 0
            ? new Damped(run.Damping)
            : new TruncatedGramEigen(run.Rtol, run.Atol, InDouble: run.Rtol < 2 * Math.Sqrt(Math.Min(run.BatchSize, run.Model.WeightRows) * finfo(run.Dtype).eps));
        return run.Noise > 0 ? new Noisy(solver, run.Noise) : solver;
    }
}

/// <summary>TorchSharp's own SGD or Adam on autograd's gradient.</summary>
internal sealed class GradientOptimiser(TorchSharp.Modules.OptimizerHelper inner, RevMlp model, Loss loss) : Optimiser
{
    public override (double LossBefore, ExactnessReport? Exactness) Update(Tensor x, Tensor targets)
    {
        using var scope = NewDisposeScope();
        inner.zero_grad();
        var value = loss.Value(model.Output(x), targets);
        value.backward();
        inner.step();
        return (HostRead.Number(value), null);
    }

    internal override void Save(BinaryWriter writer) => inner.save_state_dict(writer);

    internal override void Load(BinaryReader reader) => inner.load_state_dict(reader);

    public override void Dispose()
    {
        inner.Dispose();
        base.Dispose();
    }
}
