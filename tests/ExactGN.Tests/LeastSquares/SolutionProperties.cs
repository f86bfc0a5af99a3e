namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: the strategies of the library give one answer.</summary>
public sealed class SolutionProperties
{
    [Claim("LS-8")]
    public Property All_strategies_agree(PseudoInverseRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        var x = rule.Solve(a, s);

        var ratios = PseudoInverseRule.All
            .Select(other => recipe.ForwardRatio(x, other.Solve(a, s), s, Math.Max(rule.Exponent, other.Exponent)));

        return Verdict.Below((rule, recipe, precision), ratios);
    }
}
