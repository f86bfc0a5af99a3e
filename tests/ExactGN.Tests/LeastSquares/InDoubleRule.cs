namespace ExactGN.Tests;

/// <summary>A Gram strategy that works in float64 on float32 matrices, under test: (ã, s) → X in float32.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">X, in the caller's dispose scope.</param>
public sealed record InDoubleRule(string Name, Func<Tensor, Tensor, Tensor> Solve) : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<InDoubleRule> InDoubleRules() => Arb.From(Gen.Constant(new InDoubleRule(
        "TruncatedGramEigen in double", (a, s) => new TruncatedGramEigen(1e-7, InDouble: true).Solve(a, s).X)));
}
