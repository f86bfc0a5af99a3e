using System.Globalization;
using System.Text;

namespace ExactGN.Experiments.Report;

/// <summary>A reproduction's claims as a table in Markdown, for theory/findings.md: no number there is typed by
/// hand.</summary>
public static class FindingsTable
{
    /// <summary>One row per part that has a verdict, then one per further reading of the preregistered
    /// questions.</summary>
    /// <param name="claims">The claims, in the order of the rows.</param>
    public static string Of(IReadOnlyCollection<ClaimResult> claims)
    {
        var text = new StringBuilder();
        Section(text,
            "| claim | regime | part | effect (interval) | beside it | seeds | verdict |",
            "|---|---|---|---|---|---|---|",
            from claim in claims from row in Judged(claim) select row);
        Section(text,
            "| question | compared | reading | effect (95 % interval) | beside it | seeds |",
            "|---|---|---|---|---|---|",
            from claim in claims
            from part in claim.Explored
            where part.Readings.Count + part.LeftOut > 0
            select Explored(claim, part));
        return text.ToString();
    }

    private static void Section(StringBuilder text, string head, string rule, IEnumerable<string> rows)
    {
        string[] all = [.. rows];
        if (all.Length > 0)
        {
            text.Append(text.Length > 0 ? "\n" : "").AppendJoin('\n', [head, rule, .. all]).Append('\n');
        }
    }

    private static IEnumerable<string> Judged(ClaimResult claim) =>
    [
        .. claim.Criteria.Select(part => Row(claim, part, claim.Regime.Summary,
            claim.Experiment.Standing == Standing.Primary ? VerdictWords.Of(claim) : VerdictWords.Of(part.Verdict))),
        .. claim.AtBestRates.Select(part => Row(claim, part, "at the rates found", VerdictWords.Of(part.Verdict))),
    ];

    private static string Row(ClaimResult claim, CriterionResult part, string regime, string verdict) => Cells(
        claim.Experiment.Id, regime, part.Criterion.Statement,
        EffectWords.Effect(part) + EffectWords.Detectable(part) + EffectWords.Exceptions(part),
        EffectWords.Beside(part), Count(part), verdict);

    private static string Explored(ClaimResult claim, CriterionResult part) => Cells(
        claim.Experiment.Id, part.Criterion.Statement, $"{part.Criterion.Curve.Name}, {part.Criterion.Reading.Name}",
        EffectWords.Effect(part) + EffectWords.Exceptions(part), EffectWords.Beside(part), Count(part));

    private static string Count(CriterionResult part) => part.Readings.Count.ToString(CultureInfo.InvariantCulture);

    private static string Cells(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
