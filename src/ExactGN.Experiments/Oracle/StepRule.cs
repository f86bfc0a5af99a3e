namespace ExactGN.Experiments.Oracle;

/// <summary>What a training step did.</summary>
/// <param name="Direction">The update or gradient whose norm the reference records; the receiver disposes it.</param>
/// <param name="Kept">Singular values kept per half-coupling; null for first-order steps.</param>
public sealed record StepTaken(Update Direction, IReadOnlyList<int>? Kept = null);

/// <summary>Moves the weights of a network by one step.</summary>
/// <param name="model">The network.</param>
/// <param name="x">The batch, [n, d].</param>
/// <param name="targets">One-hot, [n, c].</param>
public delegate StepTaken StepRule(RevMlp model, Tensor x, Tensor targets);

/// <summary>The reference's own rules of training, for softmax cross-entropy.</summary>
internal static class StepRules
{
    private static readonly SoftmaxCrossEntropy Loss = new();

    // Above this tolerance the Gram matrix of a few hundred samples sees what the SVD sees,
    // √(n·eps)·σ_max being about 10⁻⁷.
    private const double VisibleToGram = 1e-6;

    /// <summary>W ← W − lr·Δ with the reversible Gauss-Newton step, identity curvature, no 1/L.</summary>
    /// <remarks>Two solvers with the same truncation: the SVD where only it sees the tolerance, else the Gram matrix,
    /// at a fraction of the price.</remarks>
    internal static StepRule GaussNewton(TrajectoryRun run)
    {
        LeastSquaresSolver solver = run.Rtol >= VisibleToGram
            ? new TruncatedGramEigen(run.Rtol, run.Atol)
            : new TruncatedSvd(run.Rtol, run.Atol);
        var gaussNewton =
            new ReversibleGaussNewton(solver, Loss, Curvature.Identity) { Scaling = StepScaling.Reference };
        return (model, x, targets) =>
        {
            var step = gaussNewton.Step(model, x, targets);
            step.Update.ApplyTo(model, run.LearningRate);
            return new(step.Update, [.. step.Report.Halves.Select(half => half.Rank)]);
        };
    }

    /// <summary>W ← W − lr·gradient.</summary>
    internal static StepRule GradientDescent(double learningRate) => (model, x, targets) =>
    {
        var gradient = Gradient(model, x, targets);
        gradient.ApplyTo(model, learningRate);
        return new(gradient);
    };

    /// <summary>TorchSharp's Adam, its ε outside the square root, fed with the gradient of the reversible
    /// back-propagation.</summary>
    internal static StepRule Adam(optim.Optimizer adam) => (model, x, targets) =>
    {
        var gradient = Gradient(model, x, targets);
        foreach (var (half, delta) in model.HalfCouplings.Zip(gradient.Deltas))
        {
            half.Weight.grad = delta;
        }

        adam.step();
        return new(gradient);
    };

    private static Update Gradient(RevMlp model, Tensor x, Tensor targets)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var state = model.Forward(x);
        var error = Loss.Gradient(model.ReadOut(state), targets) / x.size(0);
        return model.Vjp(state, model.Lift(error)).Gradient;
    }
}
