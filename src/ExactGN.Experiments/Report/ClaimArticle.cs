using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>A claim in the ledger's report: what is claimed, under which hypotheses and why, and what
/// the last run showed.</summary>
/// <param name="markup">Turns theory/'s text into HTML.</param>
/// <param name="faultsHaveRun">Whether there is evidence about faults at all.</param>
internal sealed class ClaimArticle(TheoryMarkup markup, bool faultsHaveRun)
{
    internal Html Of(ClaimStanding standing) => $"""
        <article id="{standing.Claim.Id}">
        <h3>{standing.Claim.Id} {markup.Inline(standing.Claim.Title)} {Badge(standing)}{Other(standing)}</h3>
        <p class="statement">{markup.Inline(standing.Claim.Statement)}</p>
        <p><strong>Hypotheses.</strong> {markup.Inline(standing.Claim.Hypotheses)}</p>
        <p><strong>Why.</strong> {markup.Inline(standing.Claim.Why)}
        <span class="soft">{markup.Inline(standing.Claim.Source)}</span></p>
        <p><strong>Judged by.</strong> {markup.Inline(standing.Claim.JudgedBy)}</p>
        {standing.Evidence.Select(Shown)}
        {Missing(standing)}
        </article>
        """;

    private static Html? Other(ClaimStanding standing) =>
        standing.OfOtherCode.Any() ? Html.Of($""" <span class="verdict undecided">other code</span>""") : null;

    private static Html Badge(ClaimStanding standing) => standing switch
    {
        { Claim.IsTheorem: false } => $"""<span class="verdict soft">empirical</span>""",
        { Holds: null } => $"""<span class="verdict undecided">no evidence</span>""",
        { Holds: false } => $"""<span class="verdict fails">fails</span>""",
        { Holds: true } when standing.NotRun.Any() => $"""<span class="verdict undecided">partly run</span>""",
        _ => $"""<span class="verdict holds">holds</span>""",
    };

    /// <summary>What a property showed, with its worst case and how to run that again.</summary>
    internal static Html Shown(PropertyEvidence entry) => $"""
        <details><summary>{entry.Property.Replace('_', ' ')}: {Outcome(entry)}</summary>
        <p>Worst case: <code>{entry.WorstRecipe}</code></p>
        <p>{(entry.WorstReplay is null ? "To run all its cases again:" : "To run that case again:")}</p>
        <pre>{entry.Again}</pre>
        <p class="soft">{string.Join(", ", Provenance(entry))}</p></details>
        """;

    private static string Outcome(PropertyEvidence entry) =>
        $"{(entry.Holds ? "worst" : "failed with")} {Number(entry.WorstRatio)} of {Number(entry.Threshold)}, "
        + $"{entry.Cases} cases{(entry.IsOfThisCode ? "" : ", of other code")}";

    private Html Missing(ClaimStanding standing) => !standing.Claim.IsTheorem
        ? Html.Of($"""
            <p class="soft">A predicate over training runs, not part of the suite;
            <code>exactgn reproduce</code> says which of them it judges.</p>
            """)
        : $"""
            {standing.NotRun.Select(property => Html.Of($"""
                <p class="undecided">No evidence: {property.Replace('_', ' ')} has not run.</p>
                """))}
            {Faults(standing)}
            """;

    private Html Faults(ClaimStanding standing)
    {
        var (all, rejected, missed) = (standing.Faults, standing.Rejections.Count, standing.NotRejected.ToArray());
        return !faultsHaveRun
            ? Html.Of($"""<p class="soft">Planted faults, no evidence that they are rejected: {Listed(all)}</p>""")
            : missed.Length == 0 ? Html.Of($"<p>Rejected all {all.Count} planted faults: {Listed(all)}</p>")
            : $"""<p class="fails">Rejected {rejected} of {all.Count} planted faults; not in this evidence: """
                + $"{Listed(missed)}</p>";

        static string Listed(IEnumerable<string> faults) => string.Join(" · ", faults);
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
