namespace ExactGN.Tests;

/// <summary>A truncated pseudo-inverse under test: (ã, s, rtol, atol) → X and its report.</summary>
/// <param name="Name">For people.</param>
/// <param name="Squares">Whether it works on σ²: errors go with the square of the condition number,
/// and small tolerances are refused.</param>
/// <param name="Solve">The solution, its X in the caller's dispose scope.</param>
public sealed record TruncationRule(
    string Name, bool Squares, Func<Tensor, Tensor, double, double, LeastSquaresSolution> Solve) : UnderTest(Name)
{
    /// <summary>1, or 2 where the condition number is squared.</summary>
    public int Exponent => Squares ? 2 : 1;
}

public static partial class Arbitraries
{
    public static Arbitrary<TruncationRule> TruncationRules() => Arb.From(Gen.Elements(
        new TruncationRule("TruncatedSvd", false, (a, s, rtol, atol) => new TruncatedSvd(rtol, atol).Solve(a, s)),
        new TruncationRule(
            "TruncatedGramEigen", true, (a, s, rtol, atol) => new TruncatedGramEigen(rtol, atol).Solve(a, s))));
}
