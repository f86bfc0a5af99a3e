namespace ExactGN.Experiments;

/// <summary>One of the paper's empirical claims: what is run, what is shown, and what would make it hold. Experiments are data.</summary>
/// <param name="Id">The claim's number, such as "EXP-1".</param>
/// <param name="Claim">The claim in words, with its hypotheses.</param>
/// <param name="Source">The paper's figure.</param>
/// <param name="Setting">The runs; experiments may share runs, which are then made once.</param>
/// <param name="Panels">The curves shown beside the claim.</param>
/// <param name="Criteria">The claim's parts; it holds when all of them hold.</param>
public sealed record Experiment(
    string Id, string Claim, string Source, Setting Setting, IReadOnlyList<Panel> Panels, IReadOnlyList<Criterion> Criteria)
{
    /// <summary>The same experiment without the learning rates beside the chosen ones.</summary>
    public Experiment WithoutSweep() => this with { Setting = Setting.Only(Setting.Arms.Select(arm => arm.Arm).Where(arm => !LearningRateSweep.IsSwept(arm))) };

    /// <summary>Judges the claim.</summary>
    /// <param name="runs">Runs, of which those of the setting's arms count.</param>
    public ClaimResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        RunResult[] own = [.. runs.Where(Setting.Has)];
        CriterionResult[] swept = Setting.Arms.Any(arm => LearningRateSweep.IsSwept(arm.Arm)) ? [.. Criteria.Select(criterion => criterion.AtBestRates(own).Judge(own))] : [];
        return new(this, own, [.. Criteria.Select(criterion => criterion.Judge(own))], swept, MeasuredRegime.Of(Setting, own));
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
/// <param name="AtBestRates">The verdicts of the same parts between each optimiser's best rates of the sweep; empty without a sweep.</param>
/// <param name="Regime">The regime, as set and as measured.</param>
public sealed record ClaimResult(
    Experiment Experiment, IReadOnlyList<RunResult> Runs, IReadOnlyList<CriterionResult> Criteria, IReadOnlyList<CriterionResult> AtBestRates, MeasuredRegime Regime)
{
    /// <summary>Holds when all parts hold, fails when one fails, undecided otherwise.</summary>
    public Verdict Verdict => Verdicts.Conjunction(Criteria.Select(part => part.Verdict));

    /// <summary>The same at each optimiser's best rate; null without a sweep.</summary>
    public Verdict? VerdictAtBestRates => AtBestRates.Count == 0 ? null : Verdicts.Conjunction(AtBestRates.Select(part => part.Verdict));
}
