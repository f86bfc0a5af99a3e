namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: what a step refuses rather than answering wrongly.</summary>
public sealed class RefusalProperties
{
    [Claim("GN-30")]
    public Property A_half_frozen_block_is_refused_and_named(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var index = recipe.Network.Seed % recipe.Network.Blocks;
        var (block, isF) = (built.Model.Blocks[index], recipe.Network.Seed % 2 == 0);
        (isF ? block.F : block.G).Trainable = false;

        var message = Refusal.Message(
            () => rule.Update(built.Model, built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1)));

        var expected = isF
            ? $"in block {index} F is frozen and G is trainable"
            : $"in block {index} F is trainable and G is frozen";
        return Verdict.That(recipe, message?.Contains(expected, StringComparison.Ordinal) == true);
    }

    [Claim("GN-31")]
    public Property What_is_not_finite_never_becomes_an_update(
        GaussNewtonRule rule, SweepSolver solver, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var poison = recipe.Network.Seed % 2 == 0 ? double.NaN : double.PositiveInfinity;
        var place = recipe.Network.Seed / 2 % 3;
        (place switch
        {
            0 => built.X[0],
            1 => built.Targets[-1],
            _ => (Tensor)built.Model.Blocks[^1].G.Weight[0],
        }).fill_(poison);

        var trouble = Refusal.Of(() => rule.Step(
            new(solver.Solver, new SquaredError(), Curvature.Exact), built.Model, built.X, built.Targets));

        return Verdict.That((solver, recipe), trouble is NumericalTrouble.NotFinite or NumericalTrouble.NoConvergence);
    }

    [Claim("GN-31")]
    public Property An_update_beyond_the_largest_number_is_refused(
        GaussNewtonRule rule, SweepSolver solver, FullRankNetwork recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // ReLU: ã must be of the size of x₀, and softplus(0) is log 2.
        using var built = (recipe.Network with { Bias = false, Activation = Activation.Relu }).Build(precision.Dtype());
        // ‖Δ‖ ≥ ‖s‖/‖ã‖, and without biases ã is of the size of x₀: about max^1.15, from states,
        // errors and a loss that all are representable.
        var max = finfo(built.X.dtype).max;
        built.X.mul_(Math.Pow(max, -0.75));
        built.Targets.mul_(Math.Pow(max, 0.4));

        var trouble = Refusal.Of(() => rule.Step(
            new(solver.Solver, new SquaredError(), Curvature.Exact), built.Model, built.X, built.Targets));

        return Verdict.That((solver, recipe, precision), trouble == NumericalTrouble.NotRepresentable);
    }

    [Claim("GN-32")]
    public Property An_error_outside_the_dtypes_range_is_refused_and_named(
        GaussNewtonRule rule, SweepSolver solver, FullRankNetwork recipe, Precision precision)
    {
        recipe = recipe.Paper;
        using var built = recipe.Network.Open(precision.Dtype());
        built.X.mul_(1e5);
        var outputs = built.Model.Output(built.X);
        var mistake = nn.functional.one_hot(outputs.argmin(1), outputs.size(1)).to(outputs.dtype);
        // log(1/p) of the target beyond log of the largest number.
        var confident = -(outputs.log_softmax(1) * mistake).sum(1).max().to(float64).item<double>();
        if (confident < 2 * Math.Log(finfo(outputs.dtype).max))
        {
            return Verdict.Discard();
        }

        var method = new ReversibleGaussNewton(solver.Solver, new SoftmaxCrossEntropy(), Curvature.Exact);
        var trouble = Refusal.Of(() => rule.Step(method, built.Model, built.X, mistake));

        return Verdict.That((solver, recipe, precision), trouble == NumericalTrouble.NotRepresentable);
    }
}
