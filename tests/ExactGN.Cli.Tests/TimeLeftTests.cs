using ExactGN.Cli.Shared;
using ExactGN.Tests;

namespace ExactGN.Cli.Tests;

/// <summary>The time left at the end of an epoch's line, by a clock whose every epoch is known.</summary>
public sealed class TimeLeftTests
{
    private static readonly RunConfiguration Run = PublishedRun
        .Of(PublishedFile.Read(Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml"), []))
        .Configuration;

    [Theory]
    [InlineData(7, 61, 3, "00:04:04")]
    [InlineData(100, 90, 20, "02:00:00")]
    [InlineData(100, 0.5, 1, "00:00:49")]
    [InlineData(60, 59, 1, "00:58:01")]
    [InlineData(1000, 361, 1, "100:10:39")]
    [InlineData(12, 3601, 11, "01:00:01")]
    public void It_is_the_epochs_left_times_the_seconds_of_each(int epochs, double each, int reached, string left) =>
        Assert.Ends($", {left} left", Lines(epochs, 0, [.. Enumerable.Repeat(each, reached)])[^1]);

    [Fact]
    public void A_run_taken_up_again_has_the_pace_of_what_was_seen_of_it() =>
        // The 57 left after 43 of 100, at 10 s.
        Assert.Ends(", 00:09:30 left", Lines(100, 40, [10, 10, 10])[^1]);

    [Fact]
    public void Uneven_epochs_count_by_their_mean() =>
        // Three are left, and three took 6 minutes.
        Assert.Ends(", 00:06:00 left", Lines(6, 0, [60, 120, 180])[^1]);

    [Fact]
    public void The_first_line_has_no_pace_yet_and_the_last_has_nothing_left() =>
        Assert.Equal(
            [false, true, true, false],
            Lines(3, 0, [5, 5, 5]).Select(line => line.EndsWith(" left", StringComparison.Ordinal)));

    // The lines from an epoch on, of which each next took so many seconds.
    private static string[] Lines(int epochs, int from, double[] seconds)
    {
        var (run, clock) = (Run with { Epochs = epochs }, new HandClock());
        var time = new TimeLeft(epochs, clock);
        List<string> lines = [Line(from)];
        foreach (var (i, one) in seconds.Index())
        {
            clock.Advance(one);
            lines.Add(Line(from + 1 + i));
        }

        return [.. lines];

        string Line(int epoch) => EpochLine.Of(run, DistinctRuns.Row(run, epoch), time.After(epoch));
    }
}
