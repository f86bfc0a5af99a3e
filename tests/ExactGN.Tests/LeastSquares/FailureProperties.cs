namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: strategies that assume full rank say so when ã lacks it, and are
/// never silently wrong.</summary>
public sealed class FailureProperties
{
    [Claim("LS-32")]
    public Property A_full_rank_strategy_reports_that_the_rank_is_deficient(
        FullRankRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var deficient = recipe.FullRank ? recipe with { Rows = recipe.Rows + 1, Columns = recipe.Columns + 1 } : recipe;
        var (a, s) = (deficient.Build(precision.Dtype()), deficient.RightHandSide(precision.Dtype()));

        return Verdict.That((rule, deficient, precision), rule.Solve(a, s) is null);
    }

    [Claim("LS-33")]
    public Property A_full_rank_strategy_accepts_a_matrix_of_full_rank(
        FullRankRule rule, FullRankMatrix recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Matrix.Build(precision.Dtype()), recipe.Matrix.RightHandSide(precision.Dtype()));

        var report = rule.Solve(a, s)?.Report;

        if (report is not { LargestCut: 0, Condition: >= 1 } || report.Rank != recipe.Matrix.Rank)
        {
            return Verdict.That((rule, recipe, precision), fact: false);
        }

        // K squares the condition number, so Condition is known to max(n, m)·eps·κ².
        var unit = recipe.Matrix.Size * Ratio.Eps(a.dtype) * recipe.Matrix.Kappa * recipe.Matrix.Kappa;
        double[] missed = [report.Condition / recipe.Matrix.Kappa - 1, 1 - report.Condition / LowerBound(a)];
        return Verdict.Below((rule, recipe, precision), missed.Select(bound => Math.Max(bound, 0) / unit));
    }

    [Claim("LS-34")]
    public Property What_refined_Cholesky_lets_pass_is_as_accurate_as_its_first_correction_says(
        RefinementRule rule, SteepMatrix steep, Precision precision)
    {
        using var scope = NewDisposeScope();
        var recipe = steep.Matrix(precision.Dtype(), exponent: 1) with { RightHandSides = 2 };
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var easy = a.mm(a.mT.mm(s[.., ..1])) / (recipe.Scale * recipe.Scale);
        s = cat([1e6 * easy, s[.., 1..]], 1);
        var eps = Ratio.Eps(a.dtype);
        var unit = recipe.Size * eps;

        if (rule.Solve(a, s, 1) is not { } x)
        {
            // The first correction, at most k·max(n, m)·eps·κ²·√max(n, m) in the largest entries, has passed eps^¼.
            var correction = recipe.Rank * Math.Sqrt(recipe.Size) * unit * recipe.Kappa * recipe.Kappa;
            return Verdict.Below((rule, recipe, precision), Verdict.Threshold * Math.Pow(eps, 0.25) / correction);
        }

        var expected = Dense.PseudoInverse(a, rtol: 0).mm(s.to(float64, CPU));
        var squared = unit * recipe.Kappa * recipe.Kappa;
        var bound = (unit * recipe.Kappa + squared * Math.Min(squared, Math.Sqrt(recipe.Size) * Math.Pow(eps, 0.25)))
            * recipe.InverseNorm;
        var ratios = Enumerable.Range(0, 2)
            .Select(j => Ratio.Norm(x[.., j].to(float64, CPU) - expected[.., j]) / (bound * Ratio.Norm(s[.., j])));
        return Verdict.Below((rule, recipe, precision), ratios);
    }

    [Claim("LS-35")]
    public Property The_fallback_gives_the_answer_of_the_SVD(
        FallbackRule rule, MatrixRecipe recipe, Precision precision)
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

    /// <summary>β^⅓·ℓ/σ_min: what one step of inverse iteration from the probe sin 1, …, sin k must see of the
    /// condition, ℓ the longest column of the factor.</summary>
    private static double LowerBound(Tensor a)
    {
        var (matrix, wide) = (Dense.ToMathNet(a), a.size(0) <= a.size(1));
        var svd = matrix.Svd(computeVectors: true);
        var k = svd.S.Count;
        var least = wide ? svd.U.Column(k - 1) : svd.VT.Row(k - 1);
        var probe = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(k, i => Math.Sin(i + 1));
        var share = Math.Abs(probe.DotProduct(least)) / probe.L2Norm();
        var longest = (wide ? matrix.RowNorms(2) : matrix.ColumnNorms(2)).Max();
        return Math.Cbrt(share) * longest / svd.S[k - 1];
    }
}
