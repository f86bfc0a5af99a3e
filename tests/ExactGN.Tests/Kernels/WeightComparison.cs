namespace ExactGN.Tests;

/// <summary>The comparison of weights under test: (network now, network at initialisation) → one
/// drift per half-coupling.</summary>
public sealed record WeightComparison(
    string Name, Func<ReversibleNetwork, ReversibleNetwork, IReadOnlyList<WeightDrift>> Between) : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<WeightComparison> WeightComparisons() =>
        Arb.From(Gen.Constant(new WeightComparison("library", WeightDrift.Between)));
}
