namespace ExactGN.Tests;

/// <summary>theory/beyond-the-paper.md: layer-wise Gauss-Newton, and laziness by scaling the output.</summary>
public sealed class BeyondThePaperLazyProperties
{
    [Claim("EXT-1")]
    public Property Layer_wise_steps_add_up_to_L_times_full_Gauss_Newton_in_function_space(
        LayerwiseStep step, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var condition = LargestBlockCondition(built);
        if (!(condition < 1e4))
        {
            return Verdict.Discard();
        }

        using var update = step.Solve(built.Model, built.Model.Forward(built.X), built.Targets);

        var realised = built.Model.ReadOut(built.Model.ParameterJvp(built.X, update));
        var expected = recipe.Network.Blocks * built.Targets;
        return Verdict.Below(
            recipe,
            Ratio.Of(realised - expected, condition * Ratio.Norm(expected), built.Model.PathLength(), expected.dtype));
    }

    [Claim("EXT-2")]
    public Property Layer_wise_and_full_Gauss_Newton_differ_in_the_null_space_where_the_layer_wise_step_is_longer(
        LayerwiseStep step, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = (recipe.Network with { Blocks = Math.Max(2, recipe.Network.Blocks) }).Build();
        var condition = LargestBlockCondition(built);
        if (!(condition < 1e4))
        {
            return Verdict.Discard();
        }

        var (model, state, layers) = (built.Model, built.Model.Forward(built.X), built.Model.Blocks.Count);
        using var layerwise = step.Solve(model, state, built.Targets);
        using var full = MinimumNormGaussNewton.Solve(model, state, built.Targets);

        // Δ_full lies in the row space of J and the difference in its null space: Pythagoras,
        // with a difference well above rounding.
        var (whole, part) = (layerwise.Flatten(model) / layers, full.Flatten(model));
        var difference = whole - part;
        var (a, b, c) = (Ratio.Norm(whole), Ratio.Norm(part), Ratio.Norm(difference));
        var rounding = condition * model.PathLength() * Ratio.Eps(float64);
        return Verdict.Below(recipe, [Math.Abs(a * a - b * b - c * c) / (a * a * rounding), 0.03 * b / c]);
    }

    [Claim("EXT-3")]
    public Property Scaling_a_centred_output_makes_Gauss_Newton_lazier_with_slope_minus_one(
        OutputScaling scaling, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();

        return Slope(built, scaling.Centred, 1e2) is { } slope
            ? Verdict.Below(recipe, Math.Abs(slope + 1), threshold: 0.01)
            : Verdict.Discard();
    }

    [Claim("EXT-4")]
    public Property Scaling_an_uncentred_output_does_not_make_Gauss_Newton_lazier(
        OutputScaling scaling, FullRankNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();

        // f₀ − y/a is within 10⁻⁵ of f₀, whichever of the two is the larger.
        var scale = 1e5 * Ratio.Norm(built.Targets) / Ratio.Norm(built.Model.Output(built.X));
        return Slope(built, scaling.Uncentred, scale) is { } slope
            ? Verdict.Below(recipe, Math.Abs(slope), threshold: 0.05)
            : Verdict.Discard();
    }

    /// <summary>The log-log slope of the relative gap between a and 10a, or null where a ReLU switches
    /// or a rank is missing.</summary>
    private static double? Slope(NetworkCase built, Func<Tensor, Tensor, double, Tensor> error, double scale)
    {
        if (!(built.WorstCondition() < 1e3))
        {
            return null;
        }

        var (state, outputs) = (built.Model.Forward(built.X), built.Model.Output(built.X));
        return GapAt(scale) is { } near && GapAt(10 * scale) is { } far ? Math.Log10(far / near) : null;

        double? GapAt(double a)
        {
            using var update = FunctionStep.GaussNewton.Solve(built.Model, state, error(outputs, built.Targets, a));
            using var moved = built.Model.Moved(update, 0.01);
            return built.Model.SamePattern(moved, built.X) ? Linearisation.Gap(built.Model, moved, built.X) : null;
        }
    }

    /// <summary>The largest κ(Θ_ℓ) = κ(J_ℓ)² over the blocks.</summary>
    private static double LargestBlockCondition(NetworkCase built)
    {
        var worst = 0.0;
        for (var layer = 0; layer < built.Model.Blocks.Count; layer++)
        {
            built.Model.TrainOnly(i => i / 2 == layer);
            var sigma = Dense.SingularValues(NeuralTangentKernel.Of(built.Model, built.X));
            worst = Math.Max(worst, sigma[0] / Math.Max(sigma[^1], double.Epsilon));
        }

        built.Model.TrainOnly(_ => true);
        return worst;
    }
}
