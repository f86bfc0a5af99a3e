using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>A damped pseudo-inverse under test: (ã, s, λ) → X.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">X, in the caller's dispose scope.</param>
public sealed record DampingRule(string Name, Func<Tensor, Tensor, double, Tensor> Solve)
{
    public override string ToString() => Name;
}

/// <summary>λ in units of the recipe's σ_max².</summary>
public sealed record RelativeDamping(double Factor);

public static partial class Arbitraries
{
    public static Arbitrary<DampingRule> DampingRules() => Arb.From(Gen.Constant(new DampingRule("Damped", (a, s, lambda) => new Damped(lambda).Solve(a, s).X)));

    public static Arbitrary<RelativeDamping> RelativeDampings() => Arb.From(Gen.Elements(1e-5, 1e-3, 0.1, 1.0, 10.0, 1e3).Select(factor => new RelativeDamping(factor)), _ => []);
}
