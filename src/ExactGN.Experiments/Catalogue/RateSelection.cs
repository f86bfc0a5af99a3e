namespace ExactGN.Experiments;

/// <summary>The search for the learning rates of some of a setting's arms, as training runs.</summary>
/// <remarks>Its runs belong to a setting of their own, "mini-batch-rates", with the search's seeds. The arms are judged
/// at the rates found on other seeds.</remarks>
/// <param name="Setting">The setting.</param>
/// <param name="Arms">The arms whose rates are searched, each around its own.</param>
public sealed record RateSelection(Setting Setting, IReadOnlyList<string> Arms)
{
    /// <summary>The procedure.</summary>
    /// <exception cref="ArgumentException">An arm's split has no validation part.</exception>
    public RateSearch Search => new([.. Arms.Select(arm => (arm, Validated(Arm(arm)).LearningRate))]);

    /// <summary>The name of the setting to which the search's runs belong.</summary>
    public string RunsSetting => $"{Setting.Id}-rates";

    /// <summary>Where the search stands.</summary>
    /// <param name="results">Runs, of which the search's count.</param>
    public RateProgress Given(IEnumerable<RunResult> results)
    {
        var own = results.Where(run => run.Configuration.Setting == RunsSetting)
            .ToDictionary(run => (run.Configuration.Arm, run.Configuration.Seed), Outcome);
        return Search.Given(trial => own.GetValueOrDefault((RateArm.NameOf(trial.Arm, trial.Rate), trial.Seed)));
    }

    /// <summary>The runs that the search wants next; empty when it is over.</summary>
    /// <param name="results">Runs so far.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">"cpu" or "cuda".</param>
    public IEnumerable<RunConfiguration> Wanted(IEnumerable<RunResult> results, ScalarType dtype, string device) =>
        from trial in Given(results).Wanted
        select RateArm.Of(Arm(trial.Arm), trial.Rate) with { Setting = RunsSetting, Seed = trial.Seed, Measures = null,
            Dtype = dtype, Device = device };

    /// <summary>The arms at the rates found, in the setting itself; empty until the search is over.</summary>
    /// <param name="results">Runs so far.</param>
    public IReadOnlyList<RunConfiguration> Chosen(IEnumerable<RunResult> results) =>
        [.. Given(results).Chosen.Select(choice => RateArm.Of(Arm(choice.Arm), choice.Rate) with { Measures = null })];

    private RunConfiguration Arm(string name) => Setting.Arms.Single(arm => arm.Arm == name);

    private static RunConfiguration Validated(RunConfiguration arm) => arm.Split.Validation > 0
        ? arm
        : throw new ArgumentException(
            $"A search for learning rates needs a validation part, and the runs of '{arm.Arm}' have none; --sweep off does without.");

    private static RateOutcome? Outcome(RunResult run) =>
        new(run.Epochs[^1].ValidationLoss ?? double.NaN, run.Divergence is not null);
}
