using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Scalar = YamlDotNet.Core.Events.Scalar;

namespace ExactGN.Experiments.Published;

/// <summary>From YAML to values with their lines.</summary>
/// <remarks>
/// Built from the parser's events, without recursion, so that neither depth nor size of a file can end the process.
/// Anchors and aliases, which no published file has, are refused.
/// </remarks>
internal static class PublishedYaml
{
    private const int MostDepth = 20;

    // A published file has two thousand characters.
    private const int MostCharacters = 1 << 20;

    /// <summary>Reads a file; its text must be one map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">What names the file, for refusals.</param>
    /// <param name="holds">What its text must hold, for refusals.</param>
    /// <exception cref="InvalidDataException">It is no YAML, or no map.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal static PublishedNode.Map File(string path, string option, string holds)
    {
        return Map(path, Text(path, option), holds);
    }

    /// <summary>The same for a text that was read before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="holds">What its text must hold, for refusals.</param>
    /// <exception cref="InvalidDataException">It is no YAML, or no map.</exception>
    internal static PublishedNode.Map Map(string path, string text, string holds)
    {
        var name = Path.GetFileName(path);
        return Read(text, line => $"{name}, line {line}") switch
        {
            PublishedNode.Map map => map,
            var other => throw new InvalidDataException($"'{path}' must hold {holds}, got {other.Text}."),
        };
    }

    /// <summary>Reads one value.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="where">Names the place of a line, from 1.</param>
    /// <exception cref="InvalidDataException">It is no YAML, or more than one document.</exception>
    internal static PublishedNode Read(string text, Func<long, string> where)
    {
        return Build(new Parser(new StringReader(text)), where);
    }

    // On to the next event. Not every broken file gets the exception that YamlDotNet has for it:
    // `[1,2` and a key below it is an InvalidOperationException.
    private static bool MoveNext(Parser parser, Func<long, string> where)
    {
        var line = parser.Current?.End.Line ?? 1;
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException error)
        {
            // A mark may be that of the construct around the trouble.
            throw new InvalidDataException(
                $"{where(Math.Max(line, error.End.Line))}: here or just below this is no YAML: "
                + $"{error.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')}.",
                error);
        }
        catch (Exception error) when (error is InvalidOperationException
            or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"{where(line)}: here or just below this is no YAML.", error);
        }
    }

    private static PublishedNode Build(Parser parser, Func<long, string> where)
    {
        // Lists and maps under way, each with the key that waits for its value.
        var open = new Stack<(Mark Start, bool IsMap, List<PublishedEntry> Entries, Scalar? Key)>();
        PublishedNode? root = null;
        var documents = 0;
        while (MoveNext(parser, where))
        {
            var now = parser.Current!;
            switch (now)
            {
                case DocumentStart when ++documents > 1:
                    throw Refusal(now, "one document is read, and here a second begins");
                case AnchorAlias or NodeEvent { Anchor.IsEmpty: false }:
                    throw Refusal(now, "anchors and aliases are not read; write the value out");
                case SequenceStart or MappingStart when open.Count == MostDepth:
                    throw Refusal(now, $"values may lie {MostDepth} levels deep, and this one lies deeper");
                case Scalar key when open.TryPeek(out var map) && map is { IsMap: true, Key: null }:
                    if (map.Entries.Any(entry => entry.Key == key.Value))
                    {
                        throw Refusal(key, $"the key '{key.Value}' is there twice");
                    }

                    open.Pop();
                    open.Push(map with { Key = key });
                    break;
                case SequenceStart or MappingStart when open.TryPeek(out var map) && map is { IsMap: true, Key: null }:
                    throw Refusal(now, "a key is a word");
                case Scalar scalar:
                    Add(new PublishedNode.Scalar(
                        Place(scalar), scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any)));
                    break;
                case SequenceStart or MappingStart:
                    open.Push((now.Start, now is MappingStart, [], null));
                    break;
                case SequenceEnd or MappingEnd:
                    var (start, isMap, entries, _) = open.Pop();
                    Add(isMap
                        ? new PublishedNode.Map(where(start.Line), entries)
                        : new PublishedNode.List(where(start.Line), [.. entries.Select(entry => entry.Value)]));
                    break;
            }
        }

        return root ?? new PublishedNode.Scalar(where(1), "");

        string Place(ParsingEvent at) => where(at.Start.Line);

        InvalidDataException Refusal(ParsingEvent at, string rule) => new($"{Place(at)}: {rule}.");

        void Add(PublishedNode value)
        {
            if (!open.TryPop(out var parent))
            {
                root = value;
                return;
            }

            parent.Entries.Add(new(parent.Key?.Value ?? "", value, parent.Key is { } key ? Place(key) : value.Where));
            open.Push(parent with { Key = null });
        }
    }

    /// <summary>A file's text, read once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">What names the file, for refusals.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static string Text(string path, string option) => BoundedText.Named(path, option, MostCharacters);
}
