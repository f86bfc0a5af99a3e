using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: strategies that assume full rank say so when ã lacks it, and are never silently wrong.</summary>
public sealed class FailureProperties
{
    [Claim("LS-32")]
    public Property A_full_rank_strategy_reports_that_the_rank_is_deficient(FullRankRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var deficient = recipe.FullRank ? recipe with { Rows = recipe.Rows + 1, Columns = recipe.Columns + 1 } : recipe;
        var (a, s) = (deficient.Build(precision.Dtype()), deficient.RightHandSide(precision.Dtype()));

        return Verdict.That((rule, deficient, precision), rule.Solve(a, s) is null);
    }

    [Claim("LS-33")]
    public Property A_full_rank_strategy_accepts_a_matrix_of_full_rank(FullRankRule rule, FullRankMatrix recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Matrix.Build(precision.Dtype()), recipe.Matrix.RightHandSide(precision.Dtype()));

        var report = rule.Solve(a, s)?.Report;

        var unit = 30 * recipe.Matrix.Size * Ratio.Eps(a.dtype) * recipe.Matrix.Kappa * recipe.Matrix.Kappa;
        return Verdict.That((rule, recipe, precision), report is { } && report.Rank == recipe.Matrix.Rank && report.LargestCut == 0
            && report.Condition >= 1 && report.Condition <= recipe.Matrix.Kappa * (1 + unit));
    }

    [Claim("LS-34")]
    public Property What_refined_Cholesky_lets_pass_is_accurate_to_the_root_of_eps(RefinementRule rule, SteepMatrix steep, Precision precision)
    {
        using var scope = NewDisposeScope();
        var recipe = steep.Matrix(precision.Dtype(), exponent: 1) with { RightHandSides = 2 };
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var easy = a.matmul(a.mT.matmul(s[.., ..1])) / (recipe.Scale * recipe.Scale);
        s = cat([1e6 * easy, s[.., 1..]], 1);

        if (rule.Solve(a, s, 1) is not { } x)
        {
            return Verdict.That((rule, recipe, precision), 30 * recipe.Size * Math.Pow(Ratio.Eps(a.dtype), 0.75) * recipe.Kappa * recipe.Kappa >= 1);
        }

        var expected = Dense.PseudoInverse(a, rtol: 0).matmul(s.to(float64, CPU));
        var ratios = Enumerable.Range(0, 2).Select(j =>
            Ratio.Norm(x[.., j].to(float64, CPU) - expected[.., j]) / (recipe.Size * Math.Sqrt(Ratio.Eps(a.dtype)) * recipe.InverseNorm * Ratio.Norm(s[.., j])));
        return Verdict.Below((rule, recipe, precision), ratios);
    }

    [Claim("LS-35")]
    public Property The_fallback_gives_the_answer_of_the_SVD(FallbackRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        if (recipe.FullRank)
        {
            return Verdict.Discard();
        }

        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s);

        return Verdict.Below((rule, recipe, precision), Ratio.Relative(x, new TruncatedSvd().Solve(a, s).X, 1));
    }
}
