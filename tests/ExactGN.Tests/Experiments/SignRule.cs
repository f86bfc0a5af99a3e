namespace ExactGN.Tests;

/// <summary>The sign interval and the one-sided p of its test, under test.</summary>
public sealed record SignRule(string Name, Func<IReadOnlyCollection<double>, double, ConfidenceInterval> Of,
    Func<IReadOnlyCollection<double>, double> OneSidedP) : UnderTest(Name)
{
    public static SignRule Library { get; } = new("library", SignInterval.Of, SignInterval.OneSidedP);
}

/// <summary>Differences of which some are 0 and some infinite.</summary>
public sealed record RoughDifferences(int Seeds, double Shift, int Zeros, int Infinite, int Seed)
{
    public double[] Draw()
    {
        var random = new Random(Seed);
        double[] drawn = [.. Enumerable.Range(0, Seeds)
            .Select(i => i < Zeros ? 0 : i < Zeros + Infinite
            ? (random.Next(2) == 0 ? double.NegativeInfinity : double.PositiveInfinity)
            : Shift + GaussianNumbers.Next(random))];
        random.Shuffle(drawn);
        return drawn;
    }
}

/// <summary>Normal differences to which, in a share of the seeds, one arm's jump adds a large number, or of which it
/// makes infinity by diverging.</summary>
/// <param name="Seeds">m.</param>
/// <param name="Jumps">The share of seeds on which an arm jumps.</param>
/// <param name="Size">By how many deviations; the jump has three deviations of its own.</param>
/// <param name="Diverges">The share of seeds on which it diverges instead, below a half.</param>
/// <param name="Seed">Of the noise.</param>
public sealed record JumpingDifferences(int Seeds, double Jumps, double Size, double Diverges, int Seed)
{
    public double[] Draw(Random random) => [.. Enumerable.Range(0, Seeds)
        .Select(_ => random.NextDouble() is var u && u < Diverges ? double.PositiveInfinity
        : u < Diverges + Jumps ? Size + 3 * GaussianNumbers.Next(random)
        : GaussianNumbers.Next(random))];

    /// <summary>The true median, by bisecting the distribution function, which is MathNet's.</summary>
    public double Median
    {
        get
        {
            var (low, high) = (-20.0, 20.0 + Size);
            while ((low + high) / 2 is var middle && middle > low && middle < high)
            {
                (low, high) = Below(middle) < 0.5 ? (middle, high) : (low, middle);
            }

            return high;
        }
    }

    private double Below(double x) => Jumps * MathNet.Numerics.Distributions.Normal.CDF(Size, 3, x)
        + (1 - Jumps - Diverges) * MathNet.Numerics.Distributions.Normal.CDF(0, 1, x);
}

public static partial class Arbitraries
{
    public static Arbitrary<SignRule> SignRules() => Arb.From(Gen.Constant(SignRule.Library));

    public static Arbitrary<RoughDifferences> RoughDifferenceRecipes() => Arb.From(
        from seeds in Gen.Choose(2, 40)
        from shift in Gen.Elements(0.0, 0.5, -0.5, 1, -1)
        from zeros in Gen.Choose(0, seeds / 3)
        from infinite in Gen.Choose(0, seeds / 3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new RoughDifferences(seeds, shift, zeros, infinite, seed));

    public static Arbitrary<JumpingDifferences> JumpingDifferenceRecipes() => Arb.From(
        from seeds in Gen.Elements(6, 8, 10, 15, 20)
        from jumps in Gen.Elements(0, 1.0 / 3, 2.0 / 3)
        from size in Gen.Elements(3.0, 10)
        from diverges in Gen.Elements(0, 0.1, 0.3)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new JumpingDifferences(seeds, jumps, size, diverges, seed));
}
