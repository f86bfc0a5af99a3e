using System.Text.Json;

namespace ExactGN.Experiments.Claims;

/// <summary>The evidence of the last test run, read from its folder.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Properties">One entry per property that has run.</param>
/// <param name="Faults">Every rejection of a planted fault by a property of its own claims.</param>
/// <param name="Elsewhere">Its rejections by other claims' properties, as far as the whole matrix has been
/// judged.</param>
/// <param name="Written">When the newest of it was written; null when there is none.</param>
public sealed record EvidenceFolder(
    string Path,
    IReadOnlyList<PropertyEvidence> Properties,
    IReadOnlyList<FaultEvidence> Faults,
    IReadOnlyList<FaultEvidence> Elsewhere,
    DateTime? Written)
{
    /// <summary>Reads a folder; one that is not there is empty, as it is before any test run.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it in one sentence.</exception>
    public static EvidenceFolder Read(string path)
    {
        if (!Directory.Exists(path))
        {
            return new(path, [], [], [], null);
        }

        var properties = Directory.GetFiles(path, "property-*.json").Order(StringComparer.Ordinal).ToArray();
        var (faults, elsewhere) =
            (Directory.GetFiles(path, "faults.json"), Directory.GetFiles(path, "faults-elsewhere.json"));
        return new(
            path,
            [.. properties.Select(file => Load<PropertyEvidence>(file, Complete))],
            Rejections(faults),
            Rejections(elsewhere),
            properties.Concat(faults)
                .Concat(elsewhere)
                .Select(File.GetLastWriteTime)
                .OrderDescending()
                .Cast<DateTime?>()
                .FirstOrDefault());
    }

    private static FaultEvidence[] Rejections(string[] files) =>
        [.. files.SelectMany(file => Load<FaultEvidence[]>(file, entries => entries.All(Complete)))];

    private static bool Complete(PropertyEvidence entry) =>
        entry is { Claim: not null, Property: not null, WorstRecipe: not null, Device: not null, Threshold: > 0 }
            and ({ Cases: > 0 } or { Holds: false, Cases: 0 });

    private static bool Complete(FaultEvidence entry) => entry is { Claim: not null, Fault: not null, By: not null };

    private static T Load<T>(string file, Func<T, bool> complete)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file), Json.Indented) is { } value && complete(value)
                ? value
                : throw new InvalidDataException(
                    $"The evidence '{file}' lacks what the suite writes; run the suite again, or delete the file.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"The evidence '{file}' must be JSON as the suite writes it, but line {error.LineNumber + 1} is not; "
                + "run the suite again, or delete the file.",
                error);
        }
    }
}
