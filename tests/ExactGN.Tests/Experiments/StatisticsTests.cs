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
        var interval = MeanInterval.Of([1, 2, 3, 4]);

        Assert.Equal(
            (2.5, 0.44574, 4.55426), (interval.Centre, Math.Round(interval.Low, 5), Math.Round(interval.High, 5)));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(10, 2)]
    [InlineData(20, 6)]
    public void The_ranks_of_the_sign_interval_are_those_of_the_tables(int seeds, int rank)
    {
        double[] differences = [.. Enumerable.Range(1, seeds)];

        var interval = SignInterval.Of(differences);

        Assert.Equal((rank, seeds + 1 - rank, (seeds + 1) / 2.0), (interval.Low, interval.High, interval.Centre));
    }

    [Fact]
    public void Five_seeds_have_no_sign_interval() =>
        Assert.Equal(new(3, double.NegativeInfinity, double.PositiveInfinity), SignInterval.Of([1, 2, 3, 4, 5]));

    [Fact]
    public void One_seed_has_no_verdict() =>
        Assert.Equal(Verdict.None, ClaimVerdict.Of([LocationTest.T.Evidence([5.0])]).Verdict);

    [Fact]
    public void Holm_s_adjusted_p_are_those_computed_by_hand() =>
        // 4·0.01, then max(0.04, 3·0.013), then 2·0.03, then max(0.06, 0.04).
        Assert.Equal([0.06, 0.04, 0.06, 0.04], Holm.Adjusted([0.03, 0.01, 0.04, 0.013]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Three_seeds_detect_three_deviations()
    {
        // (4.30265 + 1.06066)/√3 = 3.09652 for a standard deviation of 1.
        Assert.Equal(3.09652, MeanInterval.DetectableEffect([-1, 0, 1]), 1e-5);
    }

    [Fact]
    public void Two_seeds_with_two_images_have_the_variance_computed_by_hand()
    {
        // d = ((1, 0), (0, 0)): d̄ = ¼; seeds 2·(¼)²/2 = 1/16, images the same, both ((¾)² + 3·(¼)²)/(4·3) = 1/16.
        Assert.Equal(1.0 / 16, CommonTestSetInterval.Variance([[1, 0], [0, 0]]), 1e-15);
        Assert.Throws<ArgumentException>(() => CommonTestSetInterval.Variance([[1, 0]]));
    }
}
