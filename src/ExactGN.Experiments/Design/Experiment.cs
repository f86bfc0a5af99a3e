namespace ExactGN.Experiments.Design;

/// <summary>One empirical claim: what is run, what is shown, and what would make it hold. Experiments are
/// data.</summary>
/// <param name="Id">The claim's number, such as "EXP-1".</param>
/// <param name="Claim">The claim in words, with its hypotheses.</param>
/// <param name="Source">The paper's figure.</param>
/// <param name="Setting">The runs; experiments may share runs, which are then made once.</param>
/// <param name="Panels">The curves shown beside the claim.</param>
/// <param name="Criteria">The claim's parts; it holds when all of them hold.</param>
public sealed record Experiment(
    string Id, string Claim, string Source, Setting Setting, IReadOnlyList<Panel> Panels,
        IReadOnlyList<Criterion> Criteria)
{
    /// <summary>The arms whose learning rates are searched, in groups of those that are compared with each
    /// other.</summary>
    public IReadOnlyList<RateGroup> RateGroups { get; init; } = [];

    /// <summary>The arms of the only group.</summary>
    public IReadOnlyList<Arm> TunedArms
    {
        get => [.. RateGroups.SelectMany(group => group.Arms)];
        init => RateGroups = value.Count == 0 ? [] : [new(value)];
    }

    /// <summary>Arms beside the searched ones that have no rate to be found, where the claim is judged at the rates
    /// found alone.</summary>
    public IReadOnlyList<Arm> Fixed { get; init; } = [];

    /// <summary>Whether the claim is judged at the arms' own rates and a second time at the rates found, or at these
    /// alone.</summary>
    public bool AtOwnRates { get; init; } = true;

    /// <summary>The seeds that it is judged on unless others are asked for; those of the scale when null.</summary>
    public IReadOnlyList<int>? Seeds { get; init; }

    /// <summary>What the verdict means, or that there is none.</summary>
    public Standing Standing { get; init; } = Standing.Claim;

    /// <summary>Further readings: effects and intervals, never a verdict.</summary>
    public IReadOnlyList<Criterion> Explored { get; init; } = [];

    /// <summary>A map of the settings that the experiment went through; null for none.</summary>
    public RegimeMap? Map { get; init; }

    /// <summary>The searches for their rates.</summary>
    public IReadOnlyList<RateSelection> RateSelections => [.. RateGroups.Select(group =>
        new RateSelection(Setting, group) { Measured = !AtOwnRates })];

    /// <summary>The only search, or an empty one.</summary>
    public RateSelection Rates => RateSelections.SingleOrDefault() ?? new(Setting, new([]));

    /// <summary>The same experiment at its own learning rates alone, where it is judged at them.</summary>
    public Experiment WithoutSweep() => AtOwnRates ? this with { RateGroups = [] } : this;

    /// <summary>The runs at the arms' own rates; those of fixed arms where it is judged at the rates found
    /// alone.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="dtype">float32 or float64; each arm's own when null.</param>
    public IEnumerable<RunConfiguration> RunsAtOwnRates(IReadOnlyCollection<int> seeds, ScalarType? dtype) =>
        (AtOwnRates ? Setting : Setting.Only(Fixed)).Runs(seeds, dtype);

    /// <summary>The arms at the rates found, on seeds that did not choose them; empty until the searches are
    /// over.</summary>
    /// <param name="results">Runs so far.</param>
    /// <param name="seeds">The seeds that judge.</param>
    /// <param name="dtype">float32 or float64; each arm's own when null.</param>
    public IEnumerable<RunConfiguration> RunsAtBestRates(IReadOnlyCollection<RunResult> results,
        IReadOnlyCollection<int> seeds, ScalarType? dtype) =>
        (Setting with { Arms = Chosen(results) }).Runs([.. seeds.Except(RateSearch.Seeds)], dtype);

    /// <summary>Judges the claim.</summary>
    /// <param name="runs">Runs, of which those of the setting's arms count, and those of the search for rates and at
    /// the rates found.</param>
    public ClaimResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        RunResult[] own = AtOwnRates ? [.. runs.Where(Setting.Has)] : [];
        var chosen = Chosen(runs);
        var names = RateSelections.SelectMany(selection => selection.Names(runs)).ToDictionary();
        var tuned = Setting with { Arms = [.. AtOwnRates ? Setting.Arms : Setting.Only(Fixed).Arms, .. chosen] };
        // What chose the rates must not judge them.
        RunResult[] judging = [.. runs.Where(tuned.Has).Where(run =>
            !RateSearch.Seeds.Contains(run.Configuration.Seed))];
        CriterionResult[] AtFound(IEnumerable<Criterion> criteria) =>
            Judged(criteria.Select(criterion => criterion.Between(arm => names.GetValueOrDefault(arm, arm))), judging);

        return AtOwnRates
            ? new(this, own, Judged(Criteria, own), chosen.Length == 0 ? [] : AtFound(Criteria), Judged(Explored, own),
            MeasuredRegime.Of(Setting, own))
            : new(this, judging, AtFound(Criteria), [], AtFound(Explored),
            MeasuredRegime.Of(chosen.Length == 0 ? Setting : tuned, judging));
    }

    // Arms of several groups are the same run where they have the same rate.
    private RunConfiguration[] Chosen(IReadOnlyCollection<RunResult> results)
    {
        var chosen = RateSelections.Select(selection => selection.Chosen(results)).ToArray();
        return chosen.Any(group => group.Count == 0) ? [] : [.. chosen.SelectMany(group => group)];
    }

    // Each part among the others.
    private static CriterionResult[] Judged(IEnumerable<Criterion> criteria, IReadOnlyCollection<RunResult> runs)
    {
        CriterionResult[] parts = [.. criteria.Select(criterion => criterion.Judge(runs))];
        return [.. parts.Zip(ClaimVerdict.Of([.. parts.Select(part => part.Evidence)]).Parts,
            (part, verdict) => part with { Verdict = verdict })];
    }
}

/// <summary>What an experiment's verdict means.</summary>
public enum Standing
{
    /// <summary>A claim of several parts, judged by itself.</summary>
    Claim,

    /// <summary>A preregistered question, whose primary reading is judged among those of the family.</summary>
    Primary,

    /// <summary>Effects and intervals without a verdict.</summary>
    Exploration,
}

/// <summary>A curve to be drawn.</summary>
/// <param name="Curve">What is on the vertical axis.</param>
/// <param name="AgainstUpdates">Updates on the horizontal axis instead of epochs.</param>
/// <param name="Note">Said below the curve, when it needs saying.</param>
public sealed record Panel(Metric Curve, bool AgainstUpdates = false, string Note = "")
{
    /// <summary>The arms that it shows; all of them when null.</summary>
    public IReadOnlyList<Arm>? Arms { get; init; }

    /// <summary>What is shown where one curve has several panels, such as "squared error"; empty otherwise.</summary>
    public string Part { get; init; } = "";
}

/// <summary>A claim's verdict in the regime it was tried in.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Runs">The runs it rests on.</param>
/// <param name="Criteria">The verdicts of its parts.</param>
/// <param name="AtBestRates">The verdicts of the same parts between the arms at the rates found; empty without a
/// search.</param>
/// <param name="Explored">The further readings, which have no verdict.</param>
/// <param name="Regime">The regime, as set and as measured.</param>
public sealed record ClaimResult(
    Experiment Experiment, IReadOnlyList<RunResult> Runs, IReadOnlyList<CriterionResult> Criteria,
        IReadOnlyList<CriterionResult> AtBestRates,
    IReadOnlyList<CriterionResult> Explored, MeasuredRegime Regime)
{
    /// <summary>The primary reading's verdict among those of the family; none where it was not run as
    /// preregistered.</summary>
    public Verdict InFamily { get; init; } = Verdict.None;

    /// <summary>The verdict of the whole claim, as <see cref="ClaimVerdict.Of"/> reaches it; of a primary reading that
    /// among the family.</summary>
    public Verdict Verdict => Experiment.Standing switch
    {
        Standing.Primary => InFamily,
        Standing.Exploration => Verdict.None,
        _ => Of(Criteria),
    };

    /// <summary>The same at the rates found; null without a search.</summary>
    public Verdict? VerdictAtBestRates => AtBestRates.Count == 0 ? null : Of(AtBestRates);

    private static Verdict Of(IEnumerable<CriterionResult> parts) =>
        ClaimVerdict.Of([.. parts.Select(part => part.Evidence)]).Verdict;
}
