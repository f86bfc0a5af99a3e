namespace ExactGN.Tests;

/// <summary>An update rule under test: (network, x_L, ε_x) → Δ with JΔ = ε_x, that is κ = 1.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">One Δ per half-coupling, in the caller's dispose scope.</param>
public sealed record UpdateRule(string Name, Func<ReversibleNetwork, Tensor, Tensor, IReadOnlyList<Tensor>> Solve)
    : UnderTest(Name)
{
    /// <summary>The library's rule with a given solver.</summary>
    public static UpdateRule Reversible(LeastSquaresSolver solver) => new(
        $"reversible, {solver.GetType().Name}", (model, state, error) =>
            new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Identity)
                .Solve(model, state, error).Update.Deltas);

    /// <summary>Δ as an owned update.</summary>
    public Update Update(ReversibleNetwork model, Tensor state, Tensor error)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return new(Solve(model, state, error));
    }
}

/// <summary>An update rule without the average over blocks, as the reference's: JΔ = Lε.</summary>
public sealed record SummedRule(string Name, Func<ReversibleNetwork, Tensor, Tensor, IReadOnlyList<Tensor>> Solve)
    : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<UpdateRule> UpdateRules() => Arb.From(Gen.Elements(
        UpdateRule.Reversible(new TruncatedSvd()),
        UpdateRule.Reversible(new Qr { FallbackSolver = new TruncatedSvd() }),
        UpdateRule.Reversible(new GramCholesky())));

    public static Arbitrary<SummedRule> SummedRules() => Arb.From(
        Gen.Constant(new SummedRule("reference scaling", (model, state, error) =>
            new ReversibleGaussNewton(new GramCholesky(), new SquaredError(), Curvature.Identity)
            {
                Scaling = StepScaling.Reference,
            }.Solve(model, state, error).Update.Deltas)));
}
