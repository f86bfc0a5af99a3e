namespace ExactGN.Experiments.Report;

/// <summary>A verdict in its colour.</summary>
internal static class VerdictBadge
{
    internal static Html Of(Verdict verdict) =>
        $"""<span class="verdict {verdict.ToString().ToLowerInvariant()}">{VerdictWords.Of(verdict)}</span>""";

    /// <summary>A claim's verdict; of what has none, why.</summary>
    internal static Html Of(ClaimResult claim) =>
        claim.Experiment.Standing == Standing.Claim || claim.Verdict != Verdict.None
            ? Of(claim.Verdict)
            : $"""<span class="verdict soft">{VerdictWords.Of(claim)}</span>""";
}
