namespace ExactGN.Experiments;

/// <summary>One way to update the weights from a batch.</summary>
public abstract class Optimiser : IDisposable
{
    /// <summary>Updates the network's weights in place.</summary>
    /// <param name="x">Inputs, shape [n, d].</param>
    /// <param name="targets">Targets, shape [n, c].</param>
    /// <returns>The batch's mean loss before the update and, for Gauss-Newton, how exact the step was.</returns>
    /// <exception cref="NumericalException">The step is not a number.</exception>
    public abstract (double LossBefore, ExactnessReport? Exactness) Update(Tensor x, Tensor targets);

    /// <summary>The optimiser that a configuration asks for.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="model">Its network.</param>
    /// <param name="loss">Its loss.</param>
    public static Optimiser Of(RunConfiguration configuration, RevMlp model, Loss loss)
    {
        var parameters = model.NamedParameters().Select(entry => entry.parameter);
        return configuration.Optimiser switch
        {
            OptimiserKind.GaussNewton => new GaussNewtonOptimiser(configuration, model, loss),
            OptimiserKind.Sgd => new GradientOptimiser(optim.SGD(parameters, configuration.LearningRate), model, loss),
            OptimiserKind.Adam => new GradientOptimiser(optim.Adam(parameters, configuration.LearningRate), model, loss),
            _ => throw new ArgumentOutOfRangeException(nameof(configuration), configuration.Optimiser, "No such optimiser."),
        };
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>θ ← θ − ηΔ with the reversible Gauss-Newton Δ, identity curvature and truncated singular values, as published.</summary>
internal sealed class GaussNewtonOptimiser(RunConfiguration configuration, RevMlp model, Loss loss) : Optimiser
{
    // The Gram matrix tells singular values above √(k·eps)·σ_max from rounding, k = min(n, m); where float32 is too coarse for rtol it is
    // formed in float64.
    private readonly ReversibleGaussNewton _gaussNewton = new(
        new TruncatedGramEigen(configuration.Rtol, configuration.Atol, InDouble: configuration.Rtol < 2 * Blind(configuration)),
        loss,
        Curvature.Identity)
    {
        Scaling = configuration.Scaling,
        MeasureDefect = true,
    };

    public override (double LossBefore, ExactnessReport? Exactness) Update(Tensor x, Tensor targets)
    {
        using var step = _gaussNewton.Step(model, x, targets);
        step.Update.ApplyTo(model, configuration.LearningRate);
        return (step.Loss, step.Report);
    }

    private static double Blind(RunConfiguration run) =>
        Math.Sqrt(Math.Min(run.BatchSize, run.Model.WeightRows) * finfo(run.Dtype).eps);
}

/// <summary>A first-order optimiser of TorchSharp's, on the gradient that autograd gives.</summary>
internal sealed class GradientOptimiser(optim.Optimizer inner, RevMlp model, Loss loss) : Optimiser
{
    public override (double LossBefore, ExactnessReport? Exactness) Update(Tensor x, Tensor targets)
    {
        using var scope = NewDisposeScope();
        inner.zero_grad();
        var value = loss.Value(model.Output(x), targets);
        value.backward();
        inner.step();
        return (value.to(float64).item<double>(), null);
    }

    public override void Dispose()
    {
        inner.Dispose();
        base.Dispose();
    }
}
