namespace ExactGN.Tests;

/// <summary>theory/tangents.md: jvp and vjp in the input.</summary>
public sealed class PushForwardProperties
{
    [Claim("TAN-1")]
    public Property The_jvp_is_linear_in_the_tangent(TangentRule rule, NetworkRecipe recipe)
    {
        using var built = recipe.Open();
        var (s, t) = (built.Gaussian(built.X.size(1), stream: 1), built.Gaussian(built.X.size(1), stream: 2));

        var together = rule.Jvp(built.Model, built.X, (-2 * s) + (5 * t));
        var apart = (-2 * rule.Jvp(built.Model, built.X, s)) + (5 * rule.Jvp(built.Model, built.X, t));

        return Verdict.Below(recipe, TangentRatio(together - apart, built, (2 * Ratio.Norm(s)) + (5 * Ratio.Norm(t))));
    }

    [Claim("TAN-2")]
    public Property The_jvp_equals_two_backward_passes(TangentRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build(precision.Dtype());
        var t = built.Gaussian(built.X.size(1), stream: 1);

        var tangent = rule.Jvp(built.Model, built.X, t);

        return LinearRegion.IsNearKink(built.Model, built.X)
            ? Verdict.Discard()
            : Verdict.Below(
                (recipe, precision),
                TangentRatio(tangent - AutogradJacobian.Jvp(built.Model.Forward, built.X, t), built, Ratio.Norm(t)));
    }

    [Claim("TAN-3")]
    public Property Difference_quotients_are_exact_inside_a_linear_region(
        TangentRule rule, DerivativeReferences references, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        const double H = 1e-4;
        using var built = recipe.Open();
        var t = built.Gaussian(built.X.size(1), stream: 1);
        if (!LinearRegion.Contains(built.Model, built.X, H * t))
        {
            return Verdict.Discard();
        }

        var quotient = references.Quotient(built.Model.Forward, built.X, t, H);
        var tangent = rule.Jvp(built.Model, built.X, t);

        var amplification = Amplification.Of(built.Model, built.X);
        return Verdict.Below(recipe, Ratio.Of(
            quotient - tangent,
            amplification.Forward * amplification.Coupling * amplification.State / H,
            amplification.Size,
            built.X.dtype));
    }

    [Claim("TAN-4")]
    public Property Central_differences_of_a_smooth_function_of_the_state_converge_with_order_two(
        TangentRule rule, DerivativeReferences references, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        const double H = 1.0 / 4096;
        using var built = recipe.Open();
        var gaussian = built.Gaussian(built.X.size(1), stream: 1);
        var t = gaussian / gaussian.abs().max();
        if (!LinearRegion.Contains(built.Model, built.X, H * t))
        {
            return Verdict.Discard();
        }

        // The third derivative of sinh is cosh ≥ 1, so the h² term of the quotient cannot vanish.
        var derivative = built.Model.Forward(built.X).cosh() * rule.Jvp(built.Model, built.X, t);
        double Error(double h) =>
            Ratio.Norm(references.Quotient(x => built.Model.Forward(x).sinh(), built.X, t, h) - derivative);

        return Verdict.Below(recipe, Math.Abs(Math.Log2(Error(H) / Error(H / 2)) - 2), threshold: 0.1);
    }

    [Claim("TAN-5")]
    public Property The_jvp_and_the_vjp_are_adjoint(TangentRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var (t, c) = (built.Gaussian(built.X.size(1), stream: 1), built.Gaussian(built.X.size(1), stream: 2));
        if (LinearRegion.IsNearKink(built.Model, built.X))
        {
            return Verdict.Discard();
        }

        var forward = (c * rule.Jvp(built.Model, built.X, t)).sum();
        var (pulled, gradient) = rule.Vjp(built.Model, built.Model.Forward(built.X), c);
        gradient.Dispose();
        var backward = (pulled * t).sum();

        return Verdict.Below(
            (recipe, precision), TangentRatio(forward - backward, built, Ratio.Norm(t) * Ratio.Norm(c)));
    }

    [Claim("TAN-6")]
    public Property The_jvp_of_a_network_is_the_product_of_its_blocks_Jacobians(TangentRule rule, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var t = built.Gaussian(built.X.size(1), stream: 1);

        var tangent = rule.Jvp(built.Model, built.X, t);

        var (state, product) = (built.X, t.unsqueeze(2));
        foreach (var block in built.Model.Blocks)
        {
            product = AutogradJacobian.PerSample(block, state).matmul(product);
            state = block.Forward(Halves.Split(state)).Join().detach();
        }

        return Verdict.Below(recipe, TangentRatio(tangent - product.squeeze(2), built, Ratio.Norm(t)));
    }

    [Claim("TAN-7")]
    public Property Without_biases_the_Jacobian_maps_the_input_to_the_state(TangentRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Bias = false }).Open();

        var tangent = rule.Jvp(built.Model, built.X, built.X);

        return Verdict.Below(recipe, TangentRatio(tangent - built.Model.Forward(built.X), built, Ratio.Norm(built.X)));
    }

    private static double TangentRatio(Tensor error, NetworkCase built, double tangent)
    {
        var amplification = Amplification.Of(built.Model, built.X);
        return Ratio.Of(
            error, amplification.Path * amplification.Coupling * tangent, amplification.Size, built.X.dtype);
    }
}
