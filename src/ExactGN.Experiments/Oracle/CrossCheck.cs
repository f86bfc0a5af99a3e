namespace ExactGN.Experiments.Oracle;

/// <summary>
/// Replays a reference case with this library: forward, loss, ε, inverse, pull-back, updates, J·Δ, gradient,
/// and the loss after a step, those of them that the case holds.
/// </summary>
public static class CrossCheck
{
    /// <summary>The tolerance where every feature matrix has full row rank: the update is exact, and only rounding
    /// separates two right implementations.</summary>
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
        var (x, target) = (reference.Input.ToTensor(), reference.Target?.ToTensor());

        var state = model.Forward(x);
        var output = model.ReadOut(state);
        var epsilon = target is null
            ? reference.Epsilon?.ToTensor()
            : config.ErrorFactor
                * model.Lift(config.GaussNewton.Loss.NewtonDirection(output, target, config.GaussNewton.Curvature));
        using var step = epsilon is null ? null : config.GaussNewton.Solve(model, state, epsilon);
        List<QuantityDifference> differences = [];
        if (reference.Output is not null || reference.ProjectedOutput is not null)
        {
            Add("forward", [Optional(state, reference.Output), Optional(output, reference.ProjectedOutput)]);
        }

        if (reference.Loss is { } loss)
        {
            Add("loss", [RelativeDifference.Of(Loss(output), loss)]);
        }

        // Without a target it is the case's own.
        if (reference.Epsilon is { } error && target is not null)
        {
            Add("epsilon", [Difference(epsilon!, error)]);
        }

        if (reference.ReconstructedInput is { } input)
        {
            Add("inverse", [Difference(model.Inverse(reference.Output?.ToTensor() ?? state), input)]);
        }

        if (reference.BlockOutputTangents is { } tangents)
        {
            Add("pull_back", [PullBack(model, state, epsilon!, tangents)]);
        }

        if (reference.Updates is { } updates)
        {
            Add("updates", [PerHalf(step!.Update, updates)]);
        }

        if (reference.UpdateResponse is { } response)
        {
            Add("response", [Difference(model.ParameterJvp(x, step!.Update), response)]);
        }

        if (reference.LossGradient is { } lossGradient)
        {
            // The gradient of the mean: g/n per sample, in the reference's units.
            var cotangent = model.Lift(
                config.LossFactor / config.Batch * config.GaussNewton.Loss.Gradient(output, target!));
            var (_, gradient) = model.Vjp(state, cotangent);
            using var freed = gradient;
            Add("gradient", [PerHalf(gradient, lossGradient)]);
        }

        if (reference.LossAfterStep is { } after)
        {
            Add("loss_after_step", after.Select(LossAfter));
        }

        return new(
            reference.Id,
            reference.FullRowRank ?? step?.Report.FullRowRank ?? true ? FullRowRankTolerance : DeficientTolerance,
            differences);

        void Add(string quantity, IEnumerable<double> values) =>
            differences.Add(new(quantity, values.Aggregate(0.0, Math.Max)));

        double Optional(Tensor ours, OracleArray? theirs) => theirs is null ? 0 : Difference(ours, theirs);

        double Loss(Tensor outputs) =>
            config.LossFactor * config.GaussNewton.Loss.Value(outputs, target!).item<double>();

        double LossAfter((double LearningRate, double Loss) after)
        {
            using var weights = Update.Snapshot(model);
            step!.Update.ApplyTo(model, after.LearningRate);
            var moved = Loss(model.Output(x));
            weights.RestoreTo(model);
            return RelativeDifference.Of(moved, after.Loss);
        }
    }

    /// <summary>The worst relative difference of an update (or a gradient) from the reference's, over weights
    /// and biases of all half-couplings.</summary>
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
