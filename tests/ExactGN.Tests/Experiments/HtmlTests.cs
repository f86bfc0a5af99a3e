using System.Globalization;
using System.Text.RegularExpressions;

namespace ExactGN.Tests;

public sealed partial class HtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onclick='x' &", "&quot; onclick=&apos;x&apos; &amp;")]
    [InlineData("κ ≤ 1 · 𝒩\u00A0", "κ ≤ 1 · 𝒩\u00A0")]
    [InlineData(null, "")]
    public void Text_in_a_hole_is_escaped_in_an_attribute_too(string? text, string escaped)
    {
        Html page = $"""<p title="{text}">{text}</p>""";

        Assert.Equal($"""<p title="{escaped}">{escaped}</p>""", page.ToString());
    }

    [Fact]
    public void A_piece_in_a_hole_stands_as_it_is_and_once()
    {
        Html inner = $"<b>{"a < b"}</b>";
        Html? none = null;
        Html page = $"<p>{inner}{none}{new RawHtml("<svg/>")}{inner}</p>";

        Assert.Equal("<p><b>a &lt; b</b><svg/><b>a &lt; b</b></p>", page.ToString());
        Assert.Equal("<b>a &lt; b</b>", inner.ToString());
    }

    [Fact]
    public void Pieces_stand_one_to_a_line_or_between_separators_that_are_text()
    {
        Html[] pieces = [$"<i>{1}</i>", $"<i>{2}</i>"];
        Html lines = $"{pieces}";

        Assert.Equal("<i>1</i>\n<i>2</i>", lines.ToString());
        Assert.Equal("<i>1</i> &amp; <i>2</i>", Html.Join(" & ", pieces).ToString());
        Assert.Equal("", Html.Join(", ", []).ToString());
    }

    [Fact]
    public void Numbers_and_times_are_written_as_everywhere()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Html page = $"{1234.5} {2.25:0.0} {-3} {new DateTime(2026, 1, 2, 3, 4, 0):yyyy-MM-dd HH:mm}";

            Assert.Equal("1234.5 2.3 -3 2026-01-02 03:04", page.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    [Trait("Needs", "Sources")]
    public void Nothing_is_escaped_by_hand_and_what_is_not_is_counted()
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository.PathOf("src"), file)
                .Split(Path.DirectorySeparatorChar)
                .Contains("obj"))
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .ToArray();

        Assert.Equal(
            ["Html.cs", "TheoryMarkup.cs"],
            sources.Where(source => Escaping.IsMatch(source.Text)).Select(source => source.Name).Order());
        Assert.Equal(
            ["ClaimSection.cs", "HtmlReport.cs", "LedgerReport.cs", "LedgerReport.cs", "VerifyPage.cs"],
            sources.SelectMany(source => Raw.Matches(source.Text).Select(_ => source.Name)).Order());
    }

    [GeneratedRegex("HtmlEncode|HtmlEncoder|SecurityElement|&lt;\"|&amp;\"|&quot;\"")]
    private static partial Regex Escaping { get; }

    [GeneratedRegex(@"new RawHtml\(")]
    private static partial Regex Raw { get; }
}
