using System.Text.Json;

namespace ExactGN.Verification.Subjects;

/// <summary>Named values of a message: arguments of a question, or an answer's result.</summary>
/// <remarks>
/// A value is a <see cref="Numbers"/>, a number, a text, a truth value, null, further values, a list of these, or JSON
/// that has not been read yet.
/// Reading a value checks it; what is missing or malformed is a <see cref="SubjectException"/>.
/// </remarks>
public sealed class Values
{
    private readonly Dictionary<string, object?> _entries;

    private Values(Dictionary<string, object?> entries, Precision precision) =>
        (_entries, Precision) = (entries, precision);

    /// <summary>Values in one dtype.</summary>
    /// <param name="precision">The dtype of all arrays in it.</param>
    /// <param name="entries">Names and values.</param>
    public Values(Precision precision, params IEnumerable<(string Name, object? Value)> entries)
        : this(entries.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal), precision)
    {
    }

    /// <summary>The dtype of all arrays in it.</summary>
    public Precision Precision { get; }

    internal IReadOnlyDictionary<string, object?> Entries => _entries;

    /// <summary>Whether there is such a value, other than null.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => _entries.TryGetValue(name, out var value) && value is not null
        and not JsonElement { ValueKind: JsonValueKind.Null };

    /// <summary>An array.</summary>
    /// <param name="name">Its name.</param>
    public Numbers Array(string name) => Required(name) switch
    {
        Numbers numbers => numbers,
        JsonElement json => JsonArrays.Read(json, Precision, name),
        _ => throw Wrong(name, "an array"),
    };

    /// <summary>A list of arrays.</summary>
    /// <param name="name">Its name.</param>
    public IReadOnlyList<Numbers> Arrays(string name) => Required(name) switch
    {
        IEnumerable<Numbers> arrays => [.. arrays],
        JsonElement { ValueKind: JsonValueKind.Array } json =>
            [.. json.EnumerateArray().Select(item => JsonArrays.Read(item, Precision, name))],
        _ => throw Wrong(name, "a list of arrays"),
    };

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    public double Number(string name) => Required(name) switch
    {
        double number => number,
        int number => number,
        JsonElement { ValueKind: JsonValueKind.Number } json when json.TryGetDouble(out var number) => number,
        _ => throw Wrong(name, "a number"),
    };

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    public int Integer(string name) => Required(name) switch
    {
        int number => number,
        JsonElement { ValueKind: JsonValueKind.Number } json when json.TryGetInt32(out var number) => number,
        _ => throw Wrong(name, "a whole number"),
    };

    /// <summary>A text.</summary>
    /// <param name="name">Its name.</param>
    public string Text(string name) => Required(name) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        _ => throw Wrong(name, "a text"),
    };

    /// <summary>Whether something is so.</summary>
    /// <param name="name">Its name.</param>
    public bool Truth(string name) => Required(name) switch
    {
        bool truth => truth,
        JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False } json => json.GetBoolean(),
        _ => throw Wrong(name, "true or false"),
    };

    /// <summary>Further values.</summary>
    /// <param name="name">Their name.</param>
    public Values Inner(string name) => Required(name) switch
    {
        Values values => values,
        JsonElement { ValueKind: JsonValueKind.Object } json => FromJson(json, Precision),
        _ => throw Wrong(name, "an object"),
    };

    /// <summary>A list of further values.</summary>
    /// <param name="name">Its name.</param>
    public IReadOnlyList<Values> Inners(string name) => Required(name) switch
    {
        IEnumerable<Values> values => [.. values],
        JsonElement { ValueKind: JsonValueKind.Array } json when json.EnumerateArray().All(item =>
            item.ValueKind == JsonValueKind.Object) =>
            [.. json.EnumerateArray().Select(item => FromJson(item, Precision))],
        _ => throw Wrong(name, "a list of objects"),
    };

    internal static Values FromJson(JsonElement json, Precision precision) =>
        new(
            json.EnumerateObject()
                .GroupBy(member => member.Name)
                .ToDictionary(group => group.Key, group => (object?)group.Last().Value, StringComparer.Ordinal),
            precision);

    internal IReadOnlyList<string> Texts(string name) =>
        Required(name) is JsonElement { ValueKind: JsonValueKind.Array } json
            && json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. json.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(name, "a list of texts");

    private object Required(string name) => Has(name) ? _entries[name]!
        : throw new SubjectException(Trouble.Malformed, $"'{name}' is missing");

    private static SubjectException Wrong(string name, string what) =>
        new(Trouble.Malformed, $"'{name}' must be {what}");
}
