namespace ExactGN.Tests;

/// <summary>A strategy judged as far as its condition number reaches, without a fallback: (ã, s) → X.</summary>
/// <param name="Name">For people.</param>
/// <param name="Exponent">p where the strategy promises an error of u·κ^p.</param>
/// <param name="Solve">X, in the caller's dispose scope.</param>
public sealed record SteepRule(string Name, int Exponent, Func<Tensor, Tensor, Tensor> Solve) : UnderTest(Name)
{
    /// <summary>Gram-eigen at the smallest tolerance it accepts.</summary>
    public static Tensor SharpestGramEigen(Tensor a, Tensor s) =>
        new TruncatedGramEigen(Math.Sqrt(Math.Min(a.size(0), a.size(1)) * Ratio.Eps(a.dtype))).Solve(a, s).X;
}

public static partial class Arbitraries
{
    public static Arbitrary<SteepRule> SteepRules() => Arb.From(Gen.Elements(
        new SteepRule("TruncatedSvd", 1, (a, s) => new TruncatedSvd().Solve(a, s).X),
        new SteepRule("Qr", 1, (a, s) => new Qr().Solve(a, s).X),
        new SteepRule(
            "GramCholesky, unrefined", 2, (a, s) => new GramCholesky(0) { FallbackSolver = null }.Solve(a, s).X),
        new SteepRule(
            "GramCholesky, refined in K",
            2,
            (a, s) => new GramCholesky { RefineInGram = true, FallbackSolver = null }.Solve(a, s).X),
        new SteepRule("TruncatedGramEigen", 2, SteepRule.SharpestGramEigen)));
}
