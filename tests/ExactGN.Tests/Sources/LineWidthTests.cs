using System.Globalization;

namespace ExactGN.Tests.Sources;

/// <summary>C# is read without scrolling: no line has more than 120 columns, comments and strings included.</summary>
[Trait("Needs", "Sources")]
public sealed class LineWidthTests
{
    private const int Most = 120;

    // What a build or a mutation run leaves beside the sources.
    private static readonly string[] Outputs = ["bin", "obj", "StrykerOutput"];

    [Fact]
    public void No_line_is_wider_than_120_columns()
    {
        string[] files = [.. Files("src"), .. Files("tests")];

        Assert.True(files.Length > 500, $"only {files.Length} sources were found");
        string[] wide = [.. files.SelectMany(file => TooWide(file, File.ReadAllText(Repository.PathOf(file))))];
        Assert.True(wide.Length == 0, string.Join('\n', wide));
    }

    [Theory]
    [InlineData("a\n{0}b\n", 119, "")]
    [InlineData("a\n{0}b\n", 120, "A.cs:2 has 121 columns")]
    [InlineData("a\r\n{0}b\r\nc\r\n", 119, "")]
    [InlineData("{0}", 121, "A.cs:1 has 121 columns")]
    [InlineData(
        "/// {0}\n// {0}\nvar text = \"\"\"\n    {0}\n    \"\"\";\n",
        118,
        "A.cs:1 has 122 columns|A.cs:2 has 121 columns|A.cs:4 has 122 columns")]
    public void A_line_that_is_too_wide_is_named(string format, int count, string wanted) => Assert.Equal(
        wanted,
        string.Join('|', TooWide("A.cs", string.Format(CultureInfo.InvariantCulture, format, new string('x', count)))));

    [Fact]
    public void A_letter_with_its_accents_takes_one_column() =>
        Assert.Equal(["A.cs:1 has 121 columns"], TooWide("A.cs", string.Concat(Enumerable.Repeat("a\u0303", 121))));

    private static IEnumerable<string> TooWide(string file, string text) =>
        from entry in text.ReplaceLineEndings("\n").Split('\n').Index()
        let columns = new StringInfo(entry.Item).LengthInTextElements
        where columns > Most
        select $"{file}:{entry.Index + 1} has {columns} columns";

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(Outputs.Contains))
            .Order(StringComparer.Ordinal);
}
