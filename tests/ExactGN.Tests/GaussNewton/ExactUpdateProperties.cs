namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: the reversible update realises the output error.</summary>
public sealed class ExactUpdateProperties
{
    [Claim("GN-1")]
    public Property The_update_realises_the_output_error(UpdateRule rule, FullRankNetwork recipe, Precision precision)
    {
        using var built = recipe.Network.Open(precision.Dtype());
        var condition = Conditioning.Of(built);
        if (!(condition.Features < Largest(precision)))
        {
            return Verdict.Discard();
        }

        var error = built.Model.Lift(built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1));

        using var update = rule.Update(built.Model, built.Model.Forward(built.X), error);

        // By automatic differentiation: the library's push-forward shares F′ with the sweep.
        return Verdict.Below(
            (recipe, precision),
            Defect(built, AutogradJacobian.ParameterJvp(built.Model, built.X, update), error, condition));
    }

    [Claim("GN-2")]
    public Property Without_the_average_the_blocks_overshoot_by_their_number(SummedRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < Largest(Precision.Double)))
        {
            return Verdict.Discard();
        }

        var error = built.Gaussian(built.X.size(1), stream: 1);

        using var update = new Update(rule.Solve(built.Model, built.Model.Forward(built.X), error));

        return Verdict.Below(recipe, Defect(built, update, recipe.Network.Blocks * error, condition));
    }

    [Claim("GN-3", Share = 0.5)]
    public Property Each_block_alone_realises_the_whole_error(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < Largest(Precision.Double)))
        {
            return Verdict.Discard();
        }

        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        List<double> ratios = [];
        foreach (var alone in built.Model.Blocks)
        {
            foreach (var block in built.Model.Blocks)
            {
                block.F.Trainable = block.G.Trainable = block == alone;
            }

            using var update = rule.Update(built.Model, state, error);
            ratios.Add(Defect(built, update, error, condition));
        }

        return Verdict.Below(recipe, ratios);
    }

    [Claim("GN-4")]
    public Property Frozen_blocks_stay_and_the_others_share_the_error(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (recipe.Network.Blocks < 2 || !(condition.Features < Largest(Precision.Double)))
        {
            return Verdict.Discard();
        }

        var frozen = built.Model.Blocks[recipe.Network.Seed % recipe.Network.Blocks];
        frozen.F.Trainable = frozen.G.Trainable = false;
        var error = built.Gaussian(built.X.size(1), stream: 1);

        using var update = rule.Update(built.Model, built.Model.Forward(built.X), error);

        var moved = built.Model.HalfCouplings
            .Zip(update.Deltas)
            .Where(pair => !pair.First.Trainable)
            .Max(pair => Ratio.Norm(pair.Second));
        return Verdict.Below(
            recipe, [moved == 0 ? 0 : double.PositiveInfinity, Defect(built, update, error, condition)]);
    }

    [Claim("GN-5")]
    public Property The_defect_in_float64_is_below_a_trillionth(UpdateRule rule, FullRankNetwork recipe) =>
        RelativeDefect(rule, recipe, Precision.Double, 1e-12);

    [Claim("GN-5", SingleOnly = true)]
    public Property The_defect_in_float32_is_below_a_ten_thousandth(UpdateRule rule, FullRankNetwork recipe) =>
        RelativeDefect(rule, recipe, Precision.Single, 1e-4);

    private static Property RelativeDefect(
        UpdateRule rule,
        FullRankNetwork recipe,
        Precision precision,
        double threshold,
        [System.Runtime.CompilerServices.CallerMemberName] string property = "")
    {
        using var built = recipe.Network.Open(precision.Dtype());
        if (!(built.WorstCondition() <= 100))
        {
            return Verdict.Discard(property);
        }

        var error = built.Model.Lift(built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1));

        using var update = rule.Update(built.Model, built.Model.Forward(built.X), error);

        var defect = Ratio.Norm(built.Model.ParameterJvp(built.X, update) - error) / Ratio.Norm(error);
        return Verdict.Below(recipe, defect, threshold, property);
    }

    /// <summary>The largest κ(ã) at which "full row rank" still means something in the dtype with Gram strategies,
    /// κ²·eps ≪ 1.</summary>
    private static double Largest(Precision precision) => precision == Precision.Double ? 1e4 : 100;

    private static double Defect(NetworkCase built, Update update, Tensor error, Conditioning condition) =>
        Defect(built, built.Model.ParameterJvp(built.X, update), error, condition);

    // ‖J_xΔ − κε‖ over κχ‖ε‖·dL·eps.
    private static double Defect(NetworkCase built, Tensor realised, Tensor error, Conditioning condition) => Ratio.Of(
        realised - error,
        condition.Product * Ratio.Norm(error),
        built.X.size(1) * built.Model.Blocks.Count,
        error.dtype);
}
