using System.Text.Json;

namespace ExactGN.Experiments.Sweeps;

/// <summary>The indices of a sweep's runs by where they stand.</summary>
/// <param name="Runs">How many runs there are.</param>
/// <param name="Finished">Those with a result.</param>
/// <param name="Diverged">Those whose result is that they diverged.</param>
/// <param name="Running">Those that a process is making.</param>
/// <param name="Interrupted">Those that were begun and that nobody is making.</param>
/// <param name="NotBegun">Those of which nothing is there.</param>
public sealed record SweepStatus(
    int Runs, IReadOnlyList<int> Finished, IReadOnlyList<int> Diverged, IReadOnlyList<int> Running,
    IReadOnlyList<int> Interrupted, IReadOnlyList<int> NotBegun)
{
    /// <summary>The status as JSON.</summary>
    public string Text => JsonSerializer.Serialize(this, Json.Compact);

    /// <summary>Looks at every run.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="results">What there is.</param>
    public static SweepStatus Of(SweepPlan plan, SweepResults results)
    {
        var standings = plan.Runs.ToLookup(results.Standing, run => run.Index);
        return new(
            plan.Runs.Count, [.. standings[RunStanding.Finished]], [.. standings[RunStanding.Diverged]],
            [.. standings[RunStanding.Running]], [.. standings[RunStanding.Interrupted]],
            [.. standings[RunStanding.NotBegun]]);
    }
}
