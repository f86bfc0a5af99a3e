namespace ExactGN.Tests;

/// <summary>The detectable effect of paired differences under test.</summary>
public sealed record PowerRule(string Name, Func<IReadOnlyCollection<double>, double, double> Of) : UnderTest(Name);

/// <summary>The levels that decide the hypotheses of a family, under test.</summary>
public sealed record DecidingLevels(string Name, Func<IReadOnlyList<double>, double, IReadOnlyList<double>> Of)
    : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<PowerRule> PowerRules() =>
        Arb.From(Gen.Constant(new PowerRule("library", MeanInterval.DetectableEffect)));

    public static Arbitrary<DecidingLevels> DecidingLevelRules() =>
        Arb.From(Gen.Constant(new DecidingLevels("library", Holm.DecidingLevels)));
}
