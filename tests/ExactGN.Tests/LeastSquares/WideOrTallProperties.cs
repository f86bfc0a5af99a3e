using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: one strategy for wide matrices, another for tall ones.</summary>
public sealed class WideOrTallProperties
{
    [Claim("LS-38")]
    public Property Each_shape_gets_its_own_strategy(PairRule rule, MatrixRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        // Two dampings, whose solutions differ for every matrix but zero.
        var (wide, tall) = (new Damped(recipe.Scale * recipe.Scale), new Damped(2 * recipe.Scale * recipe.Scale));

        using var solution = rule.Pair(wide, tall).Solve(a, s);
        using var own = (a.size(0) <= a.size(1) ? wide : tall).Solve(a, s);

        return Verdict.That((rule, recipe, precision), solution.X.eq(own.X).all().ToBoolean() && solution.Report == own.Report);
    }
}

/// <summary>How two strategies become one: (for n ≤ m, for n > m) → the strategy.</summary>
/// <param name="Name">For people.</param>
/// <param name="Pair">The strategy.</param>
public sealed record PairRule(string Name, Func<LeastSquaresSolver, LeastSquaresSolver, LeastSquaresSolver> Pair)
{
    public override string ToString() => Name;
}

public static partial class Arbitraries
{
    public static Arbitrary<PairRule> PairRules() => Arb.From(Gen.Constant(new PairRule("wide or tall", (wide, tall) => new WideOrTall(wide, tall))));
}
