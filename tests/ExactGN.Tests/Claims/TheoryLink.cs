using System.Reflection;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>A link. One into C# names the type, and perhaps a member, that the file declares: [`Update.ApplyTo`](….cs);
/// a test is named by the fragment: [`UpdateTests`](….cs#Name).</summary>
/// <param name="Words">What is shown.</param>
/// <param name="Target">Where it leads, relative to theory/.</param>
internal sealed partial record TheoryLink(string Words, string Target)
{
    private const BindingFlags Anything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly IReadOnlyDictionary<string, Assembly> Assemblies = new Dictionary<string, Assembly>
    {
        ["../src/ExactGN/"] = typeof(RevMlp).Assembly,
        ["../src/ExactGN.Experiments/"] = typeof(ClaimLedger).Assembly,
        ["../src/ExactGN.Verification/"] = typeof(Law).Assembly,
        ["../tests/ExactGN.Tests/"] = typeof(Ledger).Assembly,
    };

    /// <summary>The type that it names, if there is one in that file.</summary>
    internal Type? Type => CodePattern().Match(Words) is { Success: true } name
        && File.Exists(Path)
        && Declares(File.ReadAllText(Path), name.Groups["type"].Value)
        ? Assemblies.FirstOrDefault(entry => Target.StartsWith(entry.Key, StringComparison.Ordinal)).Value?.GetTypes()
            .FirstOrDefault(type => !type.IsNested && type.Name == name.Groups["type"].Value)
        : null;

    /// <summary>What is wrong with it; null for nothing.</summary>
    internal string? Stray =>
        Target.StartsWith("https://", StringComparison.Ordinal) ? null
        : !File.Exists(Path) ? $"{Target} is no file"
        : Target.Contains(".md", StringComparison.Ordinal)
            ? (Fragment is "" || Headings.Contains(Fragment) ? null : $"{Target}: there is no such heading")
        : Type is not { } type ? $"{Target} declares no type {Words}"
        : Members.FirstOrDefault(member => type.GetMember(member, Anything).Length == 0) is { } missing
            ? $"{type.Name} has no member {missing}"
        : null;

    private string Path =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.PathOf("theory"), Target.Split('#')[0]));

    private string Fragment => Target.Split('#').ElementAtOrDefault(1) ?? "";

    private IEnumerable<string> Members =>
        ((string[])[CodePattern().Match(Words).Groups["member"].Value, Fragment]).Where(name => name.Length > 0);

    // As GitHub names them: without punctuation, dashes for spaces.
    private IEnumerable<string> Headings => File.ReadLines(Path)
        .Where(line => line.StartsWith('#'))
        .Select(line => PunctuationPattern().Replace(line.ToLowerInvariant(), "").Trim().Replace(' ', '-'));

    /// <summary>The links of a text.</summary>
    internal static IEnumerable<TheoryLink> All(string text) => LinkPattern()
        .Matches(text)
        .Select(link => new TheoryLink(link.Groups["words"].Value, link.Groups["target"].Value));

    /// <summary>A text with what its links show, and not where they lead.</summary>
    internal static string WithoutTargets(string text) => LinkPattern().Replace(text, "${words}");

    /// <summary>Whether a source declares a type of that name.</summary>
    internal static bool Declares(string source, string type) => Regex.IsMatch(
        source, $@"^[\w ]*\b(class|record|record struct|struct|enum|interface) {type}\b", RegexOptions.Multiline);

    [GeneratedRegex(@"\[(?<words>[^\]]+)\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex PunctuationPattern();

    [GeneratedRegex(@"^`(?<type>\w+)(\.(?<member>\w+))?`$")]
    private static partial Regex CodePattern();
}
