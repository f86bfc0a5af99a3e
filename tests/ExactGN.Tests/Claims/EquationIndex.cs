using System.Reflection;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

/// <summary>theory/equations.md: an equation, its place in the paper and its claims are written by hand; its code is
/// what names it by <see cref="EquationAttribute"/>, and its properties are its claims' own.</summary>
internal static partial class EquationIndex
{
    /// <summary>The page's name in theory/.</summary>
    internal const string FileName = "equations.md";

    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const int Width = 110;

    private static readonly string[] Folders =
        ["src/ExactGN", "src/ExactGN.Experiments", "src/ExactGN.Verification", "tests/ExactGN.Tests"];

    // The file that each type is declared in.
    private static readonly ILookup<string, string> Sources =
    (
        from folder in Folders
        from path in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where !name.Contains("/obj/", StringComparison.Ordinal)
        orderby name
        from Match declaration in DeclarationPattern().Matches(File.ReadAllText(path))
        select (Type: declaration.Groups["type"].Value, Path: name)
    ).ToLookup(entry => entry.Type, entry => entry.Path);

    /// <summary>Links to what realises each equation, in the order of their names.</summary>
    internal static ILookup<string, string> Code { get; } =
    (
        from assembly in (Assembly[])[typeof(RevMlp).Assembly, typeof(ClaimLedger).Assembly]
        from type in assembly.GetTypes()
        where !type.IsNested
        from member in type.GetMembers(Declared).Prepend(type)
        from attribute in member.GetCustomAttributes<EquationAttribute>()
        let name = member == type ? type.Name : $"{type.Name}.{member.Name}"
        orderby name
        select (attribute.Equation, Link: Link(name, type.Name))
    ).Distinct().ToLookup(entry => entry.Equation, entry => entry.Link);

    /// <summary>The page with the code and properties that its equations have today.</summary>
    /// <param name="page">The page as it stands.</param>
    internal static string Format(TheoryPage page) =>
        page.Rows.Aggregate(page.Text, (text, row) => text.Replace(row.Text, Item(row), StringComparison.Ordinal));

    /// <summary>What the code names and the page does not have.</summary>
    /// <param name="page">The page.</param>
    internal static IEnumerable<string> Missing(TheoryPage page) =>
        Code.Select(entry => entry.Key)
            .Except(page.Rows.Select(Equation))
            .Select(equation => $"'{equation}' is not on the page");

    private static string Item(TheoryRow row) =>
        $"* *Equation:* {Equation(row)}.\n  *Paper:* {Field(row, "Paper")}\n"
        + Links("Code", Code[Equation(row)])
        + $"  *Claims:* {Field(row, "Claims")}\n"
        + Links("Properties", Properties(row));

    private static string Equation(TheoryRow row) => Field(row, "Equation").TrimEnd('.');

    private static string Field(TheoryRow row, string name) =>
        row.Fields.FirstOrDefault(field => field.Name == name).Words ?? "";

    private static IEnumerable<string> Properties(TheoryRow row) =>
        Ledger.Properties.Where(property => row.Claims.Contains(property.Claim))
            .Select(property => property.Method.DeclaringType!.Name)
            .Concat(ListsOfLaws(row.Claims))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(type => Link(type, type));

    // Of claims that no property of the tests checks beside the law.
    private static IEnumerable<string> ListsOfLaws(IReadOnlyList<string> claims) =>
        from type in typeof(LawBook).Assembly.GetTypes()
        where type.IsAbstract && type.IsSealed && type.Name.EndsWith("Laws", StringComparison.Ordinal)
        let list = type.GetProperty("All", BindingFlags.Static | BindingFlags.NonPublic)!
        let laws = (IReadOnlyList<Law>)list.GetValue(null)!
        where laws.Any(law => claims.Contains(law.Id) && Ledger.Properties.All(pair => pair.Claim != law.Id))
        select type.Name;

    // One on a line, since two seldom fit.
    private static string Links(string name, IEnumerable<string> links)
    {
        var list = string.Join(",\n  ", links) + ".";
        var first = $"  *{name}:* {list.Split('\n')[0]}";
        return $"  *{name}:*{(first.Length > Width ? "\n  " : " ")}{list}\n";
    }

    private static string Link(string words, string type) => $"[`{words}`](../{Sources[type].First()})";

    [GeneratedRegex(
        @"^[\w ]*\b(class|record struct|record|struct|enum|interface) (?<type>\w+)\b", RegexOptions.Multiline)]
    private static partial Regex DeclarationPattern();
}
