namespace ExactGN.Experiments.Tests;

public class StatisticsTests
{
    [Theory]
    [InlineData(1, 0.95, 12.7062)]
    [InlineData(2, 0.95, 4.30265)]
    [InlineData(3, 0.95, 3.18245)]
    [InlineData(9, 0.95, 2.26216)]
    [InlineData(10, 0.99, 3.16927)]
    [InlineData(29, 0.95, 2.04523)]
    [InlineData(120, 0.95, 1.97993)]
    public void The_quantiles_of_t_are_those_of_the_tables(int degrees, double confidence, double expected) =>
        Assert.Equal(expected, StudentT.TwoSidedQuantile(confidence, degrees), 1e-4 * expected);

    [Fact]
    public void The_interval_is_the_one_computed_by_hand()
    {
        // Differences 1, 2, 3, 4: mean 2.5, s = √(5/3), t(3) = 3.18245, half-width 3.18245·√(5/3)/2 = 2.05426.
        var interval = PairedInterval.Of([1, 2, 3, 4]);

        Assert.Equal((2.5, 0.44574, 4.55426), (interval.Mean, Math.Round(interval.Low, 5), Math.Round(interval.High, 5)));
    }

    [Fact]
    public void One_seed_decides_nothing() => Assert.Equal(Verdict.Undecided, PairedInterval.Of([5.0]).Verdict);

    [Fact]
    public void A_claim_fails_with_any_of_its_parts_and_holds_with_all_of_them()
    {
        Assert.Equal(Verdict.Holds, Verdicts.Conjunction([Verdict.Holds, Verdict.Holds]));
        Assert.Equal(Verdict.Undecided, Verdicts.Conjunction([Verdict.Holds, Verdict.Undecided]));
        Assert.Equal(Verdict.Fails, Verdicts.Conjunction([Verdict.Undecided, Verdict.Fails, Verdict.Holds]));
    }
}
