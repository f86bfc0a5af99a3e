using System.Globalization;

namespace ExactGN.Experiments.Sweeps;

/// <summary>One of n equal parts of a plan: every n-th run.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Of">n.</param>
public sealed record SweepShard(int Number, int Of)
{
    /// <summary>Reads "2/4".</summary>
    /// <param name="text">The part and how many there are.</param>
    /// <exception cref="FormatException">It is none; the message is one sentence.</exception>
    public static SweepShard Parse(string text) => text.Split('/') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var of)
        && number >= 1 && number <= of && of <= SweepFile.MostRuns
        ? new(number, of)
        : throw new FormatException(
            $"--shard takes i/n with i from 1 to n, such as 2/4, and n at most {SweepFile.MostRuns}, got '{text}'.");

    /// <summary>The part's runs, in the plan's order; none where there are more parts than runs.</summary>
    /// <param name="plan">The plan.</param>
    public IReadOnlyList<SweepRun> Part(SweepPlan plan) => [.. plan.Runs.Where(run => run.Index % Of == Number - 1)];
}
