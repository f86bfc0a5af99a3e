namespace ExactGN.Tests.Reliability;

/// <summary>What an edit does to a file.</summary>
public enum EditKind
{
    Set,
    Flip,
    Insert,
    Delete,
    Repeat,
    Move,
    Extreme,
    Cut,
}

/// <summary>One edit of a file's bytes.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="At">Where, as a share of the file.</param>
/// <param name="Length">How many bytes it concerns.</param>
/// <param name="Value">The byte that is written, or a choice among values.</param>
public sealed record Edit(EditKind Kind, double At, int Length, byte Value)
{
    // Numbers at the borders of their types, in both byte orders, and texts that mean something to a parser.
    private static readonly byte[][] Extremes =
    [
        [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0, 0, 0], [0, 0, 0, 0x80],
        [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        "1e999"u8.ToArray(), "-1"u8.ToArray(), "NaN"u8.ToArray(), "null"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), "{}"u8.ToArray(), "[[[["u8.ToArray(), "]]"u8.ToArray(),
        "\"\\ud800\""u8.ToArray(), ": "u8.ToArray(),
        "&a [*a]"u8.ToArray(), "!!binary "u8.ToArray(), "\n- "u8.ToArray(), "\n\t"u8.ToArray(), "0x10"u8.ToArray(),
        "1_000"u8.ToArray(), [0xEF, 0xBB, 0xBF], [0xC3], [0],
    ];

    /// <summary>The edited bytes.</summary>
    public byte[] Of(byte[] content)
    {
        var at = (int)(At * content.Length);
        var length = Math.Min(Length, content.Length - at);
        var (head, part, tail) = (content[..at], content[at..(at + length)], content[(at + length)..]);
        return Kind switch
        {
            EditKind.Set => [.. head, .. Enumerable.Repeat(Value, length), .. tail],
            EditKind.Flip => [.. head, .. part.Select(one => (byte)(one ^ (1 << (Value % 8)))), .. tail],
            EditKind.Insert => [.. head, .. Enumerable.Repeat(Value, Length), .. part, .. tail],
            EditKind.Delete => [.. head, .. tail],
            EditKind.Repeat => [.. head, .. part, .. part, .. tail],
            EditKind.Move => [.. tail, .. part, .. head],
            EditKind.Extreme => [
                .. head,
                .. Extremes[Value % Extremes.Length],
                .. content[Math.Min(content.Length, at + Extremes[Value % Extremes.Length].Length)..],
            ],
            _ => head,
        };
    }
}
