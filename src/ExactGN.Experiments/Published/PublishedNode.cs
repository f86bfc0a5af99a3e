using System.Globalization;

namespace ExactGN.Experiments.Published;

/// <summary>A value of a published file, with the place it came from, so that every refusal can name it.</summary>
/// <param name="Where">Such as "train.yaml, line 7" or "--set".</param>
public abstract record PublishedNode(string Where)
{
    /// <summary>The value on one line, cut where it is long.</summary>
    public string Text => Line() is { Length: > 80 } line ? line[..77] + "..." : Line();

    /// <summary>null, ~ or nothing at all.</summary>
    public virtual bool IsNull => false;

    private protected abstract string Line();

    /// <summary>A word or a number.</summary>
    /// <param name="Where">Where it is.</param>
    /// <param name="Value">Its text.</param>
    /// <param name="Quoted">In quotation marks it is text, whatever it looks like.</param>
    public sealed record Scalar(string Where, string Value, bool Quoted = false) : PublishedNode(Where)
    {
        /// <inheritdoc/>
        public override bool IsNull => !Quoted && Value is "" or "~" or "null" or "Null" or "NULL";

        /// <summary>As a whole number; null when it is none.</summary>
        internal int? Whole =>
            !Quoted && int.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;

        /// <summary>As a finite number; null when it is none.</summary>
        internal double? Number => !Quoted
            && double.TryParse(
                Value,
                NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite),
                CultureInfo.InvariantCulture,
                out var number)
            && double.IsFinite(number)
            ? number
            : null;

        /// <summary>As a truth value, in the words that Python's YAML takes; null when it is none.</summary>
        internal bool? Truth => Quoted ? null : Value switch
        {
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
            _ => null,
        };

        private protected override string Line() =>
            Quoted ? $"\"{Value.ReplaceLineEndings(" ")}\"" : IsNull ? "nothing" : Value.ReplaceLineEndings(" ");
    }

    /// <summary>A list.</summary>
    /// <param name="Where">Where it begins.</param>
    /// <param name="Items">Its items.</param>
    public sealed record List(string Where, IReadOnlyList<PublishedNode> Items) : PublishedNode(Where)
    {
        private protected override string Line() => $"[{string.Join(", ", Items.Select(item => item.Line()))}]";
    }

    /// <summary>Keys and their values.</summary>
    /// <param name="Where">Where it begins.</param>
    /// <param name="Entries">The values by key, in the file's order.</param>
    public sealed record Map(string Where, IReadOnlyList<PublishedEntry> Entries) : PublishedNode(Where)
    {
        /// <summary>A key's value; null when there is no such key.</summary>
        internal PublishedNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

        /// <summary>The same with one value put in place of another, or added.</summary>
        internal Map With(ReadOnlySpan<string> path, PublishedNode value)
        {
            var key = path[0];
            var changed = path.Length == 1
                ? value
                : (this[key] as Map ?? new Map(value.Where, [])).With(path[1..], value);
            var entry = new PublishedEntry(key, changed, value.Where);
            return this with
            {
                Entries = this[key] is null
                    ? [.. Entries, entry]
                    : [.. Entries.Select(old => old.Key == key ? old with { Value = changed } : old)],
            };
        }

        private protected override string Line() =>
            $"{{{string.Join(", ", Entries.Select(entry => $"{entry.Key}: {entry.Value.Line()}"))}}}";
    }
}

/// <summary>A key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Where">Where the key is.</param>
public sealed record PublishedEntry(string Key, PublishedNode Value, string Where);
