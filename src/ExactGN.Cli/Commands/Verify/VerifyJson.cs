using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExactGN.Cli.Commands.Verify;

/// <summary>The report as one JSON object.</summary>
internal static class VerifyJson
{
    private static readonly JsonSerializerOptions Options =
        new()
        {
            WriteIndented = true,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        };

    internal static string Of(VerifyReport report) => JsonSerializer.Serialize(
        new
        {
            report.Subject,
            report.Request.Cases,
            report.Request.Seed,
            Kept = report.IsKept,
            report.Offered,
            Seconds = report.Time.TotalSeconds,
            Laws = report.Laws.Select(law => new
            {
                law.Outcome.Law.Id,
                law.Outcome.Law.Title,
                law.Outcome.Law.Chapter,
                Level = law.Outcome.Law.Level.ToString().ToLowerInvariant(),
                Standing = law.Outcome.Word,
                law.Outcome.Cases,
                law.Outcome.Discarded,
                law.Outcome.Refused,
                law.Known,
                Mended = law.IsMended,
                WorstRatio = Finite(law.Outcome.WorstRatio),
                law.Outcome.Law.Threshold,
                HeadRoom = law.Outcome.Standing == LawStanding.Holds ? Finite(law.Outcome.HeadRoom) : null,
                law.Outcome.Reason,
                Recipe = law.Outcome.Counterexample?.Recipe,
                law.File,
                law.Replay,
                Seconds = law.Outcome.Time.TotalSeconds,
            }),
        },
        Options);

    // JSON has no infinity.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
