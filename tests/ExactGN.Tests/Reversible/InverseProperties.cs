namespace ExactGN.Tests;

/// <summary>theory/reversible.md: the map, its inverse and the volume.</summary>
public sealed class InverseProperties
{
    [Claim("REV-1")]
    public Property The_forward_map_is_the_coupling_formula(ReversibleMap map, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = recipe.Open();

        var state = map.Forward(built.Model, built.X);

        var amplification = Amplification.Of(built.Model, built.X);
        return Verdict.Below(recipe, Ratio.Of(
            state.cpu() - CouplingFormula.Forward(built.Mlp, built.X),
            amplification.Forward * amplification.Coupling * amplification.State,
            amplification.Size,
            state.dtype));
    }

    [Claim("REV-2")]
    public Property The_inverse_undoes_the_forward_map(ReversibleMap map, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());

        var back = map.Inverse(built.Model, map.Forward(built.Model, built.X));

        var amplification = Amplification.Of(built.Model, built.X);
        return Verdict.Below((recipe, precision), Ratio.Of(
            back - built.X,
            amplification.Inverse * amplification.Coupling * amplification.State,
            amplification.Size,
            back.dtype));
    }

    [Claim("REV-3")]
    public Property The_forward_map_undoes_the_inverse(ReversibleMap map, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var target = built.Gaussian(built.X.size(1), stream: 1);

        var again = map.Forward(built.Model, map.Inverse(built.Model, target));

        var amplification = Amplification.Of(built.Model, built.Model.Inverse(target));
        return Verdict.Below((recipe, precision), Ratio.Of(
            again - target,
            amplification.Forward * amplification.Coupling * amplification.State,
            amplification.Size,
            again.dtype));
    }

    [Claim("REV-4", Share = 0.5)]
    public Property Up_to_64_blocks_of_moderate_weights_return_the_input_within_100_units_of_rounding(
        ReversibleMap map, DeepNetwork recipe, Precision precision)
    {
        using var built = recipe.Network.Open(precision.Dtype());

        var back = map.Inverse(built.Model, map.Forward(built.Model, built.X));

        var unitRoundOff = Ratio.Eps(back.dtype) / 2;
        return Verdict.Below(
            (recipe, precision), Ratio.Norm(back - built.X) / (unitRoundOff * Ratio.Norm(built.X)), threshold: 100);
    }

    [Claim("REV-5", Share = 0.5)]
    public Property The_network_preserves_volume(ReversibleMap map, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = (recipe with { Samples = Math.Min(recipe.Samples, 3) }).Build();

        var jacobian = AutogradJacobian.Dense(x => map.Forward(built.Model, x), built.X);

        var dense = Dense.ToMathNet(jacobian);
        var sigma = Dense.SingularValues(jacobian);
        var amplification = Amplification.Of(built.Model, built.X);
        var size = jacobian.size(0) * amplification.Size;
        return Verdict.Below(
            recipe,
            Math.Abs(dense.Determinant() - 1)
            / (size * (sigma[0] / sigma[^1]) * amplification.Coupling * Ratio.Eps(float64)));
    }
}
