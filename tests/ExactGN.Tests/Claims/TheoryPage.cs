using System.Reflection;
using System.Text.RegularExpressions;
using ExactGN.Experiments;

namespace ExactGN.Tests;

/// <summary>A page of theory/ whose tables lead into the code: what in it names something that is not there.</summary>
/// <param name="Text">Its Markdown.</param>
internal sealed partial record TheoryPage(string Text)
{
    // They look like claims and are none.
    private static readonly string[] OtherNames = ["CIFAR-10"];

    /// <summary>Its tables' rows, without heads.</summary>
    internal IReadOnlyList<TheoryRow> Rows => [.. TablePattern().Matches(Text).SelectMany(table => table.Groups["row"].Captures.Select(row => new TheoryRow(row.Value)))];

    /// <summary>Reads a page.</summary>
    /// <param name="name">The file's name in theory/.</param>
    internal static TheoryPage Read(string name) => new(File.ReadAllText(Repository.PathOf("theory", name)).ReplaceLineEndings("\n"));

    /// <summary>One sentence for each link that leads nowhere, each unknown claim and each row that lacks or has a cell too many.</summary>
    internal IEnumerable<string> Strays() =>
    [
        .. TheoryLink.All(Text).Select(link => link.Stray).OfType<string>(),
        .. Claims(Text).Except(Ledger.Claims.Select(claim => claim.Id)).Select(id => $"{id} is no claim"),
        .. from Match table in TablePattern().Matches(Text)
           from Capture row in table.Groups["row"].Captures
           where row.Value.Count('|') != table.Groups["head"].Value.Count('|')
           select $"a row has other cells than its head: {row.Value.TrimEnd()}",
    ];

    /// <summary>The claims that a text names, in order.</summary>
    internal static IReadOnlyList<string> Claims(string text) =>
        [.. ClaimPattern().Matches(TheoryLink.WithoutTargets(text)).Select(match => match.Value).Except(OtherNames)];

    [GeneratedRegex(@"^(?<head>\|.*\n)\|[-|]+\n(?<row>\|.*\n?)+", RegexOptions.Multiline)]
    private static partial Regex TablePattern();

    [GeneratedRegex(@"\b[A-Z]+-\d+\b")]
    private static partial Regex ClaimPattern();
}

/// <summary>A row of a table.</summary>
/// <param name="Text">Its Markdown.</param>
internal sealed record TheoryRow(string Text)
{
    /// <summary>The claims that it names.</summary>
    internal IReadOnlyList<string> Claims => TheoryPage.Claims(Text);

    /// <summary>The types of the sources that it links to.</summary>
    internal IReadOnlyList<Type> Code => Types("src");

    /// <summary>The test classes that it links to.</summary>
    internal IReadOnlyList<Type> Tests => Types("tests");

    private IReadOnlyList<Type> Types(string folder) =>
        [.. TheoryLink.All(Text).Where(link => link.Target.StartsWith($"../{folder}/", StringComparison.Ordinal)).Select(link => link.Type).OfType<Type>().Distinct()];
}

/// <summary>A link. One into C# names the type, and perhaps a member, that the file declares: [`Update.ApplyTo`](….cs); a test is named by the fragment: [`UpdateTests`](….cs#Name).</summary>
/// <param name="Words">What is shown.</param>
/// <param name="Target">Where it leads, relative to theory/.</param>
internal sealed partial record TheoryLink(string Words, string Target)
{
    private const BindingFlags Anything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly IReadOnlyDictionary<string, Assembly> Assemblies = new Dictionary<string, Assembly>
    {
        ["../src/ExactGN/"] = typeof(RevMlp).Assembly,
        ["../src/ExactGN.Experiments/"] = typeof(ClaimLedger).Assembly,
        ["../tests/ExactGN.Tests/"] = typeof(Ledger).Assembly,
    };

    /// <summary>The type that it names, if there is one in that file.</summary>
    internal Type? Type => CodePattern().Match(Words) is { Success: true } name && File.Exists(Path) && TheoryLink.Declares(File.ReadAllText(Path), name.Groups["type"].Value)
        ? Assemblies.FirstOrDefault(entry => Target.StartsWith(entry.Key, StringComparison.Ordinal)).Value?.GetTypes().FirstOrDefault(type => !type.IsNested && type.Name == name.Groups["type"].Value)
        : null;

    /// <summary>What is wrong with it; null for nothing.</summary>
    internal string? Stray =>
        Target.StartsWith("https://", StringComparison.Ordinal) ? null
        : !File.Exists(Path) ? $"{Target} is no file"
        : Target.Contains(".md", StringComparison.Ordinal) ? (Fragment is "" || Headings.Contains(Fragment) ? null : $"{Target}: there is no such heading")
        : Type is not { } type ? $"{Target} declares no type {Words}"
        : Members.FirstOrDefault(member => type.GetMember(member, Anything).Length == 0) is { } missing ? $"{type.Name} has no member {missing}"
        : null;

    private string Path => System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.PathOf("theory"), Target.Split('#')[0]));

    private string Fragment => Target.Split('#').ElementAtOrDefault(1) ?? "";

    private IEnumerable<string> Members => ((string[])[CodePattern().Match(Words).Groups["member"].Value, Fragment]).Where(name => name.Length > 0);

    private IEnumerable<string> Headings => File.ReadLines(Path).Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-'));

    /// <summary>The links of a text.</summary>
    internal static IEnumerable<TheoryLink> All(string text) => LinkPattern().Matches(text).Select(link => new TheoryLink(link.Groups["words"].Value, link.Groups["target"].Value));

    /// <summary>A text with what its links show, and not where they lead.</summary>
    internal static string WithoutTargets(string text) => LinkPattern().Replace(text, "${words}");

    /// <summary>Whether a source declares a type of that name.</summary>
    internal static bool Declares(string source, string type) => Regex.IsMatch(source, $@"^[\w ]*\b(class|record|record struct|struct|enum|interface) {type}\b", RegexOptions.Multiline);

    [GeneratedRegex(@"\[(?<words>[^\]]+)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"^`(?<type>\w+)(\.(?<member>\w+))?`$")]
    private static partial Regex CodePattern();
}
