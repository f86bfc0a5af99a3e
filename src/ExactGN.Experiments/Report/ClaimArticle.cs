using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>A claim in the ledger's report: what is claimed, under which hypotheses and why, and what
/// the last run showed.</summary>
/// <param name="markup">Turns theory/'s text into HTML.</param>
/// <param name="faultsHaveRun">Whether there is evidence about faults at all.</param>
internal sealed class ClaimArticle(TheoryMarkup markup, bool faultsHaveRun)
{
    internal string Of(ClaimStanding standing) => $"""
        <article id="{standing.Claim.Id}">
        <h3>{standing.Claim.Id} {markup.Inline(standing.Claim.Title)} {Badge(standing)}{Other(standing)}</h3>
        <p class="statement">{markup.Inline(standing.Claim.Statement)}</p>
        <p><strong>Hypotheses.</strong> {markup.Inline(standing.Claim.Hypotheses)}</p>
        <p><strong>Why.</strong> {markup.Inline(standing.Claim.Why)}
        <span class="soft">{markup.Inline(standing.Claim.Source)}</span></p>
        <p><strong>Judged by.</strong> {markup.Inline(standing.Claim.JudgedBy)}</p>
        {Html.Join(standing.Evidence.Select(Shown))}
        {Missing(standing)}
        </article>
        """;

    private static string Other(ClaimStanding standing) =>
        standing.OfOtherCode.Any() ? """ <span class="verdict undecided">other code</span>""" : "";

    private static string Badge(ClaimStanding standing) => standing switch
    {
        { Claim.IsTheorem: false } => """<span class="verdict soft">empirical</span>""",
        { Holds: null } => """<span class="verdict undecided">no evidence</span>""",
        { Holds: false } => """<span class="verdict fails">fails</span>""",
        { Holds: true } when standing.NotRun.Any() => """<span class="verdict undecided">partly run</span>""",
        _ => """<span class="verdict holds">holds</span>""",
    };

    /// <summary>What a property showed, with its worst case and how to run that again.</summary>
    internal static string Shown(PropertyEvidence entry) => $"""
        <details><summary>{Html.Text(entry.Property.Replace('_', ' '))}: {Outcome(entry)}</summary>
        <p>Worst case: <code>{Html.Text(entry.WorstRecipe)}</code></p>
        <p>{(entry.WorstReplay is null ? "To run all its cases again:" : "To run that case again:")}</p>
        <pre>{Html.Text(entry.Again)}</pre>
        <p class="soft">{Html.Text(string.Join(", ", Provenance(entry)))}</p></details>
        """;

    private static string Outcome(PropertyEvidence entry) =>
        $"{(entry.Holds ? "worst" : "failed with")} {Number(entry.WorstRatio)} of {Number(entry.Threshold)}, "
        + $"{entry.Cases} cases{(entry.IsOfThisCode ? "" : ", of other code")}";

    private string Missing(ClaimStanding standing)
    {
        if (!standing.Claim.IsTheorem)
        {
            return """<p class="soft">A predicate over training runs, not part of the suite; """
                + """<code>exactgn reproduce</code> says which of them it judges.</p>""";
        }

        var notRun = string.Concat(standing.NotRun.Select(property =>
            $"<p class=\"undecided\">No evidence: {Html.Text(property.Replace('_', ' '))} has not run.</p>"));
        var faults = faultsHaveRun
            ? standing.NotRejected.ToArray() is { Length: > 0 } missed
                ? $"<p class=\"fails\">Rejected {standing.Rejections.Count} of {standing.Faults.Count} planted faults; "
                    + $"not in this evidence: {Html.Text(string.Join(" · ", missed))}</p>"
                : $"<p>Rejected all {standing.Faults.Count} planted faults: "
                    + $"{Html.Text(string.Join(" · ", standing.Faults))}</p>"
            : "<p class=\"soft\">Planted faults, no evidence that they are rejected: "
                + $"{Html.Text(string.Join(" · ", standing.Faults))}</p>";
        return notRun + faults;
    }

    private static IEnumerable<string> Provenance(PropertyEvidence entry)
    {
        if (entry.Dtype is not null)
        {
            yield return entry.Dtype;
        }

        yield return entry.Device;
        yield return string.Create(CultureInfo.InvariantCulture, $"{entry.Seconds:0.0} s");
        if (entry.Replay is not null)
        {
            yield return $"run from {entry.Replay}";
        }

        yield return $"TorchSharp {entry.TorchSharp}";
        yield return $".NET {entry.Dotnet}";
    }

    internal static string Number(double value) =>
        double.IsFinite(value) ? ReadableNumber.Of(value) : double.IsNaN(value) ? "NaN" : "∞";
}
