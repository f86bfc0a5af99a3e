namespace ExactGN.Tests;

/// <summary>The interval for new samples of differences over overlapping splits, under test: (d, n_test, n_train) → an
/// interval.</summary>
public sealed record SplitIntervalRule(string Name, Func<IReadOnlyCollection<double>, int, int, ConfidenceInterval> Of)
    : UnderTest(Name);

/// <summary>Normal differences over splits, every two of them correlated by ρ = n_test/(n_test + n_train).</summary>
public sealed record OverlappingSplits(int Splits, int Test, int Train, double Mean, double Deviation, int Seed)
{
    public double[] Draw(Random random)
    {
        var (shared, rho) = (GaussianNumbers.Next(random), (double)Test / (Test + Train));
        return [.. Enumerable.Range(0, Splits).Select(
            _ => Mean + Deviation * (Math.Sqrt(rho) * shared + Math.Sqrt(1 - rho) * GaussianNumbers.Next(random)))];
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<SplitIntervalRule> SplitIntervalRules() =>
        Arb.From(Gen.Constant(new SplitIntervalRule(
        "library", (d, test, train) => NewSamplesInterval.Of(d, test, train))));

    public static Arbitrary<OverlappingSplits> OverlappingSplitRecipes() => Arb.From(
        from splits in Gen.Choose(2, 20)
        from sizes in Gen.Elements((547, 1000), (100, 900), (797, 1000), (500, 250))
        from mean in Gen.Elements(0.0, 0.5, -20)
        from deviation in Gen.Elements(1e-3, 1.0, 50)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new OverlappingSplits(splits, sizes.Item1, sizes.Item2, mean, deviation, seed));
}
