namespace ExactGN.Experiments.Design;

/// <summary>The search for the learning rates of some of a setting's arms, as training runs.</summary>
/// <remarks>Its runs belong to a setting of their own, "mini-batch-rates", with the search's seeds. The arms are judged
/// at the rates found on other seeds.</remarks>
/// <param name="Setting">The setting.</param>
/// <param name="Group">The arms whose rates are searched together.</param>
public sealed record RateSelection(Setting Setting, RateGroup Group)
{
    /// <summary>The procedure.</summary>
    /// <exception cref="ArgumentException">An arm's split has no validation part.</exception>
    public RateSearch Search => new([.. Group.Arms.Select(arm => (arm, Validated(Setting.Named(arm)).LearningRate))]);

    /// <summary>Whether the arms at the rates found are measured as the arms are.</summary>
    public bool Measured { get; init; }

    /// <summary>The name of the setting to which the search's runs belong.</summary>
    public string RunsSetting => $"{Setting.Id}-rates";

    /// <summary>Where the search stands.</summary>
    /// <param name="results">Runs, of which the search's count.</param>
    public RateProgress Given(IEnumerable<RunResult> results)
    {
        var own = results.Where(run => run.Configuration.Setting == RunsSetting)
            .ToDictionary(run => (run.Configuration.Arm, run.Configuration.Seed), Outcome);
        return Search.Given(trial => own.GetValueOrDefault((trial.Arm.At(trial.Rate), trial.Seed)));
    }

    /// <summary>The runs that the search wants next; empty when it is over.</summary>
    /// <param name="results">Runs so far.</param>
    /// <param name="dtype">float32 or float64; the arm's own when null.</param>
    public IEnumerable<RunConfiguration> Wanted(IEnumerable<RunResult> results, ScalarType? dtype) =>
        from trial in Given(results).Wanted
        let arm = Setting.Named(trial.Arm).At(trial.Rate)
        select arm with
        {
            Setting = RunsSetting,
            Seed = trial.Seed,
            Measures = null,
            Epochs = Group.Epochs ?? arm.Epochs,
            Dtype = dtype ?? arm.Dtype,
        };

    /// <summary>The arms at the rates found, and those that follow them, in the setting itself; empty until the search
    /// is over.</summary>
    /// <param name="results">Runs so far.</param>
    public IReadOnlyList<RunConfiguration> Chosen(IEnumerable<RunResult> results)
    {
        var chosen = Given(results).Chosen.ToDictionary(choice => choice.Arm, choice => choice.Rate);
        return chosen.Count == 0 ? [] : [.. Group.Arms.Select(arm => (arm, arm))
            .Concat(Group.Followers.Select(pair => (pair.Key, pair.Value)))
            .Select(pair => At(pair.Item1, chosen[pair.Item2]))];
    }

    /// <summary>The arm that stands in an arm's place once its rate is found.</summary>
    /// <param name="results">Runs so far.</param>
    public IEnumerable<KeyValuePair<Arm, Arm>> Names(IEnumerable<RunResult> results) => Chosen(results)
        .Select(run => KeyValuePair.Create(run.Arm.AtOwnRate, run.Arm));

    private RunConfiguration At(Arm arm, double rate) => Setting.Named(arm).At(rate) is var run && Measured ? run
        : run with { Measures = null };

    private static RunConfiguration Validated(RunConfiguration arm) => arm.Split.Validation > 0
        ? arm
        : throw new ArgumentException(
            $"A search for learning rates needs a validation part, and the runs of '{arm.Arm}' have none; "
                + $"--sweep off does without.");

    private static RateOutcome? Outcome(RunResult run) => new(run.Epochs[^1].ValidationLoss ?? double.NaN,
        run.Divergence is not null);
}
