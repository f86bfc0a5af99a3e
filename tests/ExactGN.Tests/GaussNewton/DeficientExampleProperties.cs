namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: two things that are true with full row rank and false without it,
/// by example.</summary>
public sealed class DeficientExampleProperties
{
    [Claim("GN-36", Share = 0.5)]
    public Property Without_full_row_rank_the_least_norm_optimum_can_be_the_longer_step(
        UpdateRule rule, DeficientNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        var one = recipe.Network with { Blocks = 1, Classes = null };
        using var built = one.Build();
        using var noGrad = no_grad();
        var (block, x) = (built.Model.Blocks[0], Halves.Split(built.X));
        var state = built.Model.Forward(built.X);
        var (f, g) = (block.F.At(x.Second), block.G.At(Halves.Split(state).First));
        var (featuresF, featuresG, z) = (f.Features(), g.Features(), built.Gaussian(x.Second.size(1), stream: 2));
        var error = z - FeatureRanks.Project(featuresG, z);
        var seenByF = Ratio.Norm(featuresF.mT.mm(g.Vjp(error)));
        if (FeatureRanks.Of(built) is not { AnyDeficient: true } ranks
            || !(seenByF > 1e-4 * Ratio.Norm(featuresF) * Ratio.Norm(z)))
        {
            return Verdict.Discard();
        }

        using var update = rule.Update(built.Model, state, new Halves(zeros_like(error), error).Join());

        // ‖J⁺ε‖ ≥ ‖Jᵀε‖/‖J‖², and F's part of Jᵀε is what F sees of the error; the reversible step is rounding,
        // κ·eps of ã_G⁺z.
        var jacobian = Ratio.Norm(featuresG) + Ratio.Norm(featuresF) * (1 + NormOf(block.G));
        var (longer, shorter) = (seenByF / (jacobian * jacobian), update.Norm());
        var rounding = ranks.Condition * ranks.Condition / Dense.SingularValues(featuresG)[0]
            * Ratio.Norm(z) * Math.Max(featuresG.size(0), featuresG.size(1)) * Ratio.Eps(float64);
        return Verdict.Below(one, [shorter / rounding, 30 * shorter / longer]);
    }

    [Claim("GN-37", Share = 0.5)]
    public Property One_block_of_full_row_rank_is_enough_for_an_exact_step_and_not_for_the_reversible_one(
        UpdateRule rule, PartlyDeficientNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var features = built.Features();
        var condition = features.Skip(2).Max(
            feature => Dense.SingularValues(feature) is var sigma && feature.size(0) <= feature.size(1) && sigma[^1] > 0
                ? sigma[0] / sigma[^1]
                : double.PositiveInfinity);
        if (!(condition < 1e4)
            || LinearRegion.IsNearKink(built.Model, built.X)
            || FeatureRanks.Of(built) is not { AnyDeficient: true } ranks)
        {
            return Verdict.Discard();
        }

        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        using var together = rule.Update(built.Model, state, error);
        built.Model.TrainOnly(i => i >= 2);
        using var second = rule.Update(built.Model, state, error);

        var (whole, alone) =
            (built.Model.ParameterJvp(built.X, together) - error, built.Model.ParameterJvp(built.X, second) - error);
        var scale = ranks.Condition * Conditioning.TransportOf(built) * Ratio.Norm(error);
        return Verdict.Below(
            recipe,
            [Ratio.Of(alone, scale, built.X.size(1) * 2, float64), 0.03 * Ratio.Norm(error) / Ratio.Norm(whole)]);
    }

    // ‖VW‖, a bound for ‖G′‖.
    private static double NormOf(HalfCoupling half) =>
        Ratio.Norm(half.Weight) * (half.Projection is { } v ? Ratio.Norm(v) : 1);
}
