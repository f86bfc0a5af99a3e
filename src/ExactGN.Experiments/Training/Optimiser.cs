namespace ExactGN.Experiments.Training;

/// <summary>Makes updates from batches. It owns its own state, not the network.</summary>
public abstract class Optimiser : IDisposable
{
    /// <summary>What the configured learning rate is multiplied by; 1 unless a schedule says otherwise.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>Makes one update.</summary>
    /// <param name="x">The batch, shape [n, d].</param>
    /// <param name="targets">Its targets, shape [n, c].</param>
    /// <returns>The batch's loss before the update and, for Gauss-Newton, how exact the step was.</returns>
    public abstract (double LossBefore, StepExactness? Exactness) Update(Tensor x, Tensor targets);

    /// <summary>The configuration's optimiser in an epoch.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="model">The network, which stays the caller's.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public static Optimiser Of(RunConfiguration configuration, ReversibleNetwork model, int epoch = 1)
    {
        var run = configuration.Switch is { } change && epoch > change.AfterEpochs
            ? configuration with { Optimiser = change.Optimiser, LearningRate = change.LearningRate }
            : configuration;
        var parameters = model.NamedParameters().Select(entry => entry.parameter);
        return run.Optimiser switch
        {
            GaussNewtonOptions gaussNewton => new GaussNewtonOptimiser(run, gaussNewton, model),
            SgdOptions sgd => new GradientOptimiser(
                optim.SGD(parameters, run.LearningRate, momentum: sgd.Momentum, weight_decay: run.WeightDecay),
                run.LearningRate,
                model,
                run.Loss),
            // The moments are spelled out because defaults differ between versions.
            AdamOptions => new GradientOptimiser(
                optim.Adam(
                    parameters, run.LearningRate, beta1: 0.9, beta2: 0.999, eps: 1e-8, weight_decay: run.WeightDecay),
                run.LearningRate,
                model,
                run.Loss),
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

/// <summary>TorchSharp's own SGD or Adam on autograd's gradient.</summary>
internal sealed class GradientOptimiser(
    TorchSharp.Modules.OptimizerHelper inner, double learningRate, ReversibleNetwork model, Loss loss) : Optimiser
{
    public override (double LossBefore, StepExactness? Exactness) Update(Tensor x, Tensor targets)
    {
        using var scope = NewDisposeScope();
        foreach (var group in inner.ParamGroups)
        {
            group.LearningRate = RateFactor * learningRate;
        }

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
