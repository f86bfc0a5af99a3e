using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: one strategy for wide matrices, another for tall ones.</summary>
public sealed class WideOrTallProperties
{
    [Claim("LS-38")]
    public Property Each_shape_gets_its_own_strategy(PairRule rule, MatrixRecipe recipe, Aspect aspect, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));
        // Two dampings, whose solutions differ for every matrix but zero.
        var (wide, tall) = (new Damped(recipe.Scale * recipe.Scale), new Damped(2 * recipe.Scale * recipe.Scale));

        using var solution = rule.Pair(wide, tall, aspect.Value).Solve(a, s);
        using var own = (aspect.Value * a.size(0) <= a.size(1) ? wide : tall).Solve(a, s);

        return Verdict.That((rule, recipe, aspect, precision), solution.X.eq(own.X).all().ToBoolean() && solution.Report == own.Report);
    }
}

/// <summary>How two strategies become one: (for wide matrices, for the others, from how many columns per row on a matrix is wide) → the strategy.</summary>
/// <param name="Name">For people.</param>
/// <param name="Pair">The strategy.</param>
public sealed record PairRule(string Name, Func<LeastSquaresSolver, LeastSquaresSolver, double, LeastSquaresSolver> Pair)
{
    public override string ToString() => Name;
}

/// <summary>Columns per row from which on a matrix is wide.</summary>
public sealed record Aspect(double Value);

public static partial class Arbitraries
{
    public static Arbitrary<Aspect> Aspects() => Arb.From(Gen.Elements(0.5, 1, 1.5, 2).Select(value => new Aspect(value)), _ => []);

    public static Arbitrary<PairRule> PairRules() => Arb.From(Gen.Constant(new PairRule("wide or tall", (wide, tall, aspect) => new WideOrTall(wide, tall) { Aspect = aspect })));
}
