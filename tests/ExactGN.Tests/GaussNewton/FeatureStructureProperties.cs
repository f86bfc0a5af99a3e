namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: what the features' structure says about their rank, and what a linear
/// block's makes cheap.</summary>
public sealed class FeatureStructureProperties
{
    [Claim("GN-33")]
    public Property One_number_per_sample_gives_features_of_rank_two_at_most_and_three_with_a_bias(
        PointRule rule, NarrowNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var (most, state) = (recipe.Network.Bias ? 3 : 2, Halves.Split(built.X));
        List<double> ratios = [];
        foreach (var block in built.Model.Blocks)
        {
            var next = block.Forward(state);
            ratios.Add(Beyond(rule.Features(block.F, state.Second)));
            ratios.Add(Beyond(rule.Features(block.G, next.First)));
            state = next;
        }

        return Verdict.Below(recipe, ratios);

        double Beyond(Tensor features)
        {
            double[] sigma = Dense.SingularValues(features);
            return sigma[0] == 0 ? 0 : Math.Abs(sigma.ElementAtOrDefault(most))
                / (sigma[0] * Math.Max(features.size(0), features.size(1)) * Ratio.Eps(float64));
        }
    }

    [Claim("GN-34")]
    public Property Without_a_bias_a_multiple_of_a_sample_has_a_multiple_of_its_features(
        PointRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Bias = false }).Open();
        var (half, x, factor) = Chosen(built, recipe);

        var (one, other) = (rule.Features(half, x), rule.Features(half, factor * x));

        return Verdict.Below(
            recipe,
            Ratio.Of(other - factor * one, factor * Ratio.Norm(x) * NormOfProjection(half), recipe.HalfWidth, float64));
    }

    [Claim("GN-34")]
    public Property With_a_bias_the_two_are_independent_by_the_size_of_the_active_features(
        PointRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Bias = true }).Open();
        var (half, x, factor) = Chosen(built, recipe);
        x = x[..1];

        var pair = rule.Features(half, cat([x, factor * x]));

        // The Gram determinant of [a, 1] and [ca, 1] is (c − 1)²‖a‖², and that of any two rows is (σ₁σ₂)².
        double[] sigma = Dense.SingularValues(pair);
        var area = Math.Abs(factor - 1) * Ratio.Norm(half.At(x).Activation);
        return Verdict.Below(
            recipe,
            Math.Abs(sigma[0] * sigma.ElementAtOrDefault(1) - area)
            / (sigma[0] * sigma[0] * Math.Max(pair.size(1), 2) * Ratio.Eps(float64)));
    }

    [Claim("GN-35")]
    public Property A_linear_block_needs_no_features(LinearFactors factors, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { LinearInput = true }).Open();
        var half = recipe.Seed % 2 == 0 ? built.Model.Blocks[0].F : built.Model.Blocks[0].G;
        var (x, s) = (Halves.Split(built.X).Second, Halves.Split(built.X).First);
        var (point, features) = (half.At(x), half.At(x).Features());
        double[] sigma = Dense.SingularValues(features);
        var (size, bound) = (
            half.Weight.size(0) + recipe.HalfWidth, Math.Sqrt(recipe.Samples) + Ratio.Norm(x) * NormOfProjection(half));
        List<double> ratios =
        [
            Ratio.Of(factors.Gram(half, x) - features.mm(features.mT), bound * bound, size, float64),
            Ratio.Of(factors.Output(half, x) - point.Value(), bound * Ratio.Norm(half.Weight), size, float64),
        ];
        if (features.size(0) <= features.size(1) && sigma[^1] > 1e-4 * sigma[0])
        {
            // K has the condition κ², and the bound's square takes ‖ã‖²'s place in its rounding.
            var kappa = bound / sigma[^1];
            var expected = Dense.PseudoInverse(features).mm(s.cpu()).to(s.device);
            ratios.Add(Ratio.Of(
                factors.Update(half, x, s) - expected, kappa * kappa / sigma[^1] * Ratio.Norm(s), size, float64));
        }

        return Verdict.Below(recipe, ratios);
    }

    // A half-coupling, an input for it, and a factor in [½, 4) other than 1.
    private static (HalfCoupling Half, Tensor Input, double Factor) Chosen(NetworkCase built, NetworkRecipe recipe) =>
        (
            built.Model.HalfCouplings.ElementAt(recipe.Seed % (2 * recipe.Blocks)),
            Halves.Split(built.X).Second,
            new[] { 0.5, 1.7, 2, 3.9 }[recipe.Seed % 4]);

    private static double NormOfProjection(HalfCoupling half) => half.Projection is { } v ? Ratio.Norm(v) : 1;
}
