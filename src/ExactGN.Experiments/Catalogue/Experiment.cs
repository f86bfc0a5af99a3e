namespace ExactGN.Experiments;

/// <summary>One of the paper's empirical claims: what is run, what is shown, and what would make it hold. Experiments are data.</summary>
/// <param name="Id">The claim's number, such as "EXP-1".</param>
/// <param name="Claim">The claim in words, with its hypotheses.</param>
/// <param name="Source">The paper's figure.</param>
/// <param name="Setting">The runs; experiments may share a setting, whose runs are then made once.</param>
/// <param name="Panels">The curves shown beside the claim.</param>
/// <param name="Criteria">The claim's parts; it holds when all of them hold.</param>
public sealed record Experiment(
    string Id, string Claim, string Source, Setting Setting, IReadOnlyList<Panel> Panels, IReadOnlyList<Criterion> Criteria)
{
    /// <summary>Judges the claim.</summary>
    /// <param name="runs">Runs, of which those of the setting count.</param>
    public ClaimResult Judge(IReadOnlyCollection<RunResult> runs)
    {
        RunResult[] own = [.. runs.Where(run => run.Configuration.Setting == Setting.Id)];
        return new(this, own, [.. Criteria.Select(criterion => criterion.Judge(own))], MeasuredRegime.Of(Setting, own));
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
/// <param name="Regime">The regime, as set and as measured.</param>
public sealed record ClaimResult(
    Experiment Experiment, IReadOnlyList<RunResult> Runs, IReadOnlyList<CriterionResult> Criteria, MeasuredRegime Regime)
{
    /// <summary>Holds when all parts hold, fails when one fails, undecided otherwise.</summary>
    public Verdict Verdict => Verdicts.Conjunction(Criteria.Select(part => part.Verdict));
}
