namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: the reversible update among all right inverses, and the one of least
/// norm.</summary>
public sealed class MinimumNormProperties
{
    [Claim("GN-12", Share = 0.5)]
    public Property It_is_the_least_norm_update_and_a_part_orthogonal_to_it(UpdateRule rule, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        if (Compare(rule, built) is not { } pair)
        {
            return Verdict.Discard();
        }

        // ⟨J⁺ε, Δ − J⁺ε⟩ = 0, hence ‖Δ‖² = ‖J⁺ε‖² + ‖Δ − J⁺ε‖².
        var (least, reversible) = (Ratio.Norm(pair.Least), Ratio.Norm(pair.Reversible));
        var product = (pair.Least * (pair.Reversible - pair.Least)).sum();
        var excess = Math.Max(0, least - reversible)
            / (pair.Amplification * least * pair.Size * Ratio.Eps(built.X.dtype));
        return Verdict.Below(
            recipe, [Ratio.Of(product, pair.Amplification * least * reversible, pair.Size, built.X.dtype), excess]);
    }

    [Claim("GN-13", Share = 0.5)]
    public Property It_differs_from_the_least_norm_update_within_the_null_space(
        UpdateRule rule, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        if (WholeStateInOneBlock(recipe) || Compare(rule, built) is not { } pair)
        {
            return Verdict.Discard();
        }

        var difference = pair.Reversible - pair.Least;
        var differs = Ratio.Norm(difference) > 1e-6 * Ratio.Norm(pair.Least);
        var scale = pair.Amplification * Ratio.Norm(pair.Jacobian) * Ratio.Norm(pair.Reversible);
        return Verdict.Below(recipe, [
            differs ? 0 : double.PositiveInfinity,
            Ratio.Of(pair.Jacobian.mm(difference.reshape(-1, 1)), scale, pair.Size, built.X.dtype),
        ]);
    }

    [Claim("GN-13", Share = 0.5)]
    public Property Every_mixture_with_it_realises_the_error_and_projects_to_it(
        UpdateRule rule, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        if (Compare(rule, built) is not { } pair)
        {
            return Verdict.Discard();
        }

        // J⁺J is the orthogonal projection on the rows of J: of Δ_MN + t(Δ − Δ_MN) it leaves Δ_MN, whatever t is.
        var inverse = Dense.PseudoInverse(pair.Jacobian).to(pair.Least.device);
        var (least, difference) = (pair.Least.reshape(-1, 1), (pair.Reversible - pair.Least).reshape(-1, 1));
        var conditioned = Ratio.Norm(inverse) * Ratio.Norm(pair.Jacobian);
        var scale = pair.Amplification * conditioned * (Ratio.Norm(least) + Ratio.Norm(difference));
        return Verdict.Below(recipe, new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(t =>
            Ratio.Of(inverse.mm(pair.Jacobian.mm(least + t * difference)) - least, scale, pair.Size, built.X.dtype)));
    }

    [Claim("GN-14", Share = 0.5)]
    public Property In_one_block_on_the_whole_state_it_is_the_least_norm_update(
        UpdateRule rule, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        var whole = recipe.Network with
        {
            Blocks = 1,
            Classes = recipe.Network.Classes is null ? null : 2 * recipe.Network.HalfWidth,
        };
        using var built = whole.Build();
        return Compare(rule, built) is { } pair
            ? Verdict.Below(whole, Ratio.Of(
                pair.Reversible - pair.Least, pair.Amplification * Ratio.Norm(pair.Least), pair.Size, built.X.dtype))
            : Verdict.Discard();
    }

    [Claim("GN-15")]
    public Property Each_half_lies_in_the_row_space_of_its_features(UpdateRule rule, FullRankNetwork recipe)
    {
        using var built = recipe.Network.Open();
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return Verdict.Discard();
        }

        using var update = rule.Update(
            built.Model, built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));

        return Verdict.Below(recipe, built.Features().Zip(update.Deltas, (features, delta) =>
        {
            var outside = delta.cpu() - Dense.PseudoInverse(features).mm(features.cpu().mm(delta.cpu()));
            return Ratio.Of(outside, condition.Features * Ratio.Norm(delta), features.size(1), delta.dtype);
        }));
    }

    [Claim("GN-16", Share = 0.5)]
    public Property Through_the_kernel_it_is_the_dense_pseudo_inverse(MinimumNormRule rule, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        foreach (var (i, half) in built.Model.HalfCouplings.Index())
        {
            half.Trainable = i == recipe.Network.Seed % (2 * recipe.Network.Blocks)
                || (recipe.Network.Seed >> i) % 2 == 0;
        }

        var jacobian = DenseJacobian.InParameters(built.Model, built.X);
        var sigma = Dense.SingularValues(jacobian);
        if (jacobian.size(0) > jacobian.size(1) || !(sigma.Min() > 1e-4 * sigma.Max()))
        {
            return Verdict.Discard();
        }

        var condition = sigma.Max() / sigma.Min();

        using var noGrad = no_grad();
        var error = built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1);
        var dense = Dense.PseudoInverse(jacobian).mm(error.cpu().reshape(-1, 1)).reshape(-1);

        using var update = rule.Solve(built.Model, built.Model.Forward(built.X), error);

        // Θ = JJᵀ squares the condition number.
        var difference = update.Flatten(built.Model).cpu() - dense;
        return Verdict.Below(
            recipe, Ratio.Of(difference, condition * condition * Ratio.Norm(dense), jacobian.size(1), error.dtype));
    }

    [Claim("GN-17", Share = 0.5)]
    public Property A_kernel_without_full_rank_is_refused_by_name(
        MinimumNormRule rule, DenseSizedNetwork recipe, Precision precision)
    {
        using var built = recipe.Network.Open(precision.Dtype());
        built.X[0].copy_(built.X[1]);
        var error = built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1);
        var trouble = Refusal.Of(() => rule.Solve(built.Model, built.Model.Forward(built.X), error));
        return Verdict.That((recipe, precision), trouble == NumericalTrouble.RankDeficient);
    }

    private static bool WholeStateInOneBlock(DenseSizedNetwork recipe) =>
        recipe.Network.Blocks == 1
        && (recipe.Network.Classes ?? 2 * recipe.Network.HalfWidth) == 2 * recipe.Network.HalfWidth;

    // Both solutions flat, or null outside the hypotheses; the amplification is that of GN-1 and of J⁺.
    private static (Tensor Jacobian, Tensor Least, Tensor Reversible, double Amplification, double Size)? Compare(
        UpdateRule rule, NetworkCase built)
    {
        var condition = Conditioning.Of(built);
        if (!(condition.Features < 1e4))
        {
            return null;
        }

        var jacobian = DenseJacobian.InParameters(built.Model, built.X);
        var sigma = Dense.SingularValues(jacobian);
        using var noGrad = no_grad();
        var error = built.Gaussian(built.Model.Outputs, stream: 1);
        var least = Dense.PseudoInverse(jacobian).mm(error.cpu().reshape(-1, 1)).reshape(-1).to(error.device);
        using var update = rule.Update(built.Model, built.Model.Forward(built.X), built.Model.Lift(error));
        return (jacobian, least, update.Flatten(built.Model), condition.Product
            + sigma.Max() / sigma.Min(), jacobian.size(1));
    }
}
