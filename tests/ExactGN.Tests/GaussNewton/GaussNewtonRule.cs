namespace ExactGN.Tests;

/// <summary>A whole step under test: (configuration, network, x₀, targets) → Δ, its report and the loss.</summary>
public sealed record GaussNewtonRule(
    string Name, Func<ReversibleGaussNewton, ReversibleNetwork, Tensor, Tensor, GaussNewtonStep> Step)
    : UnderTest(Name);

/// <summary>A least-squares strategy that copes with any rank, if need be through its fallback.</summary>
public sealed record SweepSolver(LeastSquaresSolver Solver)
{
    public override string ToString() => $"{Solver}";
}

public static partial class Arbitraries
{
    // Filled with what earlier cases of other shapes and dtypes left.
    private static readonly Workspace Used = new();

    public static Arbitrary<GaussNewtonRule> GaussNewtonRules() =>
        Arb.From(Gen.Elements(
            new GaussNewtonRule("reversible step", (method, model, x, targets) => method.Step(model, x, targets)),
            new GaussNewtonRule(
                "reversible step in a workspace",
                (method, model, x, targets) => (method with { Workspace = Used }).Step(model, x, targets)),
            new GaussNewtonRule("reversible step, features kept", (method, model, x, targets) =>
                (method with { KeepFeatures = true, Workspace = Used }).Step(model, x, targets))));

    public static Arbitrary<SweepSolver> SweepSolvers() => Arb.From(Gen.Elements(
        new SweepSolver(new TruncatedSvd()),
        new SweepSolver(new Qr { FallbackSolver = new TruncatedSvd() }),
        new SweepSolver(new GramCholesky()),
        new SweepSolver(new GramCholesky { RefineInGram = true }),
        new SweepSolver(new WideOrTall(new GramCholesky(), new TruncatedSvd()) { Aspect = 1.5 })));
}
