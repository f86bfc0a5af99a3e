using System.Text.Json;

namespace ExactGN.Experiments.Oracle;

/// <summary>A value of a JSON file together with the key that leads to it, so that every complaint names
/// the file and the key.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Key">Such as <c>params.blocks[0].f.W</c>; empty for the whole file.</param>
/// <param name="Element">The value.</param>
internal readonly record struct KeyedValue(string File, string Key, JsonElement Element)
{
    // The largest case of the reference has a hundred thousand.
    private const int MostBytes = 1 << 28;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The member of that name.</summary>
    internal KeyedValue this[string name] => Find(name) ?? throw Missing(name);

    /// <summary>Opens a file and reads something from it.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or <paramref name="read"/> found it
    /// wanting.</exception>
    internal static T Read<T>(string path, Func<KeyedValue, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(BoundedText.Bytes(path, MostBytes), Strict);
            return read(new KeyedValue(path, "", document.RootElement));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second kind is text that is not valid UTF-8.
            throw new InvalidDataException($"'{path}' is not well-formed JSON: {FirstSentence(error.Message)}.", error);
        }
    }

    /// <summary>The member of that name, or null where it is null; it must be there.</summary>
    internal KeyedValue? OrNull(string name) =>
        this[name] is { Element.ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <summary>The member of that name, or null where there is none.</summary>
    internal KeyedValue? Find(string name) =>
        As("an object", JsonValueKind.Object).TryGetProperty(name, out var value)
            ? this with { Key = Key.Length == 0 ? name : $"{Key}.{name}", Element = value }
            : null;

    /// <summary>All members, by name.</summary>
    internal IReadOnlyList<(string Name, KeyedValue Value)> Members()
    {
        var self = this;
        return [.. As("an object", JsonValueKind.Object).EnumerateObject()
            .Select(member => (member.Name, self[member.Name]))];
    }

    /// <summary>The entries of a list, of a known length unless null.</summary>
    internal IReadOnlyList<KeyedValue> Items(long? length = null)
    {
        var (self, list) = (this, As("a list", JsonValueKind.Array));
        return length is null || list.GetArrayLength() == length
            ? [.. list.EnumerateArray().Select((item, i) => self with { Key = $"{self.Key}[{i}]", Element = item })]
            : throw Wrong($"must be a list of {length} entries", $"{list.GetArrayLength()}");
    }

    internal double Number() =>
        As("a number", JsonValueKind.Number).TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Wrong("must be a finite number in double precision", Element.GetRawText());

    internal int Integer() => As("an integer", JsonValueKind.Number).TryGetInt32(out var integer)
        ? integer
        : throw Wrong("must be an integer of 32 bits", Element.GetRawText());

    internal bool Flag() => As("true or false", JsonValueKind.True, JsonValueKind.False).GetBoolean();

    internal string Text() => As("a string", JsonValueKind.String).GetString()!;

    /// <summary>A string that must be one of those that are understood.</summary>
    internal string OneOf(params string[] understood) => understood.Contains(Text())
        ? Text()
        : throw Wrong($"must be {string.Join(" or ", understood.Select(word => $"\"{word}\""))}", $"\"{Text()}\"");

    /// <summary>An array <c>{"shape": […], "data": nested lists}</c> of the shape that its place demands.</summary>
    internal OracleArray Array(params long[] shape)
    {
        var written = this["shape"].Items().Select(size => (long)size.Integer()).ToArray();
        if (!written.SequenceEqual(shape))
        {
            throw this["shape"].Wrong($"must be {OracleArray.Describe(shape)}", OracleArray.Describe(written));
        }

        List<double> values = [];
        Collect(this["data"], 0);
        return new(shape, [.. values]);

        void Collect(KeyedValue list, int depth)
        {
            foreach (var item in list.Items(shape[depth]))
            {
                if (depth + 1 < shape.Length)
                {
                    Collect(item, depth + 1);
                }
                else
                {
                    values.Add(item.Number());
                }
            }
        }
    }

    internal InvalidDataException Wrong(string rule, string got) => new($"'{File}': key '{Key}' {rule}, got {got}.");

    private InvalidDataException Missing(string name) =>
        new($"'{File}': key '{(Key.Length == 0 ? name : $"{Key}.{name}")}' is missing.");

    private JsonElement As(string kind, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (kinds.Contains(Element.ValueKind))
        {
            return Element;
        }

        var found = Element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
        throw Key.Length == 0
            ? new InvalidDataException($"'{File}' must hold {kind}, got {found}.")
            : Wrong($"must be {kind}", found);
    }

    // Messages quote what they found, which may be the end of a line.
    private static string FirstSentence(string message) => message.Split(". ")[0]
        .TrimEnd('.')
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
