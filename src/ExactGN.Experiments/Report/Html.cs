using System.Net;

namespace ExactGN.Experiments.Report;

/// <summary>The few pieces of HTML that the report repeats.</summary>
internal static class Html
{
    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Text whose equations, such as h = 512, are not broken between lines.</summary>
    internal static string Prose(string text) => Text(text.Replace(" = ", "\u00A0=\u00A0", StringComparison.Ordinal));

    internal static string Badge(Verdict verdict) =>
        $"""<span class="verdict {verdict.ToString().ToLowerInvariant()}">{VerdictWords.Of(verdict)}</span>""";

    /// <summary>A claim's verdict; of what has none, why.</summary>
    internal static string Badge(ClaimResult claim) =>
        claim.Experiment.Standing == Standing.Claim || claim.Verdict != Verdict.None
        ? Badge(claim.Verdict)
        : $"""<span class="verdict soft">{VerdictWords.Of(claim)}</span>""";

    internal static string Link(string address, string text) => $"""<a href="{Text(address)}">{Text(text)}</a>""";

    /// <summary>A link to a run's metrics, with a reading of that run as its text.</summary>
    internal static string RunLink(RunResult run, double value) =>
        Link($"{OutputFolder.LinkTo(run.Configuration)}metrics.csv",
            ReadableNumber.Of(value) + (run.Divergence is null ? "" : " (diverged)"));

    internal static string Join(IEnumerable<string> parts) => string.Join("\n", parts);
}
