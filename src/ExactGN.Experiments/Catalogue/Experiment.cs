namespace ExactGN.Experiments;

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
    /// <summary>The arms whose learning rates are searched; the claim is judged at their own rates and a second time at
    /// the rates found.</summary>
    public IReadOnlyList<string> TunedArms { get; init; } = [];

    /// <summary>The search for their rates.</summary>
    public RateSelection Rates => new(Setting, TunedArms);

    /// <summary>The same experiment at its own learning rates alone.</summary>
    public Experiment WithoutSweep() => this with { TunedArms = [] };

    /// <summary>The arms at the rates found, on seeds that did not choose them; empty until the search is
    /// over.</summary>
    /// <param name="results">Runs so far.</param>
    /// <param name="seeds">The seeds that judge.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">"cpu" or "cuda".</param>
    public IEnumerable<RunConfiguration> RunsAtBestRates(
        IReadOnlyCollection<RunResult> results, IReadOnlyCollection<int> seeds, ScalarType dtype, string device) =>
        (Setting with { Arms = Rates.Chosen(results) }).Runs([.. seeds.Except(RateSearch.Seeds)], dtype, device);

    /// <summary>Judges the claim.</summary>
    /// <param name="runs">Runs, of which those of the setting's arms count, and those of the search for rates and at
    /// the rates found.</param>
    public ClaimResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        RunResult[] own = [.. runs.Where(Setting.Has)];
        return new(this, own, Judged(Criteria, own), AtBestRates(runs, own), MeasuredRegime.Of(Setting, own));
    }

    private CriterionResult[] AtBestRates(IReadOnlyCollection<RunResult> runs, RunResult[] own)
    {
        var chosen = Rates.Chosen(runs);
        var names = TunedArms.Zip(chosen).ToDictionary(pair => pair.First, pair => pair.Second.Arm);
        var tuned = Setting with { Arms = [.. Setting.Arms, .. chosen] };
        // What chose the rates must not judge them.
        RunResult[] judging = [.. own.Concat(runs.Where(run => tuned.Has(run) && !Setting.Has(run)))
            .Where(run => !RateSearch.Seeds.Contains(run.Configuration.Seed))];
        return chosen.Count == 0 ? [] : Judged(Criteria.Select(
            criterion => criterion.Between(arm => names.GetValueOrDefault(arm, arm))), judging);
    }

    // Each part among the others.
    private static CriterionResult[] Judged(IEnumerable<Criterion> criteria, IReadOnlyCollection<RunResult> runs)
    {
        CriterionResult[] parts = [.. criteria.Select(criterion => criterion.Judge(runs))];
        return [.. parts.Zip(ClaimVerdict.Of([.. parts.Select(part => part.Evidence)]).Parts, (part, verdict) =>
            part with { Verdict = verdict })];
    }
}

/// <summary>A curve to be drawn.</summary>
/// <param name="Curve">What is on the vertical axis.</param>
/// <param name="AgainstUpdates">Updates on the horizontal axis instead of epochs.</param>
/// <param name="Note">Said below the curve, when it needs saying.</param>
public sealed record Panel(Curve Curve, bool AgainstUpdates = false, string Note = "");

/// <summary>A claim's verdict in the regime it was tried in.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Runs">The runs it rests on.</param>
/// <param name="Criteria">The verdicts of its parts.</param>
/// <param name="AtBestRates">The verdicts of the same parts between the arms at the rates found; empty without a
/// search.</param>
/// <param name="Regime">The regime, as set and as measured.</param>
public sealed record ClaimResult(
    Experiment Experiment, IReadOnlyList<RunResult> Runs, IReadOnlyList<CriterionResult> Criteria,
        IReadOnlyList<CriterionResult> AtBestRates, MeasuredRegime Regime)
{
    /// <summary>The verdict of the whole claim, as <see cref="ClaimVerdict.Of"/> reaches it.</summary>
    public Verdict Verdict => Of(Criteria);

    /// <summary>The same at the rates found; null without a search.</summary>
    public Verdict? VerdictAtBestRates => AtBestRates.Count == 0 ? null : Of(AtBestRates);

    private static Verdict Of(IEnumerable<CriterionResult> parts) =>
        ClaimVerdict.Of([.. parts.Select(part => part.Evidence)]).Verdict;
}
