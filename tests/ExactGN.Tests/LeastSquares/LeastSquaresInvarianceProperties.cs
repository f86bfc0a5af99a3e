namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: what scaling ã does to X = ã⁺s, as far as a dtype reaches;
/// the law of the kit keeps to scales that every implementation must take.</summary>
public sealed class LeastSquaresInvarianceProperties
{
    [Claim("LS-14")]
    public Property Scaling_the_matrix_divides_the_solution(
        PseudoInverseRule rule, MatrixRecipe recipe, DecimalScale factor)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(), recipe.RightHandSide());

        var scaled = rule.Solve(factor.Value * a, s);

        return Verdict.Below(
            (rule, recipe, factor), recipe.ForwardRatio(scaled * factor.Value, rule.Solve(a, s), s, rule.Exponent));
    }

    [Claim("LS-14")]
    public Property Scaling_matrix_and_right_hand_side_scales_the_solution_where_no_square_is_in_range(
        PseudoInverseRule rule, MatrixRecipe recipe, Precision precision, ExtremeScale extreme, ExtremeScale other)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var (factor, right) = (extreme.Of(precision), other == extreme ? extreme.Of(precision) : 1);

        var scaled = rule.Solve(factor * a, right * s);

        var x = (scaled.to(float64) * (factor / right)).to(precision.Dtype());
        return Verdict.Below(
            (rule, recipe, precision, extreme, other), recipe.ForwardRatio(x, rule.Solve(a, s), s, rule.Exponent));
    }
}

/// <summary>A factor 10^Exponent.</summary>
public sealed record DecimalScale(int Exponent)
{
    public double Value => Math.Pow(10, Exponent);
}

public static partial class Arbitraries
{
    public static Arbitrary<DecimalScale> DecimalScales() => Arb.From(
        Gen.Elements(-100, -30, -3, 3, 30, 100).Select(exponent => new DecimalScale(exponent)),
        scale => scale.Exponent is 3 or -3 ? [] : [new DecimalScale(3 * Math.Sign(scale.Exponent))]);
}
