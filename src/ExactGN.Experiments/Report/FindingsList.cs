using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>A reproduction's claims as a list in Markdown, for theory/findings.md: no number there is typed by
/// hand.</summary>
public static class FindingsList
{
    // As for every page: a line of more is broken where it has a space.
    private const int Columns = 110;

    /// <summary>One item per part that has a verdict, then one per further reading of the preregistered
    /// questions.</summary>
    /// <param name="claims">The claims, in the order of the items.</param>
    public static string Of(IReadOnlyCollection<ClaimResult> claims)
    {
        string[] judged = [.. claims.SelectMany(Judged)];
        string[] explored =
        [
            .. from claim in claims
               from part in claim.Explored
               where part.Readings.Count + part.LeftOut > 0
               from line in Explored(claim, part)
               select line,
        ];
        return string.Concat((judged.Length * explored.Length == 0 ? [.. judged, .. explored]
            : (string[])[.. judged, "", .. explored]).Select(line => $"{line}\n"));
    }

    private static IEnumerable<string> Judged(ClaimResult claim) =>
    [
        .. claim.Criteria.SelectMany(part => Part(claim, part, claim.Regime.Summary,
            claim.Experiment.Standing == Standing.Primary ? VerdictWords.Of(claim) : VerdictWords.Of(part.Verdict))),
        .. claim.AtBestRates.SelectMany(part =>
            Part(claim, part, "at the rates found", VerdictWords.Of(part.Verdict))),
    ];

    private static IEnumerable<string> Part(ClaimResult claim, CriterionResult part, string regime, string verdict) =>
    [
        .. Wrapped("* ", $"**{claim.Experiment.Id}** {part.Criterion.Statement}: *{verdict}*."),
        .. Numbers(part, EffectWords.Detectable(part)),
        .. Wrapped("  ", $"*Regime:* {regime}."),
    ];

    private static IEnumerable<string> Explored(ClaimResult claim, CriterionResult part) =>
    [
        .. Wrapped("* ", $"**{claim.Experiment.Id}** {part.Criterion.Statement}; {part.Criterion.Curve.Name}, "
            + $"{part.Criterion.Reading.Name}."),
        .. Numbers(part, ""),
    ];

    private static IEnumerable<string> Numbers(CriterionResult part, string detectable)
    {
        var seeds = part.Readings.Count == 1 ? "1 seed"
            : string.Create(CultureInfo.InvariantCulture, $"{part.Readings.Count} seeds");
        var beside = EffectWords.Beside(part);
        return
        [
            .. Wrapped("  ", $"*Effect:* {EffectWords.Effect(part)}, {seeds}{detectable}"
                + $"{EffectWords.Exceptions(part)}."),
            .. beside.Length == 0 ? [] : Wrapped("  ", $"*Beside it:* {beside}."),
        ];
    }

    // The lines of an item's field: the first begins with its mark, the others are indented as far.
    private static IEnumerable<string> Wrapped(string mark, string text)
    {
        var line = mark;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length > Columns && line.Trim().Length > 1)
            {
                yield return line.TrimEnd();
                line = "  ";
            }

            line += $"{word} ";
        }

        yield return line.TrimEnd();
    }
}
