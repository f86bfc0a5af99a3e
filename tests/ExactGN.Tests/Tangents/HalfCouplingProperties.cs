namespace ExactGN.Tests;

/// <summary>theory/tangents.md: a half-coupling at one input.</summary>
public sealed class HalfCouplingProperties
{
    [Claim("TAN-16", Share = 0.5)]
    public Property The_derivative_in_the_weights_is_the_features_times_the_identity(
        PointRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = (recipe with { Samples = Math.Min(recipe.Samples, 3) }).Build();
        var (half, x) = Chosen(built, recipe);

        var features = rule.Features(half, x).detach();

        var flat = half.At(x).Value().reshape(-1);
        var rows = Enumerable.Range(0, (int)flat.size(0))
            .Select(i => autograd.grad([flat[i]], [half.Weight], retain_graph: true)[0].reshape(-1))
            .ToArray();
        var q = recipe.HalfWidth;
        var kronecker = (features.view(features.size(0), 1, features.size(1), 1)
            * eye(q, dtype: float64, device: x.device).view(1, q, 1, q)).reshape(features.size(0) * q, -1);
        var jacobian = stack(rows);
        return Verdict.That(
            recipe, kronecker.shape.SequenceEqual(jacobian.shape) && jacobian.equal(kronecker).all().item<bool>());
    }

    [Claim("TAN-17")]
    public Property The_bias_row_does_not_enter_the_derivative(PointRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Bias = true }).Open();
        var (half, x) = Chosen(built, recipe);
        var (t, s) = (built.Gaussian(recipe.HalfWidth, stream: 1), built.Gaussian(recipe.HalfWidth, stream: 2));

        var (jvp, vjp) = (rule.Jvp(half, x, t), rule.Vjp(half, x, s));
        half.Weight[-1].add_(1);
        var (moved, pulled) = (rule.Jvp(half, x, t), rule.Vjp(half, x, s));

        return Verdict.That(recipe, moved.equal(jvp).all().item<bool>() && pulled.equal(vjp).all().item<bool>());
    }

    [Claim("TAN-18")]
    public Property A_linear_half_coupling_has_the_constant_derivative_V_W(PointRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { LinearInput = true }).Open();
        var half = recipe.Seed % 2 == 0 ? built.Model.Blocks[0].F : built.Model.Blocks[0].G;
        var (x, t) = (Halves.Split(built.X).First, built.Gaussian(recipe.HalfWidth, stream: 1));

        var (here, elsewhere) = (rule.Jvp(half, x, t), rule.Jvp(half, -3 * x, t));

        var weights = Dense.ToMathNet(half.Weight.narrow(0, 0, recipe.Hidden ?? recipe.HalfWidth));
        var derivative = half.Projection is { } v ? Dense.ToMathNet(v) * weights : weights;
        var expected = Dense.FromMathNet(Dense.ToMathNet(t) * derivative);
        var scale = Ratio.Norm(t) * Ratio.Norm(half.Weight) * (half.Projection is { } p ? Ratio.Norm(p) : 1);
        return Verdict.Below(recipe, [
            Ratio.Of(here.cpu() - expected, scale, half.Weight.size(0), float64),
            Ratio.Of(elsewhere - here, scale, half.Weight.size(0), float64),
        ]);
    }

    [Claim("TAN-19")]
    public Property The_vjp_is_the_adjoint_of_the_jvp_for_each_of_several_cotangents_per_sample(
        PointRule rule, NetworkRecipe recipe, Precision precision)
    {
        using var built = recipe.Open(precision.Dtype());
        var (half, x) = Chosen(built, recipe);
        var (n, q, c) = (x.size(0), recipe.HalfWidth, recipe.Samples);
        var t = built.Gaussian(q, stream: 1);
        var cotangents = built.Gaussian(c * q, stream: 2).view(n, c, q);

        var forward = (cotangents * rule.Jvp(half, x, t).unsqueeze(1)).sum(2);
        var backward = (rule.Vjp(half, x, cotangents) * t.unsqueeze(1)).sum(2);
        var single = (rule.Vjp(half, x, cotangents.select(1, 0)) * t).sum(1);

        var scale = Ratio.Norm(t)
            * Ratio.Norm(cotangents) * Ratio.Norm(half.Weight) * (half.Projection is { } p ? Ratio.Norm(p) : 1);
        var size = Math.Max(half.Weight.size(0), q);
        return Verdict.Below((recipe, precision), [
            Ratio.Of(forward - backward, scale, size, t.dtype),
            Ratio.Of(forward.select(1, 0) - single, scale, size, t.dtype),
        ]);
    }

    [Claim("TAN-20")]
    public Property At_a_kink_the_derivative_is_that_of_the_inactive_side_as_in_autograd(
        PointRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = (recipe with { LinearInput = false }).Build();
        var half = recipe.Seed % 2 == 0 ? built.Model.Blocks[0].F : built.Model.Blocks[0].G;
        var x = Halves.Split(built.X).First.clone();
        x[0].zero_();
        var t = built.Gaussian(recipe.HalfWidth, stream: 1);
        var derivative = AutogradJacobian.Jvp(input => half.At(input).Value(), x, t);

        var tangent = rule.Jvp(half, x, t).detach();

        var scale = Ratio.Norm(t) * Ratio.Norm(half.Weight) * (half.Projection is { } v ? Ratio.Norm(v) : 1);
        return Verdict.Below(recipe, [
            tangent[0].count_nonzero().item<long>() == 0 ? 0 : double.PositiveInfinity,
            Ratio.Of(tangent - derivative, scale, half.Weight.size(0), float64),
        ]);
    }

    private static (HalfCoupling Half, Tensor Input) Chosen(NetworkCase built, NetworkRecipe recipe) =>
        (built.Model.HalfCouplings.ElementAt(recipe.Seed % (2 * recipe.Blocks)), Halves.Split(built.X).Second);
}
