using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>A page as a reader has it: in Markdown a line ends where there is room, and nothing else ends
/// there.</summary>
internal static partial class PageText
{
    /// <summary>The words with one space between them.</summary>
    /// <param name="markdown">The text of a page or of a part of one.</param>
    internal static string Joined(string markdown) => SpacePattern().Replace(markdown, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex SpacePattern();
}
