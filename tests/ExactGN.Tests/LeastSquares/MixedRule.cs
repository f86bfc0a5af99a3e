namespace ExactGN.Tests;

/// <summary>A truncation in mixed precision, under test.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">(ã, s, rtol) → the solution, after another look where one was asked for.</param>
/// <param name="Asks">(ã, s, rtol) → whether the first look asks for another.</param>
public sealed record MixedRule(
    string Name, Func<Tensor, Tensor, double, LeastSquaresSolution> Solve, Func<Tensor, Tensor, double, bool> Asks)
    : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static MixedRule Library { get; } =
        new(nameof(MixedGramEigen), (a, s, rtol) => new MixedGramEigen(rtol).Solve(a, s), LibraryAsks);

    /// <summary>Whether the library's first look asks for another.</summary>
    public static bool LibraryAsks(Tensor a, Tensor s, double rtol)
    {
        using var scope = NewDisposeScope();
        return First(a, s, rtol).Report.Failed;
    }

    /// <summary>The library's first look, whatever it asks for; X in the caller's dispose scope.</summary>
    public static LeastSquaresSolution First(Tensor a, Tensor s, double rtol)
    {
        var (x, diagnostics) = new MixedGramEigen(rtol).Defer(a, s);
        return new(x, DeferredSolution.Read(HostRead.Numbers(diagnostics)));
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<MixedRule> MixedRules() => Arb.From(Gen.Constant(MixedRule.Library));
}
