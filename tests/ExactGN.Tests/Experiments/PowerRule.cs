using ExactGN.Experiments;
using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>The detectable effect of paired differences under test.</summary>
public sealed record PowerRule(string Name, Func<IReadOnlyCollection<double>, double> Of)
{
    public override string ToString() => Name;
}

public static partial class Arbitraries
{
    public static Arbitrary<PowerRule> PowerRules() =>
        Arb.From(Gen.Constant(new PowerRule("library", MeanInterval.DetectableEffect)));
}
