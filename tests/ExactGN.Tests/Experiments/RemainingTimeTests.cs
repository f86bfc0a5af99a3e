namespace ExactGN.Experiments.Tests;

/// <summary>The time left is there after the first epoch, steady, and right.</summary>
public sealed class RemainingTimeTests
{
    [Fact]
    public void Before_an_epoch_has_ended_nobody_knows_and_afterwards_everybody_does()
    {
        var clock = new HandClock();
        var runs = Runs(4, epochs: 10);
        var time = new RemainingTime(runs, parallel: 2, clock);

        Assert.Null(time.Left);
        time.Reach(runs[0], 0);
        Assert.Null(time.Left);
        clock.Advance(3);
        time.Reach(runs[0], 1);

        // 39 epochs at 3 s, two at a time.
        Assert.Equal(39 * 3 / 2.0, time.Left!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void It_counts_down_between_two_epochs_and_never_below_zero()
    {
        var clock = new HandClock();
        var runs = Runs(1, epochs: 3);
        var time = new RemainingTime(runs, parallel: 2, clock);
        time.Reach(runs[0], 0);
        clock.Advance(3);
        time.Reach(runs[0], 1);

        clock.Advance(5);
        Assert.Equal(1, time.Left!.Value.TotalSeconds, 6);
        clock.Advance(5);
        Assert.Equal(TimeSpan.Zero, time.Left);
    }

    [Fact]
    public void A_finished_run_tells_the_pace_too()
    {
        var clock = new HandClock();
        var runs = Runs(3, epochs: 2);
        var time = new RemainingTime(runs, parallel: 1, clock);

        time.End(SyntheticRuns.Run("gn", 0, 2, 3, 2, 1) with { Configuration = runs[0], Seconds = 8 });

        Assert.Equal(16, time.Left!.Value.TotalSeconds, 6);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_run_that_diverged_in_its_first_epoch_tells_it_as_well(bool isSeen)
    {
        var clock = new HandClock();
        var runs = Runs(3, epochs: 2);
        var time = new RemainingTime(runs, parallel: 1, clock);
        if (isSeen)
        {
            time.Reach(runs[0], 0);
            clock.Advance(5);
        }

        time.End(SyntheticRuns.Run("gn", 0, 2, 3) with { Configuration = runs[0], Seconds = 5 });

        Assert.Equal(4 * 5, time.Left!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void After_the_last_run_nothing_is_left_although_more_had_been_expected()
    {
        var clock = new HandClock();
        var runs = Runs(1, epochs: 100);
        var time = new RemainingTime(runs, parallel: 1, clock);
        time.Reach(runs[0], 0);
        clock.Advance(2);
        time.Reach(runs[0], 1);

        time.End(SyntheticRuns.Run("gn", 0, 100, 2, 1) with { Configuration = runs[0], Seconds = 2 });

        Assert.Equal(TimeSpan.Zero, time.Left);
        // And no more than the new one's own where one follows after all.
        time.Add([SyntheticRuns.Configuration("gn", 100, 10)]);
        Assert.Equal(10 * 2, time.Left!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void An_epoch_that_takes_ten_times_as_long_moves_it_little_at_once()
    {
        var clock = new HandClock();
        var runs = Runs(1, epochs: 100);
        var time = new RemainingTime(runs, parallel: 1, clock);
        time.Reach(runs[0], 0);
        foreach (var epoch in Enumerable.Range(1, 20))
        {
            clock.Advance(0.2);
            time.Reach(runs[0], epoch);
        }

        var before = time.Left!.Value.TotalSeconds;
        clock.Advance(2);
        time.Reach(runs[0], 21);

        // Counted down it is 14 s, and by the new pace 22.6 s: less than half of the way is gone at once.
        Assert.InRange(time.Left!.Value.TotalSeconds, before - 2, (14 + 22.6) / 2);
    }

    [Fact]
    public void It_is_within_a_tenth_of_what_really_is_left_although_arms_differ()
    {
        var clock = new HandClock();
        RunConfiguration[] runs = [.. Runs(5, epochs: 20, "gn"), .. Runs(5, epochs: 20, "adam")];
        var time = new RemainingTime(runs, parallel: 1, clock);
        var whole = runs.Sum(run => run.Epochs * Seconds(run));
        List<double> missed = [];

        var gone = 0.0;
        foreach (var run in runs)
        {
            time.Reach(run, 0);
            foreach (var epoch in Enumerable.Range(1, run.Epochs))
            {
                clock.Advance(Seconds(run));
                gone += Seconds(run);
                time.Reach(run, epoch);
                missed.Add(Math.Abs(time.Left!.Value.TotalSeconds - (whole - gone)) / whole);
            }

            time.End(SyntheticRuns.Run(run.Arm, run.Seed, 1, 2, 1) with { Configuration = run });
        }

        // Before the second arm has been seen nobody can know its pace.
        Assert.InRange(missed[105..].Max(), 0, 0.1);

        static double Seconds(RunConfiguration run) => run.Arm == "gn" ? 4 : 1;
    }

    [Fact]
    public void Runs_that_are_added_make_it_longer_at_once()
    {
        var clock = new HandClock();
        var runs = Runs(1, epochs: 3);
        var time = new RemainingTime(runs, parallel: 1, clock);
        time.Reach(runs[0], 0);
        clock.Advance(3);
        time.Reach(runs[0], 1);

        time.Add([SyntheticRuns.Configuration("gn", 100, 10)]);

        Assert.Equal(6 + 30, time.Left!.Value.TotalSeconds, 6);
    }

    private static RunConfiguration[] Runs(int count, int epochs, string arm = "gn") =>
        [.. Enumerable.Range(0, count).Select(seed => SyntheticRuns.Configuration(arm, seed, epochs))];
}
