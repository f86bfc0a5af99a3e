namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: when Θ is constant, and how far the network is from its linearisation.</summary>
public sealed class LazyTrainingProperties
{
    [Claim("LAZY-4")]
    public Property In_a_single_linear_block_the_kernel_of_F_alone_does_not_move(
        TangentKernel kernel, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Blocks = 1, LinearInput = true }).Open();
        var (model, q, second) = (built.Model, recipe.HalfWidth, Halves.Split(built.X).Second);
        var (f, g) = (model.Blocks[0].F, model.Blocks[0].G);
        using var update = built.GaussianUpdate(stream: 2);
        model.TrainOnly(i => i == 0);
        var features = f.At(second).Features();
        var readout = model.ReadoutMatrix ?? eye(2 * q, dtype: model.Dtype, device: model.Device);
        var (upper, lower) = (readout.narrow(0, 0, q), readout.narrow(0, q, q));
        var weights = g.HasBias ? g.Weight[..^1] : g.Weight;
        var m = upper + (g.Projection is { } v ? v.mm(weights) : weights).mm(lower);
        var expected = features.mm(features.mT).kron(m.mT.mm(m));
        var sensitivity = Ratio.Norm(upper) + NormOfProjection(g) * Ratio.Norm(weights) * Ratio.Norm(lower);

        // The kernel recovers x² from x_L, whose rounding the features carry.
        double Departure()
        {
            var reach = Math.Sqrt(recipe.Samples)
                + NormOfProjection(f) * (Ratio.Norm(second) + 2 * Ratio.Norm(model.Forward(built.X)));
            return Ratio.Of(
                kernel.Of(model, built.X) - expected,
                Ratio.Norm(features) * reach * sensitivity * sensitivity,
                model.PathLength(),
                float64);
        }

        var here = Departure();
        update.ApplyTo(model, 1);
        return Verdict.Below(recipe, [here, Departure()]);
    }

    [Claim("LAZY-5")]
    public Property Otherwise_the_kernel_drifts_at_first_order_in_the_step(TangentKernel kernel, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        const double Alpha = 1e-5;
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        using var update = built.GaussianUpdate(stream: 2);
        using var whole = built.Model.Moved(update, Alpha);
        using var half = built.Model.Moved(update, Alpha / 2);
        if (!built.Model.SamePattern(whole, built.X) || !built.Model.SamePattern(half, built.X))
        {
            return Verdict.Discard();
        }

        var theta = kernel.Of(built.Model, built.X);

        var (drift, halfDrift) = (
            KernelDrift.Relative(kernel.Of(whole, built.X), theta),
            KernelDrift.Relative(kernel.Of(half, built.X), theta));

        // Slope 1 within 0.01, and a drift of at least a hundredth of the step.
        return Verdict.Below(
            recipe, [Math.Abs(Math.Log2(drift / halfDrift) - 1) / 0.01, 0.01 * Alpha / drift], threshold: 1);
    }

    [Claim("LAZY-7")]
    public Property Gradient_descent_changes_f_by_the_kernel_times_the_gradient(
        TangentKernel kernel, NetworkRecipe recipe)
    {
        const double Step = 1e-6;
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        using var gradient = FunctionStep.Gradient.Solve(built.Model, built.Model.Forward(built.X), built.Targets);
        var size = Step / Math.Max(gradient.Norm(), double.Epsilon);
        using var ahead = built.Model.Moved(gradient, size);
        using var behind = built.Model.Moved(gradient, -size);
        if (!built.Model.SamePattern(ahead, built.X) || !built.Model.SamePattern(behind, built.X))
        {
            return Verdict.Discard();
        }

        var theta = kernel.Of(built.Model, built.X);

        var predicted = theta.mv(built.Targets.reshape(-1)).view(built.Targets.shape);

        // Central differences: f(θ + sΔ) − f(θ − sΔ) = 2s·Θe + O((s‖Δ‖)³), and rounding of about eps·‖f‖ in the
        // difference.
        var measured = (behind.Output(built.X) - ahead.Output(built.X)) / (2 * size);
        var scale = Ratio.Norm(built.X) / size + theta.trace().item<double>() * Ratio.Norm(built.Targets) * 1e4;
        return Verdict.Below(recipe, Ratio.Of(measured - predicted, scale, built.Model.PathLength(), float64));
    }

    [Claim("LAZY-8")]
    public Property The_linearised_network_is_affine_in_the_weights_with_the_dense_Jacobian(
        LinearisedModel linearised, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        if (!built.Model.IsClearOfKinks(built.X))
        {
            return Verdict.Discard();
        }

        using var update = built.GaussianUpdate(stream: 3);
        using var moved = built.Model.Moved(update, -0.7);
        var jacobian = DenseJacobian.InParameters(built.Model, built.X, wholeState: recipe.Classes is null);
        var start = built.Model.Output(built.X);
        var step = 0.7 * update.Flatten(built.Model);

        var output = linearised.Output(built.Model, moved, built.X);

        var error = output - start - jacobian.mv(step).view(start.shape);
        return Verdict.Below(recipe, Ratio.Of(
            error, Ratio.Norm(start) + Ratio.Norm(jacobian) * Ratio.Norm(step), built.Model.PathLength(), error.dtype));
    }

    [Claim("LAZY-9")]
    public Property The_gap_to_the_linearisation_is_of_second_order_in_the_step(
        LinearisedModel linearised, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        const double Alpha = 1e-3;
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        using var update = built.GaussianUpdate(stream: 4);
        var (gap, gapHalf) = (GapAt(Alpha), GapAt(Alpha / 2));
        if (gap is null || gapHalf is null)
        {
            return Verdict.Discard();
        }

        return Verdict.Below(recipe, Math.Abs(Math.Log2(gap.Value / gapHalf.Value) - 2), threshold: 0.02);

        double? GapAt(double alpha)
        {
            using var moved = built.Model.Moved(update, alpha);
            return built.Model.SamePattern(moved, built.X)
                ? Ratio.Norm(moved.Output(built.X) - linearised.Output(built.Model, moved, built.X))
                : null;
        }
    }

    [Claim("LAZY-10")]
    public Property A_model_that_is_linear_in_its_parameters_has_no_gap_however_far_it_moves(
        LinearisedModel linearised, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        using var moved = built.Model.Copy();
        using var update = built.GaussianUpdate(stream: 6);
        moved.TrainOnly(i => i == 2 * recipe.Blocks - 1);
        update.ApplyTo(moved, 100);

        var output = linearised.Output(built.Model, moved, built.X);

        var scale = Ratio.Norm(built.X) + 100 * Ratio.Norm(update.Deltas[^1]) * Ratio.Norm(built.Features()[^1]);
        return Verdict.Below(
            recipe, Ratio.Of(output - moved.Output(built.X), scale, built.Model.PathLength(), output.dtype));
    }

    [Claim("LAZY-11")]
    public Property Cosine_norm_ratio_and_change_of_each_weight_obey_the_law_of_cosines(
        WeightComparison comparison, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        using var update = built.GaussianUpdate(stream: 8);
        using var moved = built.Model.Moved(update, 0.1);

        var drifts = comparison.Between(moved, built.Model);

        var pairs = moved.HalfCouplings.Zip(
            built.Model.HalfCouplings,
            (now, then) => (now.Name, Now: Dense.ToMathNet(now.Weight), Then: Dense.ToMathNet(then.Weight)));
        return Verdict.Below(recipe, pairs.Zip(drifts, (pair, drift) =>
        {
            var (norm, change) = (pair.Then.FrobeniusNorm(), (pair.Now - pair.Then).FrobeniusNorm());
            var ratio = pair.Now.FrobeniusNorm() / norm;
            var law = 1 + ratio * ratio - 2 * ratio * drift.Cosine - Math.Pow(change / norm, 2);
            double[] errors = [
                Math.Abs(drift.NormRatio / ratio - 1),
                Math.Abs(drift.RelativeChange * norm / change - 1),
                Math.Abs(law) / ((1 + ratio) * (1 + ratio)),
            ];
            return pair.Name == drift.Name
                ? errors.Max() / (built.Model.PathLength() * Ratio.Eps(float64))
                : double.PositiveInfinity;
        }));
    }

    private static double NormOfProjection(HalfCoupling half) => half.Projection is { } v ? Ratio.Norm(v) : 1;
}
