namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: the precision that a strategy works in.</summary>
public sealed class WorkingPrecisionProperties
{
    [Claim("LS-43")]
    public Property A_strategy_works_in_the_precision_that_it_is_given(WorkingPrecisionRule rule,
        FullRankMatrix recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        // All that is compared keeps every singular value.
        var matrix = recipe.Matrix with { Condition = Math.Min(recipe.Matrix.Condition, 10), Scale = 1 };
        var (a, s) = (matrix.Build(precision.Dtype()), matrix.RightHandSide(precision.Dtype()));

        return rule.Solve(a, s) is not { } x ? Verdict.Discard()
            : Verdict.That((rule, recipe, precision), x.dtype == a.dtype && x.equal(rule.Plain(a, s)).all()
                .ToBoolean());
    }
}
