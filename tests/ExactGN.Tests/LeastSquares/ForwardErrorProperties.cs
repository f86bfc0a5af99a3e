namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: how the condition number enters the error of each strategy.</summary>
public sealed class ForwardErrorProperties
{
    [Claim("LS-10")]
    public Property The_forward_error_grows_with_the_promised_power_of_the_condition_number(
        SteepRule rule, SteepMatrix steep, Precision precision)
    {
        using var scope = NewDisposeScope();
        var recipe = steep.Matrix(precision.Dtype(), rule.Exponent);
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s);

        var expected = Dense.PseudoInverse(a, rtol: 0).mm(s.to(float64, CPU));
        return Verdict.Below((rule, recipe, precision), recipe.ForwardRatio(x, expected, s, rule.Exponent));
    }

    [Claim("LS-11")]
    public Property A_consistent_system_leaves_a_residual_at_rounding_level(
        SteepRule rule, SteepMatrix steep, Precision precision)
    {
        using var scope = NewDisposeScope();
        var recipe = steep.Matrix(precision.Dtype(), rule.Exponent);
        if (recipe.Rows > recipe.Columns)
        {
            return Verdict.Discard();
        }

        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s);

        var residual = a.to(float64).mm(x.to(float64)) - s.to(float64);
        var scale = (recipe.Scale * Ratio.Norm(x) + Ratio.Norm(s)) * Math.Pow(recipe.Kappa, rule.Exponent - 1);
        return Verdict.Below((rule, recipe, precision), Ratio.Of(residual, scale, recipe.Size, a.dtype));
    }

    [Claim("LS-12")]
    public Property Each_refinement_multiplies_the_error_of_Cholesky_by_k_u_kappa_squared(
        RefinementRule rule, Refinements refinements, SteepMatrix steep, Precision precision)
    {
        using var scope = NewDisposeScope();
        var recipe = steep.Matrix(precision.Dtype(), exponent: 2);
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        if (rule.Solve(a, s, refinements.Count) is not { } x)
        {
            return Verdict.Discard();
        }

        var expected = Dense.PseudoInverse(a, rtol: 0).mm(s.to(float64, CPU));
        var unit = recipe.Size * Ratio.Eps(a.dtype);
        var bound = unit * recipe.Kappa + Math.Pow(unit * recipe.Kappa * recipe.Kappa, refinements.Count + 1);
        var error = Ratio.Norm(x.to(float64, CPU) - expected);
        return Verdict.Below(
            (rule, refinements, recipe, precision), error / (bound * recipe.InverseNorm * Ratio.Norm(s)));
    }

    [Claim("LS-13", SingleOnly = true)]
    public Property A_Gram_matrix_formed_in_double_does_not_square_the_condition_number_of_single_precision(
        InDoubleRule rule, SteepMatrix steep)
    {
        using var scope = NewDisposeScope();
        var recipe = steep.Matrix(ScalarType.Float32, exponent: 1);
        var (a, s) = (recipe.Build(ScalarType.Float32), recipe.RightHandSide(ScalarType.Float32));

        var x = rule.Solve(a, s);

        var expected = Dense.PseudoInverse(a, rtol: 0).mm(s.to(float64, CPU));
        return Verdict.Below((rule, recipe), recipe.ForwardRatio(x, expected, s, exponent: 1));
    }
}
