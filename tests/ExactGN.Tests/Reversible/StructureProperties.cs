namespace ExactGN.Tests;

/// <summary>theory/reversible.md: exact identities of the map.</summary>
public sealed class StructureProperties
{
    [Claim("REV-6", Share = 0.5)]
    public Property Samples_do_not_see_each_other(ReversibleMap map, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = (recipe with { Samples = Math.Clamp(recipe.Samples, 2, 4) }).Build();
        var (n, d) = (built.X.size(0), built.X.size(1));

        var jacobian = AutogradJacobian.Dense(x => map.Forward(built.Model, x), built.X).view(n, d, n, d);

        var between = 1 - eye(n, dtype: jacobian.dtype, device: jacobian.device).view(n, 1, n, 1);
        return Verdict.That(recipe, (jacobian * between).count_nonzero().item<long>() == 0);
    }

    [Claim("REV-7")]
    public Property Permuting_the_samples_permutes_the_states(ReversibleMap map, NetworkRecipe recipe)
    {
        using var built = recipe.Open();
        using var generator = new Generator((ulong)recipe.Seed + 2, CPU);
        var order = randperm(recipe.Samples, generator: generator).to(built.X.device);

        var permutedFirst = map.Forward(built.Model, built.X[order]);
        var permutedLast = map.Forward(built.Model, built.X)[order];

        var amplification = Amplification.Of(built.Model, built.X);
        return Verdict.Below(recipe, Ratio.Of(
            permutedFirst - permutedLast,
            amplification.Forward * amplification.Coupling * amplification.State,
            amplification.Size,
            built.X.dtype));
    }

    [Claim("REV-8")]
    public Property Zero_weights_give_the_identity_bit_for_bit(
        ReversibleMap map, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        foreach (var half in built.Model.HalfCouplings)
        {
            half.Weight.zero_();
        }

        var forward = map.Forward(built.Model, built.X);
        var inverse = map.Inverse(built.Model, built.X);

        return Verdict.That(
            (recipe, precision),
            forward.equal(built.X).all().item<bool>() && inverse.equal(built.X).all().item<bool>());
    }

    [Claim("REV-9")]
    public Property A_half_whose_couplings_are_silent_passes_unchanged(ReversibleMap map, NetworkRecipe recipe)
    {
        var silenceF = recipe.Seed % 2 == 0;
        using var built = recipe.Open();
        foreach (var block in built.Model.Blocks)
        {
            (silenceF ? block.F : block.G).Weight.zero_();
        }

        var before = Halves.Split(built.X);
        var after = Halves.Split(map.Forward(built.Model, built.X));

        var (kept, moved) = silenceF
            ? (after.First - before.First, after.Second - before.Second)
            : (after.Second - before.Second, after.First - before.First);
        return recipe.Bias
            ? Verdict.That(recipe, kept.count_nonzero().item<long>() == 0 && moved.count_nonzero().item<long>() > 0)
            : Verdict.That(recipe, kept.count_nonzero().item<long>() == 0);
    }

    [Claim("REV-10")]
    public Property Without_biases_the_map_is_positively_homogeneous_bit_for_bit(
        ReversibleMap map, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Bias = false }).Open();

        var scaledFirst = map.Forward(built.Model, 8 * built.X);
        var scaledLast = 8 * map.Forward(built.Model, built.X);

        return Verdict.That(recipe, scaledFirst.equal(scaledLast).all().item<bool>());
    }

    [Claim("REV-11")]
    public Property The_features_of_a_linear_half_coupling_have_rank_at_most_q_and_one_for_the_bias(
        PointRule rule, DeficientNetwork recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe.Network with { LinearInput = true }).Open();
        var bound = recipe.Network.HalfWidth + (recipe.Network.Bias ? 1 : 0);
        var half = built.Model.Blocks[0].F;

        var sigma = Dense.SingularValues(rule.Features(half, Halves.Split(built.X).Second));

        return sigma.Length <= bound
            ? Verdict.Discard()
            : Verdict.Below(
                recipe,
                sigma[bound] / (sigma[0] * Math.Max(half.Weight.size(0), built.X.size(0)) * Ratio.Eps(float64)));
    }
}
