using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Cli.Commands.Claims;

/// <summary>
/// A claim with its evidence, as a line of text or an entry of a JSON list. What there is no evidence for is absent; of
/// evidence about other code than this program's it says so.
/// </summary>
internal sealed record ClaimEntry(
    string Id,
    string Title,
    string Kind,
    string Chapter,
    IReadOnlyList<string> Properties,
    IReadOnlyList<string> Faults,
    string Statement,
    string Hypotheses,
    string Why,
    string Source,
    string JudgedBy,
    bool? Holds,
    int? Cases,
    double? WorstRatio,
    double? Threshold,
    IReadOnlyList<string>? FaultsKilled,
    IReadOnlyList<PropertyEvidence>? Evidence,
    bool? OfOtherCode)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Formulae stay readable; the list is not part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly HashSet<string> Judged = [
        .. ExperimentCatalogue.Everything(Regimes.Of(Scale.Smoke)).Select(experiment => experiment.Id)
    ];

    /// <summary>The line.</summary>
    [JsonIgnore]
    public string Text => $"{Id,-8} {Kind,-9} {Found,-44} {Title}";

    internal static ClaimEntry Of(ClaimStanding standing, bool faultsHaveRun)
    {
        var (claim, run) = (standing.Claim, standing.Evidence.Count > 0);
        return new(
            claim.Id, claim.Title, claim.Kind, claim.Chapter, standing.Properties, standing.Faults,
            claim.Statement, claim.Hypotheses, claim.Why, claim.Source, claim.JudgedBy,
            standing.Holds,
            run ? standing.Cases : null,
            standing.Worst?.WorstRatio,
            standing.Worst?.Threshold,
            faultsHaveRun && standing.Faults.Count > 0
                ? [.. standing.Rejections.Select(rejection => rejection.Fault)]
                : null,
            run ? standing.Evidence : null,
            standing.OfOtherCode.Any() ? true : null);
    }

    internal static string ToJson(IEnumerable<ClaimEntry> entries) => JsonSerializer.Serialize(entries, Format);

    private string Found
    {
        get
        {
            var faults = FaultsKilled is { } killed ? $", {killed.Count}/{Faults.Count} faults" : "";
            return Holds is { } holds
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(OfOtherCode is true ? "other code: " : "")}{(holds ? "holds" : "FAILS")} "
                    + $"{WorstRatio:g3}/{Threshold:g3}, {Cases} cases{faults}")
                : Kind == "empirical"
                ? (Judged.Contains(Id) ? "judged by exactgn reproduce" : "not judged by a program yet")
                : "not run" + faults;
        }
    }
}
