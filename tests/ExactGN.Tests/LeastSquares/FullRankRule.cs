namespace ExactGN.Tests;

/// <summary>A strategy that assumes full rank, under test: (ã, s) → a solution, or null where it reports
/// that ã lacks full rank.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">The solution, its X in the caller's dispose scope.</param>
public sealed record FullRankRule(string Name, Func<Tensor, Tensor, LeastSquaresSolution?> Solve) : UnderTest(Name)
{
    /// <summary>A library strategy without its fallback.</summary>
    public static FullRankRule Of(LeastSquaresSolver solver) => new($"{solver}", (a, s) => OrNull(solver, a, s));

    /// <summary>The solution, or null where the solver throws <see cref="NumericalTrouble.RankDeficient"/>.</summary>
    public static LeastSquaresSolution? OrNull(LeastSquaresSolver solver, Tensor a, Tensor s)
    {
        try
        {
            return solver.Solve(a, s);
        }
        catch (NumericalException error) when (error.Trouble == NumericalTrouble.RankDeficient)
        {
            return null;
        }
    }
}

/// <summary>Gram-Cholesky with a number of refinements, under test: (ã, s, refinements) → X, or null
/// where it reports failure.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">X, in the caller's dispose scope.</param>
public sealed record RefinementRule(string Name, Func<Tensor, Tensor, int, Tensor?> Solve) : UnderTest(Name);

/// <summary>How many refinements.</summary>
public sealed record Refinements(int Count);

/// <summary>A full-rank strategy with the SVD behind it, under test: (ã, s) → X.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">X, in the caller's dispose scope.</param>
public sealed record FallbackRule(string Name, Func<Tensor, Tensor, Tensor> Solve) : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<FullRankRule> FullRankRules() => Arb.From(Gen.Elements(
        FullRankRule.Of(new Qr()),
        FullRankRule.Of(new GramCholesky { FallbackSolver = null }),
        FullRankRule.Of(new GramCholesky { FallbackSolver = null, RefineInGram = true })));

    public static Arbitrary<RefinementRule> RefinementRules() => Arb.From(Gen.Constant(new RefinementRule(
        "GramCholesky",
        (a, s, refinements) => FullRankRule.OrNull(new GramCholesky(refinements) { FallbackSolver = null }, a, s)?.X)));

    public static Arbitrary<Refinements> RefinementCounts() =>
        Arb.From(Gen.Choose(0, 3).Select(count => new Refinements(count)), _ => []);

    public static Arbitrary<FallbackRule> FallbackRules() => Arb.From(Gen.Elements(
        new FallbackRule("GramCholesky", (a, s) => new GramCholesky().Solve(a, s).X),
        new FallbackRule(
            "GramCholesky, refined in K", (a, s) => new GramCholesky { RefineInGram = true }.Solve(a, s).X),
        new FallbackRule("Qr", (a, s) => new Qr { FallbackSolver = new TruncatedSvd() }.Solve(a, s).X)));
}
