using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>The verdict on two readings' being alike, under test: (d, margin) → a verdict, by t.</summary>
public sealed record EquivalenceRule(string Name, Func<IReadOnlyCollection<double>, double, Equivalence> Of)
    : UnderTest(Name)
{
    public static EquivalenceRule Library { get; } =
        new("library", (d, margin) => EquivalenceTest.Of(d, margin, LocationTest.T));
}

/// <summary>Differences whose mean lies so many half-widths of the 90 % interval beyond the margin, on one side or the
/// other.</summary>
/// <param name="Seeds">m.</param>
/// <param name="Room">The margin, in such half-widths.</param>
/// <param name="Beyond">λ: |mean| = margin + λ·half-width.</param>
/// <param name="Above">On which side.</param>
/// <param name="Spread">s.</param>
/// <param name="Seed">Of the noise.</param>
public sealed record AlikeReadings(int Seeds, double Room, double Beyond, bool Above, double Spread, int Seed)
{
    private double Half => StudentDistribution.InvCDF(0, 1, Seeds - 1, 0.95) * Spread / Math.Sqrt(Seeds);

    public double Margin => Room * Half;

    public double[] Draw() => [.. GaussianNumbers.Standardised(new Random(Seed), Seeds)
        .Select(z => (Above ? 1 : -1) * (Margin + Beyond * Half) + Spread * z)];

    /// <summary>Equivalent when the 90 % interval lies within the margin, not when the 97.5 % interval lies beyond
    /// it.</summary>
    public Equivalence Expected
    {
        get
        {
            var centre = Margin + Beyond * Half;
            var wide = StudentDistribution.InvCDF(0, 1, Seeds - 1, 0.9875) * Spread / Math.Sqrt(Seeds);
            return centre + Half < Margin && centre - Half > -Margin ? Equivalence.Equivalent
                : Math.Abs(centre) - wide > Margin ? Equivalence.NotEquivalent
                : Equivalence.Undecided;
        }
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<EquivalenceRule> EquivalenceRules() => Arb.From(Gen.Constant(EquivalenceRule.Library));

    public static Arbitrary<AlikeReadings> AlikeReadingRecipes() => Arb.From(
        from seeds in Gen.Choose(2, 20)
        from room in Gen.Elements(0.5, 1.5, 5)
        from beyond in Gen.Elements(-5, -1.2, -1.05, -0.95, -0.5, 0, 0.95, 6)
        from above in Gen.Elements(true, false)
        from spread in Gen.Elements(1e-3, 0.1, 1)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new AlikeReadings(seeds, room, beyond, above, spread, seed));
}
