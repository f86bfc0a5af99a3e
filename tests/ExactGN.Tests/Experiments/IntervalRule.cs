namespace ExactGN.Tests;

/// <summary>A 95 % interval for the mean of paired differences, under test.</summary>
public sealed record IntervalRule(string Name, Func<IReadOnlyCollection<double>, ConfidenceInterval> Of)
    : UnderTest(Name);

/// <summary>Normal differences with a given mean and standard deviation, one per seed.</summary>
public sealed record NormalDifferences(int Seeds, double Mean, double Deviation, int Seed)
{
    public double[] Draw(Random random) =>
        [.. Enumerable.Range(0, Seeds).Select(_ => Mean + Deviation * GaussianNumbers.Next(random))];

    public IEnumerable<NormalDifferences> Shrink() => Smaller.Of(
        (Seeds > 2, this with { Seeds = Seeds - 1 }),
        (Mean != 0, this with { Mean = 0 }));
}

public static partial class Arbitraries
{
    public static Arbitrary<IntervalRule> IntervalRules() =>
        Arb.From(Gen.Constant(new IntervalRule("library", differences => MeanInterval.Of(differences))));

    public static Arbitrary<NormalDifferences> NormalDifferenceRecipes() => Arb.From(
        from seeds in Gen.Choose(2, 30)
        from mean in Gen.Elements(0.0, 0.5, -20)
        from deviation in Gen.Elements(1e-3, 1.0, 50)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new NormalDifferences(seeds, mean, deviation, seed),
        recipe => recipe.Shrink());
}
