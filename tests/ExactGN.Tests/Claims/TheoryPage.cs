using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>A page of theory/ whose tables and lists lead into the code: what in it names something that is not
/// there.</summary>
/// <param name="Text">Its Markdown.</param>
internal sealed partial record TheoryPage(string Text)
{
    // They look like claims and are none.
    private static readonly string[] OtherNames = ["CIFAR-10"];

    /// <summary>Its tables' rows, without heads, then the items of its lists of fields.</summary>
    internal IReadOnlyList<TheoryRow> Rows =>
        [.. Parts(TablePattern(), "row").Concat(Lists).SelectMany(rows => rows)];

    /// <summary>Its words with one space between them.</summary>
    internal string Words => PageText.Joined(Text);

    /// <summary>Reads a page.</summary>
    /// <param name="name">The file's name in theory/.</param>
    internal static TheoryPage Read(string name) =>
        new(File.ReadAllText(Repository.PathOf("theory", name)).ReplaceLineEndings("\n"));

    /// <summary>One sentence for each link that leads nowhere, each unknown claim, each row that lacks or has a cell
    /// too many, and each item with other fields than the first of its list.</summary>
    internal IEnumerable<string> Strays() =>
    [
        .. TheoryLink.All(Text).Select(link => link.Stray).OfType<string>(),
        .. Claims(Text).Except(Ledger.Claims.Select(claim => claim.Id)).Select(id => $"{id} is no claim"),
        .. from Match table in TablePattern().Matches(Text)
           from Capture row in table.Groups["row"].Captures
           where row.Value.Count('|') != table.Groups["head"].Value.Count('|')
           select $"a row has other cells than its head: {row.Value.TrimEnd()}",
        .. from items in Lists
           from item in items
           where !item.Fields.Select(field => field.Name).SequenceEqual(items[0].Fields.Select(field => field.Name))
           select $"an item has other fields than the first of its list: {PageText.Joined(item.Text)}",
    ];

    /// <summary>The claims that a text names, in order.</summary>
    internal static IReadOnlyList<string> Claims(string text) =>
        [.. ClaimPattern().Matches(TheoryLink.WithoutTargets(text)).Select(match => match.Value).Except(OtherNames)];

    private IEnumerable<IReadOnlyList<TheoryRow>> Lists =>
        Parts(ListPattern(), "item").Where(items => items.Any(item => item.Fields.Count > 0));

    private IEnumerable<IReadOnlyList<TheoryRow>> Parts(Regex pattern, string part) => pattern.Matches(Text)
        .Select(match => (IReadOnlyList<TheoryRow>)[
            .. match.Groups[part].Captures.Select(row => new TheoryRow(row.Value))
        ]);

    [GeneratedRegex(@"^(?<item>\* .*(?:\n  .*)*\n?)+", RegexOptions.Multiline)]
    private static partial Regex ListPattern();

    [GeneratedRegex(@"^(?<head>\|.*\n)\|[-|]+\n(?<row>\|.*\n?)+", RegexOptions.Multiline)]
    private static partial Regex TablePattern();

    [GeneratedRegex(@"\b[A-Z]+-\d+\b")]
    private static partial Regex ClaimPattern();
}
