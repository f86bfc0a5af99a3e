namespace ExactGN.Experiments.Tests;

public class CriterionTests
{
    private static readonly Criterion Half = new(
        "half", Metric.TrainLoss, Reading.Final, "gn", "adam", Comparison.SmallerByFactor, 2);

    [Theory]
    [InlineData(0.4, 0.01, Verdict.Holds)]
    [InlineData(0.6, 0.01, Verdict.Fails)]
    [InlineData(2.0, 0.01, Verdict.Fails)]
    [InlineData(0.5, 0.10, Verdict.Undecided)]
    public void The_verdict_is_the_one_the_curves_were_made_for(double gn, double spread, Verdict expected) =>
        Assert.Equal(expected, Half.Judge(SyntheticRuns.Pairs(gn, adam: 1, spread)).Verdict);

    [Theory]
    [InlineData(Comparison.SmallerByFactor, Verdict.Holds)]
    [InlineData(Comparison.LargerByFactor, Verdict.Fails)]
    [InlineData(Comparison.Lower, Verdict.Holds)]
    [InlineData(Comparison.Higher, Verdict.Fails)]
    public void A_reversed_comparison_reverses_the_verdict(Comparison comparison, Verdict expected)
    {
        var runs = SyntheticRuns.Pairs(gn: 0.2, adam: 1);
        var criterion = Half with { Comparison = comparison, Factor = 1 };
        var opposite = expected == Verdict.Holds ? Verdict.Fails : Verdict.Holds;

        Assert.Equal(expected, criterion.Judge(runs).Verdict);
        Assert.Equal(opposite, (criterion with { Subject = "adam", Rival = "gn" }).Judge(runs).Verdict);
    }

    [Fact]
    public void Seeds_are_paired_whatever_their_order()
    {
        var runs = SyntheticRuns.Pairs(gn: 0.2, adam: 1).Reverse().ToArray();

        Assert.All(
            Half.Judge(runs).Readings,
            reading => Assert.Equal(reading.Subject.Configuration.Seed, reading.Rival.Configuration.Seed));
    }

    [Fact]
    public void A_seed_that_only_one_arm_ran_does_not_count()
    {
        var runs = SyntheticRuns.Pairs(gn: 0.2, adam: 1).Append(SyntheticRuns.Run("gn", 99, 1, 2, 50)).ToArray();

        Assert.Equal(10, Half.Judge(runs).Readings.Count);
    }

    [Fact]
    public void A_diverged_run_counts_as_the_worst_value_of_any_finished_run()
    {
        RunResult[] runs = [
            SyntheticRuns.Run("gn", 1, 2, 9, 0.1),
            SyntheticRuns.Run("gn", 2, 2, 2, 1, 0.1),
            SyntheticRuns.Run("adam", 1, 2, 3, 2, 1),
            SyntheticRuns.Run("adam", 2, 2, 3, 2, 1),
        ];

        var result = Half.Judge(runs);

        Assert.Equal((1, 0), (result.SubjectDiverged, result.RivalDiverged));
        Assert.Equal(3, result.Readings[0].SubjectValue);
        Assert.Equal(0.1, result.Readings[1].SubjectValue);
        Assert.Equal(0.1, Reading.After(1).Read(Metric.TrainLoss, runs[0], runs));
    }

    [Fact]
    public void A_seed_without_a_finite_difference_is_left_out_and_counted()
    {
        RunResult[] runs = [
            .. SyntheticRuns.Pairs(gn: 0.2, adam: 1),
            SyntheticRuns.Run("gn", 99, 1, 2, 0),
            SyntheticRuns.Run("adam", 99, 1, 2, 1),
        ];

        var result = Half.Judge(runs);

        Assert.Equal((10, 1), (result.Readings.Count, result.LeftOut));
        Assert.EndsWith(
            "left out for want of a finite difference: 1", EffectWords.Of(result), StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_has_no_interval_and_no_verdict()
    {
        var result = Half.Judge([SyntheticRuns.Run("gn", 1, 1, 2, 0.1), SyntheticRuns.Run("adam", 1, 1, 2, 1)]);

        Assert.Equal(Verdict.None, result.Verdict);
        Assert.Equal("0.1 against 1; one seed: no interval", EffectWords.Of(result));
    }

    [Fact]
    public void A_rival_that_raises_its_loss_is_not_easier_to_beat_by_a_factor()
    {
        var criterion = new Criterion("far", Metric.BatchCut, Reading.Final, "gn", "adam", Comparison.Higher, 2);

        Assert.Equal(Verdict.Fails, criterion.Judge(SyntheticRuns.Pairs(gn: -0.8, adam: -0.5)).Verdict);
    }

    [Fact]
    public void Late_readings_look_at_the_last_quarter_alone()
    {
        var run = SyntheticRuns.Run("gn", 1, 8, 100, 100, 100, 100, 100, 100, 8, 4, 2);

        Assert.Equal(3, Reading.LastQuarter.Read(Metric.TrainLoss, run, [run]));
        Assert.Equal(Math.Log(4), Reading.LateFall.Read(Metric.TrainLoss, run, [run])!.Value, 1e-12);
    }

    [Theory]
    // 90 % intervals of ten seeds around ln 1.05 with a spread that leaves them within ± ln 1.10, or not.
    [InlineData(1.05, 1e-3, true)]
    [InlineData(1.05, 0.2, false)]
    [InlineData(1.2, 1e-3, false)]
    public void Arms_that_are_alike_are_said_to_be(double ratio, double spread, bool alike)
    {
        RunResult[] runs = SyntheticRuns.Pairs(ratio, 1, spread);

        var result = new Criterion("alike", Metric.TestLoss, Reading.Final, "gn", "adam", Comparison.LargerByFactor)
            .Judge(runs);

        Assert.Equal(alike ? Math.Log(1.1) : null, result.AlikeWithin);
        Assert.Equal(alike, EffectWords.Beside(result).Contains("alike within a factor 1.1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stall_is_judged_in_no_fewer_than_64_epochs()
    {
        var experiment = ExperimentCatalogue.In(Regimes.Of(Scale.Laptop)).Single(candidate => candidate.Id == "EXP-2")
            .WithoutSweep();
        RunResult[] runs =
        [
            .. from seed in Enumerable.Range(0, 3)
               from run in experiment.Setting.Runs([seed], null)
               select new RunResult(
                   run,
                   [.. Enumerable.Range(0, run.Epochs + 1).Select(epoch => new EpochMetrics(epoch,
                       epoch, (run.Arm == "gn" && epoch > 1 ? 2 : 1) * Math.Exp(-seed * 0.01 - epoch), 0.5, 1, 0.5))],
                   null, 0),
        ];

        var claim = experiment.Judge(runs);

        var stall = claim.Criteria.Single(part => part.Criterion.Reading == Reading.StallMargin);
        Assert.Equal((Verdict.None, 3), (stall.Verdict, stall.LeftOut));
        Assert.Equal("; left out for want of the 64 epochs that tell a stall: 3", EffectWords.Exceptions(stall));
        Assert.Equal(Verdict.None, claim.Verdict);
    }
}
