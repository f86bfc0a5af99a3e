namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: a truncation decided in float32, and in float64 where rounding could
/// decide.</summary>
public sealed class MixedPrecisionProperties
{
    [Claim("LS-40", SingleOnly = true)]
    public Property Mixed_precision_keeps_what_the_SVD_keeps_ties_included(
        MixedRule rule, NearTieMatrix near, TieMatrix tie)
    {
        using var scope = NewDisposeScope();
        var (a, s) = near.Build();
        var lambda = Squares(a);
        var square = near.Threshold * near.Threshold;
        if (lambda.Any(value => Math.Abs(value - square) <= 8 * near.Rank * Ratio.Eps(ScalarType.Float64)))
        {
            return Verdict.Discard();
        }

        var (exact, right, _) = tie.Build(ScalarType.Float32);

        var rank = rule.Solve(a, s, near.Threshold).Report.Rank;
        var tied = rule.Solve(exact, right, tie.Smallest).Report.Rank;

        var all = tie.Magnitudes.Count(sigma => sigma > 0);
        return Verdict.That((rule, near, tie), rank == lambda.Count(value => value >= square) && tied == all);
    }

    [Claim("LS-41", SingleOnly = true)]
    public Property In_mixed_precision_the_solution_errs_by_single_rounding_over_the_gap(
        MixedRule rule, NearTieMatrix near)
    {
        using var scope = NewDisposeScope();
        var (a, s) = near.Build();
        var lambda = Squares(a);
        var square = near.Threshold * near.Threshold;
        if (lambda.Any(value => Math.Abs(value - square) <= 8 * near.Rank * Ratio.Eps(ScalarType.Float64)))
        {
            return Verdict.Discard();
        }

        var x = rule.Solve(a, s, near.Threshold).X;

        var kept = lambda.Count(value => value >= square);
        var gap = lambda[kept - 1] - lambda.ElementAtOrDefault(kept);
        var least = Math.Sqrt(lambda[kept - 1]) * Dense.SingularValues(a)[0];
        var error = x.to(float64, CPU) - Dense.PseudoInverse(a, near.Threshold).mm(s.to(float64, CPU));
        return Verdict.Below((rule, near), Ratio.Of(error, Ratio.Norm(s) / (least * gap), near.Size, a.dtype));
    }

    [Claim("LS-42", SingleOnly = true)]
    public Property Mixed_precision_looks_again_only_where_rounding_could_decide(MixedRule rule, NearTieMatrix near)
    {
        using var scope = NewDisposeScope();
        var (a, s) = near.Build();
        if (!rule.Asks(a, s, near.Threshold))
        {
            return Verdict.Below((rule, near), 0);
        }

        var distance = Squares(a).Min(value => Math.Abs(value - near.Threshold * near.Threshold));
        return Verdict.Below((rule, near), distance / (near.Size * Ratio.Eps(a.dtype)));
    }

    // λ_i/λ_max, largest first.
    private static double[] Squares(Tensor a)
    {
        var sigma = Dense.SingularValues(a);
        return [.. sigma.Select(value => Math.Pow(value / sigma[0], 2))];
    }
}
