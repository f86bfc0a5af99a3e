namespace ExactGN.Experiments;

/// <summary>Replays a reference case with this library: forward, loss, ε, inverse, pull-back, updates, J·Δ, gradient, and the loss after a step.</summary>
public static class CrossCheck
{
    /// <summary>The tolerance where every feature matrix has full row rank: the update is exact, and only rounding separates two right implementations.</summary>
    public const double FullRowRankTolerance = 1e-12;

    /// <summary>The tolerance elsewhere: truncation and projections sit between input and result.</summary>
    public const double DeficientTolerance = 1e-9;

    /// <summary>Compares one case.</summary>
    /// <param name="reference">The case.</param>
    /// <exception cref="NumericalException">The case leads to numbers that cannot be represented.</exception>
    public static CrossCheckResult Run(OracleCase reference)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var model = reference.ToModel();
        var config = reference.Config;
        var (x, target) = (reference.Input.ToTensor(), reference.Target.ToTensor());

        var state = model.Forward(x);
        var output = model.ReadOut(state);
        var loss = Loss(output);
        var epsilon = config.ErrorFactor * model.Lift(config.GaussNewton.Loss.NewtonDirection(output, target, config.GaussNewton.Curvature));
        using var step = config.GaussNewton.Solve(model, state, epsilon);
        // The gradient of the mean: g/n per sample, in the reference's units.
        var cotangent = model.Lift(config.LossFactor / config.Batch * config.GaussNewton.Loss.Gradient(output, target));
        var (_, gradient) = model.Vjp(state, cotangent);
        using var freed = gradient;

        return new(
            reference.Id,
            reference.FullRowRank ? FullRowRankTolerance : DeficientTolerance,
            [
                new("forward", Math.Max(Difference(state, reference.Output), reference.ProjectedOutput is { } projected ? Difference(output, projected) : 0)),
                new("loss", RelativeDifference.Of(loss, reference.Loss)),
                new("epsilon", Difference(epsilon, reference.Epsilon)),
                new("inverse", Difference(model.Inverse(reference.Output.ToTensor()), reference.ReconstructedInput)),
                new("pull_back", PullBack(model, state, epsilon, reference.BlockOutputTangents)),
                new("updates", PerHalf(step.Update, reference.Updates)),
                new("response", Difference(model.ParameterJvp(x, step.Update), reference.UpdateResponse)),
                new("gradient", PerHalf(gradient, reference.LossGradient)),
                new("loss_after_step", reference.LossAfterStep.Select(LossAfter).Aggregate(0.0, Math.Max)),
            ]);

        double Loss(Tensor outputs) => config.LossFactor * config.GaussNewton.Loss.Value(outputs, target).item<double>();

        double LossAfter((double LearningRate, double Loss) after)
        {
            using var weights = Update.Snapshot(model);
            step.Update.ApplyTo(model, after.LearningRate);
            var moved = Loss(model.Output(x));
            weights.RestoreTo(model);
            return RelativeDifference.Of(moved, after.Loss);
        }
    }

    /// <summary>The worst relative difference of an update (or a gradient) from the reference's, over weights and biases of all half-couplings.</summary>
    /// <param name="ours">One Δ per half-coupling.</param>
    /// <param name="theirs">One W and b per half-coupling.</param>
    public static double PerHalf(Update ours, IReadOnlyList<OracleHalf> theirs)
    {
        using var scope = NewDisposeScope();
        return ours.Deltas.Zip(theirs, (delta, half) =>
        {
            var weights = Difference(delta.narrow(0, 0, half.W.Shape[1]).mT, half.W);
            return half.B is { } bias ? Math.Max(weights, Difference(delta[delta.size(0) - 1], bias)) : weights;
        }).Aggregate(0.0, Math.Max);
    }

    private static double PullBack(RevMlp model, Tensor state, Tensor epsilon, IReadOnlyList<OracleArray> tangents)
    {
        var (y, tangent) = (Halves.Split(state), Halves.Split(epsilon));
        var worst = 0.0;
        for (var i = tangents.Count - 1; i >= 0; i--)
        {
            worst = Math.Max(worst, Difference(tangent.Join(), tangents[i]));
            (y, tangent) = model.Blocks[i].InverseJvp(y, tangent);
        }

        return worst;
    }

    private static double Difference(Tensor ours, OracleArray theirs) => RelativeDifference.Of(ours, theirs.ToTensor());
}
