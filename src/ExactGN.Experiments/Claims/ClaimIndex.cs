using System.Text.Json;

namespace ExactGN.Experiments.Claims;

/// <summary>theory/claims.json: which properties check a claim and which faults they must reject.
/// The suite writes it and keeps it true.</summary>
/// <param name="Entries">One entry per claim, in the ledger's order.</param>
public sealed record ClaimIndex(IReadOnlyList<ClaimIndex.Entry> Entries)
{
    /// <summary>The file's name, in theory/.</summary>
    public const string FileName = "claims.json";

    /// <summary>The index as it was when this library was built.</summary>
    public static ClaimIndex Embedded { get; } = Parse(EmbeddedText.Read($"theory/{FileName}"));

    /// <summary>Reads an index.</summary>
    /// <param name="text">Its text.</param>
    /// <exception cref="JsonException">It is not such a list.</exception>
    public static ClaimIndex Parse(string text) => new(JsonSerializer.Deserialize<Entry[]>(text, Json.Indented) ?? []);

    /// <summary>The text of the file.</summary>
    public string Format() => JsonSerializer.Serialize(Entries, Json.Indented).ReplaceLineEndings("\n") + "\n";

    /// <summary>The entry of a claim; an empty one where there is none.</summary>
    /// <param name="id">The claim.</param>
    public Entry Of(string id) => Entries.FirstOrDefault(entry => entry.Id == id) ?? new(id, [], []);

    /// <summary>One claim.</summary>
    /// <param name="Id">The claim.</param>
    /// <param name="Properties">The names of its properties.</param>
    /// <param name="Faults">The names of the faults planted for it.</param>
    public sealed record Entry(string Id, IReadOnlyList<string> Properties, IReadOnlyList<string> Faults);
}
