using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExactGN.Cli.Commands.Crosscheck;

/// <summary>What one case or run came to, as a line of text or an entry of a JSON list.</summary>
/// <param name="Name">The case or the run.</param>
/// <param name="File">Where it stands.</param>
/// <param name="Status">agrees, differs, skipped or malformed.</param>
/// <param name="Tolerance">What counts as agreement; null when nothing was compared.</param>
/// <param name="Differences">The worst relative difference per quantity.</param>
/// <param name="Message">What is wrong, or why it was skipped; null otherwise.</param>
internal sealed record CrosscheckLine(
    string Name,
    string File,
    string Status,
    double? Tolerance,
    IReadOnlyDictionary<string, double> Differences,
    string? Message)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // A difference may be infinite or not a number, and says so.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Whether it leaves the exit code at zero.</summary>
    [JsonIgnore]
    public bool IsGood => Status is "agrees" or "skipped";

    /// <summary>Whether there is a line for it; what could not be compared has only a message.</summary>
    [JsonIgnore]
    public bool IsCompared => Status != "malformed";

    /// <summary>The line.</summary>
    [JsonIgnore]
    public string Text
    {
        get
        {
            var detail = Status == "skipped"
                ? Message
                : string.Join("  ", Differences.Select(entry => $"{entry.Key} {Number(entry.Value)}"));
            var rule = Tolerance is { } tolerance ? $" (≤ {Number(tolerance)})" : "";
            return $"{Name,-31} {Status}{rule}  {detail}";
        }
    }

    internal static CrosscheckLine Compared(string file, string name, CrossCheckResult result)
    {
        var differences = result.Differences.ToDictionary(entry => entry.Quantity, entry => entry.Difference);
        if (result.Skipped is { } reason)
        {
            return new(name, file, "skipped", null, differences, reason);
        }

        var beyond = result.Differences
            .Where(entry => !(entry.Difference <= result.Tolerance))
            .Select(entry => $"{entry.Quantity} {Number(entry.Difference)}");
        return result.Agrees
            ? new(name, file, "agrees", result.Tolerance, differences, null)
            : new(name, file, "differs", result.Tolerance, differences, $"'{file}': {name} must agree within "
                + $"{Number(result.Tolerance)}, got {string.Join(", ", beyond)}.");
    }

    internal static CrosscheckLine Broken(string file, string name, string message) =>
        new(name, file, "malformed", null, new Dictionary<string, double>(), message);

    internal static string ToJson(IReadOnlyList<CrosscheckLine> lines) => JsonSerializer.Serialize(lines, Format);

    private static string Number(double value) => value.ToString("0.#e+0", CultureInfo.InvariantCulture);
}
