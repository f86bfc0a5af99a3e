namespace ExactGN.Tests;

/// <summary>A way to apply ã⁺ under test: (ã, s) → X.</summary>
/// <param name="Name">For people.</param>
/// <param name="Exponent">p where the strategy promises an error of u·κ^p: 1, or 2 where it squares the condition
/// number.</param>
/// <param name="Solve">X, in the caller's dispose scope.</param>
public sealed record PseudoInverseRule(string Name, int Exponent, Func<Tensor, Tensor, Tensor> Solve)
    : UnderTest(Name), IHeldToLaws
{
    /// <inheritdoc/>
    public Subject Subject => new RuleSubject(Name, Exponent, Solve);

    /// <summary>Below this σ/σ_max (about √(k·eps) in float32 for k = 14) Gram-eigen must not be asked in float32;
    /// the recipes stay above it.</summary>
    private const double GramTolerance = 3e-3;

    /// <summary>Every strategy of the library that gives ã⁺ whatever the rank; full-rank strategies with
    /// the SVD behind them.</summary>
    public static IReadOnlyList<PseudoInverseRule> All { get; } =
    [
        Of(new TruncatedSvd(), 1),
        Of(new Qr { FallbackSolver = new TruncatedSvd() }, 1),
        Of(new GramCholesky(), 1),
        Of(new GramCholesky { RefineInGram = true }, 2),
        Of(new TruncatedGramEigen(GramTolerance), 2),
        Of(new MixedGramEigen(GramTolerance), 2),
        Of(new RankRevealingGram(), 2),
    ];

    public static PseudoInverseRule Of(LeastSquaresSolver solver, int exponent) =>
        new($"{solver}", exponent, (a, s) => solver.Solve(a, s).X);
}

public static partial class Arbitraries
{
    public static Arbitrary<PseudoInverseRule> PseudoInverseRules() =>
        Arb.From(Gen.Elements<PseudoInverseRule>([.. PseudoInverseRule.All]));
}
