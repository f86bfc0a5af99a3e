using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: what makes X = ã⁺s the least-squares solution of least norm, and two independent answers.</summary>
public sealed class SolutionProperties
{
    [Claim("LS-5")]
    public Property The_residual_is_orthogonal_to_the_range(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s);

        var residual = a.to(float64).mm(x.to(float64)) - s.to(float64);
        var scale = recipe.Scale * (recipe.Scale * Ratio.Norm(x) + Ratio.Norm(s)) * Math.Pow(recipe.Kappa, rule.Exponent - 1);
        return Verdict.Below((rule, recipe, precision), Ratio.Of(a.to(float64).mT.mm(residual), scale, recipe.Size, a.dtype));
    }

    [Claim("LS-6")]
    public Property The_solution_of_least_norm_lies_in_the_row_space(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        if (recipe.Rank == recipe.Columns)
        {
            return Verdict.Discard();
        }

        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var x = rule.Solve(a, s).to(float64, CPU);

        var svd = Dense.ToMathNet(a).Svd(computeVectors: true);
        var nullSpace = Dense.FromMathNet(svd.VT)[recipe.Rank..];
        var scale = Math.Pow(recipe.Kappa, rule.Exponent) * recipe.InverseNorm * Ratio.Norm(s);
        return Verdict.Below((rule, recipe, precision), Ratio.Of(nullSpace.mm(x), scale, recipe.Size, a.dtype));
    }

    [Claim("LS-7")]
    public Property The_solution_is_that_of_an_independent_SVD(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s);

        var expected = Dense.PseudoInverse(a, rtol: 1e-3).mm(s.to(float64, CPU));
        return Verdict.Below((rule, recipe, precision), recipe.ForwardRatio(x, expected, s, rule.Exponent));
    }

    [Claim("LS-8")]
    public Property All_strategies_agree(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var x = rule.Solve(a, s);

        var ratios = PseudoInverseRule.All.Select(other => recipe.ForwardRatio(x, other.Solve(a, s), s, Math.Max(rule.Exponent, other.Exponent)));

        return Verdict.Below((rule, recipe, precision), ratios);
    }

    [Claim("LS-9")]
    public Property Every_column_of_the_right_hand_side_is_solved_by_itself(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var sizes = logspace(0, -6, 3, dtype: float64, device: s.device)[..(int)s.size(1)].to(s.dtype);
        s = s * sizes;

        var together = rule.Solve(a, s);

        var ratios = Enumerable.Range(0, recipe.RightHandSides).Select(j =>
        {
            var column = s[.., j..(j + 1)];
            return recipe.ForwardRatio(together[.., j..(j + 1)], rule.Solve(a, column), column, rule.Exponent);
        });
        return Verdict.Below((rule, recipe, precision), ratios);
    }
}
