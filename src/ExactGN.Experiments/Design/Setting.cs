namespace ExactGN.Experiments.Design;

/// <summary>A group of runs that are compared with each other.</summary>
/// <param name="Id">Its name, such as "full-batch".</param>
/// <param name="Title">Its name in the report.</param>
/// <param name="Regime">Why these sizes and rates: how they meet the claims' hypotheses, and where they
/// depart from the paper.</param>
/// <param name="Arms">The arms; every seed runs each of them.</param>
public sealed record Setting(string Id, string Title, string Regime, IReadOnlyList<RunConfiguration> Arms)
{
    /// <summary>All runs.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="dtype">float32 or float64; each arm's own when null.</param>
    public IEnumerable<RunConfiguration> Runs(IReadOnlyCollection<int> seeds, ScalarType? dtype) =>
        from arm in Arms
        from seed in seeds
        select arm with { Seed = seed, Dtype = dtype ?? arm.Dtype };

    /// <summary>The setting with some of its arms, in the order given.</summary>
    /// <param name="arms">Which.</param>
    public Setting Only(params IEnumerable<Arm> arms) => this with { Arms = [.. arms.Select(Named)] };

    /// <summary>One of its arms.</summary>
    /// <param name="arm">Which.</param>
    public RunConfiguration Named(Arm arm) => Arms.Single(run => run.Arm == arm);

    /// <summary>Whether a run is one of an arm of this setting.</summary>
    /// <param name="run">The run.</param>
    public bool Has(RunResult run) =>
        run.Configuration.Setting == Id && Arms.Any(arm => arm.Arm == run.Configuration.Arm);
}
