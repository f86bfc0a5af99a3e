namespace ExactGN.Tests;

/// <summary>Every page of the checkout is written a clause a line, and none of its lines is too wide.</summary>
public sealed class WideLinesTests
{
    private static readonly string[] Folders = [".github", "fixtures", "src", "tests", "theory"];

    // The preregistration's words stay as they were committed: no row of its table and no heading gets shorter.
    private const string Registered = "theory/preregistration.md";

    [Fact, Trait("Needs", "Sources")]
    public void No_line_of_a_page_is_too_wide()
    {
        var pages = Pages().ToArray();

        Assert.Contains("README.md", pages);
        Assert.Contains("theory/equations.md", pages);
        string[] wide = [.. pages.SelectMany(page => WideLines.Of(page, Text(page)))];
        Assert.True(wide.Length == 0, string.Join('\n', wide));
    }

    [Fact, Trait("Needs", "Sources")]
    public void A_word_too_many_on_any_page_is_found() => Assert.All(Pages(), page =>
    {
        var longer = $"{Text(page).Split('\n')[0]}\n{Line(110)} b\n";
        Assert.StartsWith($"{page}:2 has 112 columns,", Assert.Single(WideLines.Of(page, longer)));
    });

    [Theory]
    [InlineData("", 110)]
    [InlineData("| a | b |", 110)]
    [InlineData("    dotnet run", 110)]
    [InlineData("x̃ õ", 110)]
    public void What_fits_is_passed(string start, int columns) =>
        Assert.Empty(WideLines.Of("page", start + Line(columns - Columns(start))));

    [Theory]
    [InlineData("")]
    [InlineData("| a | b |")]
    [InlineData("    dotnet run")]
    [InlineData("# A heading")]
    [InlineData("* [two words](https://arxiv.org/abs/2411.07979) ")]
    public void What_is_a_column_too_wide_is_named(string start) =>
        Assert.Single(WideLines.Of("page", $"A page.\r\n{start}{Line(111 - Columns(start))}\r\n"));

    [Theory]
    [InlineData("[`Tests`](../tests/Tests.cs#")]
    [InlineData("  [`Tests`](../tests/Tests.cs#")]
    [InlineData("* <https://arxiv.org/")]
    public void One_word_is_passed_however_long_it_is(string start) =>
        Assert.Empty(WideLines.Of("page", start + new string('a', 200)));

    private static int Columns(string text) => new System.Globalization.StringInfo(text).LengthInTextElements;

    // Words of one letter, and the last one longer where the number of columns is even.
    private static string Line(int columns) =>
        string.Concat(Enumerable.Repeat(" a", columns / 2)).PadRight(columns, 'a');

    private static string Text(string page)
    {
        var text = File.ReadAllText(Repository.PathOf(page)).ReplaceLineEndings("\n");
        return page != Registered ? text
            : string.Join('\n', text.Split('\n').Select(line => line is ['|' or '#', ..] ? "" : line));
    }

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Folders.Select(folder => Repository.PathOf(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)))
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
        .Where(page => !page.Split('/').Any(part => part is "bin" or "obj"));
}
