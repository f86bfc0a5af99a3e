using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>Lines of Markdown that have more columns than a reader of the text, or of a difference of two, sees at
/// once. Tables and code are held to them too.</summary>
internal static partial class WideLines
{
    /// <summary>What a line has at most, in text elements: a letter and its accent have one column.</summary>
    internal const int Columns = 110;

    /// <summary>One sentence for each line that is too wide.</summary>
    /// <param name="page">The page's name, for the sentence.</param>
    /// <param name="markdown">Its text.</param>
    /// <remarks>A line of one word, as a link to a test by its name is, has no place to break at and is
    /// passed.</remarks>
    internal static IEnumerable<string> Of(string page, string markdown) =>
        from line in markdown.ReplaceLineEndings("\n").Split('\n').Index()
        let columns = new StringInfo(line.Item).LengthInTextElements
        where columns > Columns && !WordPattern().IsMatch(line.Item)
        select $"{page}:{line.Index + 1} has {columns} columns, and {Columns} are the most: {line.Item.Trim()}";

    [GeneratedRegex(@"^ *([*-] )?\S+$")]
    private static partial Regex WordPattern();
}
