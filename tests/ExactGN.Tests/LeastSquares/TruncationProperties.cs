namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: which singular values a truncated strategy keeps, what it does with them,
/// and what it reports.</summary>
public sealed class TruncationProperties
{
    [Claim("LS-20")]
    public Property Truncation_keeps_what_reaches_rtol_times_the_largest_singular_value(
        TruncationRule rule, GapMatrix gap, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (gap.Build(precision.Dtype()), gap.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s, gap.Threshold, 0).X;

        return Verdict.Below((rule, gap, precision), gap.ForwardRatio(x, Expected(a, s, gap), s, rule.Exponent));
    }

    [Claim("LS-21")]
    public Property Truncation_keeps_only_what_reaches_atol(TruncationRule rule, GapMatrix gap, DecimalScale factor)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (gap.Build(ScalarType.Float64), gap.RightHandSide(ScalarType.Float64));

        var x = rule.Solve(a * factor.Value, s, 1e-5, gap.Threshold * gap.Scale * factor.Value).X;

        return Verdict.Below(
            (rule, gap, factor), gap.ForwardRatio(x * factor.Value, Expected(a, s, gap), s, rule.Exponent));
    }

    [Claim("LS-22")]
    public Property A_singular_value_that_ties_with_a_tolerance_is_kept(
        TruncationRule rule, TieMatrix tie, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s, expected) = tie.Build(precision.Dtype());

        var relative = rule.Solve(a, s, tie.Smallest, 0).X;
        var absolute = rule.Solve(a, s, tie.Smallest / 2, tie.Smallest).X;

        var size = Math.Max(tie.Rows, tie.Columns);
        return Verdict.Below(
            (rule, tie, precision),
            [Ratio.Relative(relative, expected, size), Ratio.Relative(absolute, expected, size)]);
    }

    [Claim("LS-23")]
    public Property A_zero_singular_value_is_never_kept(TruncationRule rule, TieMatrix tie, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s, expected) = tie.Build(precision.Dtype());
        var rtol = rule.Squares ? tie.Smallest / 2 : 0;

        var solution = rule.Solve(a, s, rtol, 0);
        var zero = rule.Solve(zeros_like(a), s, rtol, 0);

        var size = Math.Max(tie.Rows, tie.Columns);
        var counted = solution.Report.Rank == tie.Magnitudes.Count(sigma => sigma > 0) && zero.Report.Rank == 0;
        return Verdict.Below((rule, tie, precision), [
            Ratio.Relative(solution.X, expected, size), Ratio.Norm(zero.X) == 0 && counted ? 0 : double.PositiveInfinity
        ]);
    }

    [Claim("LS-24")]
    public Property Above_the_blind_limit_the_SVD_and_the_Gram_matrix_keep_the_same_subspace(
        TruncationRule rule, SteepMatrix steep, Tolerance tolerance, Precision precision)
    {
        using var scope = NewDisposeScope();
        var recipe = steep.Matrix(precision.Dtype(), exponent: 1);
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var unit = recipe.Rank * Ratio.Eps(a.dtype);
        var rtol = tolerance.Between(4 * Math.Sqrt(unit), 0.5);
        var sigma = Dense.SingularValues(a);
        var lambda = sigma.Select(value => value * value / (sigma[0] * sigma[0])).ToArray();
        if (lambda.Any(value => Math.Abs(value - rtol * rtol) <= 8 * unit))
        {
            return Verdict.Discard();
        }

        var solution = rule.Solve(a, s, rtol, 0);

        var kept = sigma.Count(value => value >= rtol * sigma[0]);
        var gap = lambda[kept - 1] - lambda.ElementAtOrDefault(kept);
        var expected = Dense.PseudoInverse(a, rtol).mm(s.to(float64, CPU));
        var error = solution.X.to(float64, CPU) - expected;
        var ratio = Ratio.Of(error, Ratio.Norm(s) / (sigma[kept - 1] * gap), recipe.Size, a.dtype);
        return Verdict.Below(
            (rule, steep, tolerance, precision), [ratio, solution.Report.Rank == kept ? 0 : double.PositiveInfinity]);
    }

    [Claim("LS-25")]
    public Property A_tolerance_that_a_Gram_matrix_cannot_see_is_refused(
        TruncationRule rule, MatrixRecipe recipe, NearLimit near, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var rtol = near.Factor * Math.Sqrt(Math.Min(recipe.Rows, recipe.Columns) * Ratio.Eps(a.dtype));
        var blind = rule.Squares && near.Factor < 1;

        bool refused;
        try
        {
            rule.Solve(a, s, rtol, 0);
            refused = false;
        }
        catch (NumericalException error) when (error.Trouble == NumericalTrouble.BlindTolerance)
        {
            refused = true;
        }

        return Verdict.That((rule, recipe, near, precision), refused == blind);
    }

    [Claim("LS-26")]
    public Property The_rank_report_tells_what_was_kept_and_what_was_cut(
        TruncationRule rule, GapMatrix gap, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (gap.Build(precision.Dtype()), gap.RightHandSide(precision.Dtype()));

        var report = rule.Solve(a, s, gap.Threshold, 0).Report;

        var sigma = Dense.SingularValues(a);
        var power = rule.Exponent;
        var cut = sigma.ElementAtOrDefault(gap.Kept);
        var condition = sigma[0] / sigma[gap.Kept - 1];
        var unit = gap.Size * Ratio.Eps(a.dtype);
        return Verdict.Below((rule, gap, precision),
        [
            report.Rank == gap.Kept ? 0 : double.PositiveInfinity,
            Math.Abs(Math.Pow(report.LargestCut, power) - Math.Pow(cut, power)) / (Math.Pow(sigma[0], power) * unit),
            Math.Abs(report.Condition / condition - 1) / (Math.Pow(condition, power) * unit),
        ]);
    }

    private static Tensor Expected(Tensor a, Tensor s, GapMatrix gap) =>
        Dense.PseudoInverse(a, gap.Threshold).mm(s.to(float64, CPU));
}

/// <summary>A place between two tolerances, evenly in the logarithm.</summary>
public sealed record Tolerance(double Place)
{
    public double Between(double low, double high) => low * Math.Pow(high / low, Place);
}

/// <summary>A tolerance relative to the limit √(k·eps).</summary>
public sealed record NearLimit(double Factor);

public static partial class Arbitraries
{
    public static Arbitrary<Tolerance> Tolerances() =>
        Arb.From(Gen.Choose(0, 100).Select(percent => new Tolerance(percent / 100.0)), _ => []);

    public static Arbitrary<NearLimit> NearLimits() =>
        Arb.From(Gen.Elements(0.0, 0.5, 0.999, 1.001, 2.0).Select(factor => new NearLimit(factor)), _ => []);
}
