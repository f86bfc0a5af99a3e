namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: two systems whose factors are one call to the device.</summary>
public sealed class TogetherProperties
{
    [Claim("LS-39")]
    public Property Two_systems_at_once_are_solved_as_each_by_itself(
        TogetherRule rule, SteepMatrix one, SteepMatrix other, Precision precision)
    {
        using var scope = NewDisposeScope();
        var dtype = precision.Dtype();
        var beside = other with { Rows = one.Rows };
        MatrixRecipe[] recipes = [one.Matrix(dtype, exponent: 2), beside.Matrix(dtype, exponent: 2)];
        var systems = recipes.Select(recipe => (A: recipe.Build(dtype), S: recipe.RightHandSide(dtype))).ToArray();
        var alone = systems.Select(system => rule.Solver.Defer(system.A, system.S)).ToArray();
        if (alone.Any(solution => Numbers(solution)[3] != 0))
        {
            return Verdict.Discard();
        }

        var (first, second) = rule.Solve(rule.Solver, systems[0], systems[1]);

        return Verdict.Below(
            (rule, recipes[0], recipes[1], precision),
            [
                .. Ratios(recipes[0], alone[0], first, systems[0].S),
                .. Ratios(recipes[1], alone[1], second, systems[1].S),
            ]);
    }

    // X, the condition of the triangular factor (σ_min² of which moves by u·κ² of itself) and the rank.
    private static double[] Ratios(MatrixRecipe recipe, DeferredSolution alone, DeferredSolution together, Tensor s)
    {
        var (own, got) = (Numbers(alone), Numbers(together));
        var unit = recipe.Kappa * recipe.Kappa * recipe.Size * Ratio.Eps(s.dtype);
        return
        [
            recipe.ForwardRatio(together.X, alone.X, s, exponent: 2),
            Math.Abs(got[1] / own[1] - 1) / unit,
            got[0] == own[0] ? 0 : double.PositiveInfinity,
        ];
    }

    private static double[] Numbers(DeferredSolution solution) => solution.Diagnostics.cpu().data<double>().ToArray();
}

/// <summary>How a strategy solves two systems at once, under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solver">The strategy.</param>
/// <param name="Solve">(strategy, (ã, s), (ã, s)) → both solutions, in the caller's dispose scope.</param>
public sealed record TogetherRule(
    string Name,
    LeastSquaresSolver Solver,
    Func<LeastSquaresSolver, (Tensor A, Tensor S), (Tensor A, Tensor S), (DeferredSolution, DeferredSolution)> Solve)
    : UnderTest(Name)
{
    /// <summary>The library's way.</summary>
    public static TogetherRule Of(LeastSquaresSolver solver) => new(
        $"{solver}", solver, (strategy, one, other) => strategy.DeferBoth(new(one.A, one.S), new(other.A, other.S)));
}

public static partial class Arbitraries
{
    public static Arbitrary<TogetherRule> TogetherRules() => Arb.From(Gen.Elements(
        TogetherRule.Of(new GramCholesky()),
        TogetherRule.Of(new GramCholesky { RefineInGram = true }),
        TogetherRule.Of(new WideOrTall(new GramCholesky(), new Qr())),
        TogetherRule.Of(new RankRevealingGram()),
        TogetherRule.Of(new Qr())));
}
