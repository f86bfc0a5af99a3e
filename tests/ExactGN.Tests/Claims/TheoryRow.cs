using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>A row of a table, or an item of a list that has fields as a row has cells: "*Code:* …" and "*Shown by:* …",
/// each at the beginning of a line.</summary>
/// <param name="Text">Its Markdown.</param>
internal sealed partial record TheoryRow(string Text)
{
    /// <summary>The claims that it names.</summary>
    internal IReadOnlyList<string> Claims => TheoryPage.Claims(Text);

    /// <summary>The types of the sources that it links to.</summary>
    internal IReadOnlyList<Type> Code =>
        Types(target => target.StartsWith("../src/", StringComparison.Ordinal) && !IsKit(target));

    /// <summary>The lists of laws that it links to.</summary>
    internal IReadOnlyList<Type> Laws => Types(IsKit);

    /// <summary>The test classes that it links to.</summary>
    internal IReadOnlyList<Type> Tests => Types(target => target.StartsWith("../tests/", StringComparison.Ordinal));

    /// <summary>What an item says before its first field.</summary>
    internal string Lead => FieldPattern().Match(Text) is { Index: > 0 } first
        ? PageText.Joined(Text[1..first.Index]) : "";

    /// <summary>An item's fields in order, each with what it says; empty for a row.</summary>
    internal IReadOnlyList<(string Name, string Words)> Fields => [.. FieldPattern().Matches(Text)
        .Select(match => (match.Groups["name"].Value, PageText.Joined(match.Groups["words"].Value)))];

    private static bool IsKit(string target) =>
        target.StartsWith("../src/ExactGN.Verification/", StringComparison.Ordinal);

    private IReadOnlyList<Type> Types(Func<string, bool> leadsThere) =>
        [.. TheoryLink.All(Text)
            .Where(link => leadsThere(link.Target))
            .Select(link => link.Type)
            .OfType<Type>()
            .Distinct()];

    [GeneratedRegex(
        @"^[* ] \*(?<name>[A-Z][a-z ]*):\*(?<words>(?:(?!^[* ] \*[A-Z][a-z ]*:\*).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex FieldPattern();
}
