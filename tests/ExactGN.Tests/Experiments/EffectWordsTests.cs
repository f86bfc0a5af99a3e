namespace ExactGN.Experiments.Tests;

/// <summary>What a reader is told of a part's numbers.</summary>
public sealed class EffectWordsTests
{
    // ln(cure/adam) − ½·ln(gn/adam) = ln 8 − ½·ln 4 = ln 4 on the seeds' average.
    [Fact]
    public void The_difference_that_a_repair_is_judged_by_stands_beside_its_two_ratios()
    {
        RunResult[] runs =
        [
            .. from seed in Enumerable.Range(0, 4)
               let noise = seed % 2 == 0 ? 0.99 : 1 / 0.99
               from run in (RunResult[])
               [
                   SyntheticRuns.Run("cure", seed, 1, 16, 8 * noise), SyntheticRuns.Run("gn", seed, 1, 16, 4),
                   SyntheticRuns.Run("adam", seed, 1, 16, 1),
               ]
               select run,
        ];
        var criterion = new RepairCriterion("left", Metric.TrainLoss, Reading.Final, "cure", "gn", "adam");

        var part = criterion.Judge(runs);

        Assert.Begins("ratio to Adam 8 (", EffectWords.Effect(part));
        Assert.Begins($"{EffectWords.Compared(criterion)} 1.39 (1.37 to 1.4); ", EffectWords.Beside(part));
        Assert.SaysNot("ln(", EffectWords.Beside(criterion.Judge([.. runs.Take(3)])));
    }

    [Theory]
    [InlineData(-0.0, "0")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(double.NegativeInfinity, "−∞")]
    [InlineData(null, "–")]
    public void Zero_has_no_sign(double? value, string shown) => Assert.Equal(shown, ReadableNumber.Of(value));
}
