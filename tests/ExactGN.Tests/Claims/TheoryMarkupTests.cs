namespace ExactGN.Tests;

public sealed class TheoryMarkupTests
{
    private readonly TheoryMarkup _markup = new(new HashSet<string> { "SQ-2" }, new HashSet<string> { "squares" });

    [Theory]
    [InlineData("J_xΔ of num_layers, σ_{r+1}", "J<sub>x</sub>Δ of num_layers, σ<sub>r+1</sub>")]
    [InlineData("`MALLOC_MMAP_THRESHOLD_=1`, P_GN", "<code>MALLOC_MMAP_THRESHOLD_=1</code>, P<sub>GN</sub>")]
    [InlineData("‖x‖_F and ‖y‖_F", "‖x‖<sub>F</sub> and ‖y‖<sub>F</sub>")]
    [InlineData("ℝ^{n_i×d}, a_{b^{2}}", "ℝ<sup>n<sub>i</sub>×d</sup>, a<sub>b<sup>2</sup></sub>")]
    [InlineData("(x*)_i, [n]_j, a*b*c_k", "(x*)<sub>i</sub>, [n]<sub>j</sub>, a<em>b</em>c<sub>k</sub>")]
    [InlineData("`W_L SQ-2 a*b*`", "<code>W<sub>L</sub> SQ-2 a*b*</code>")]
    [InlineData("SQ-2, SQ-3", "<a href=\"#SQ-2\">SQ-2</a>, SQ-3")]
    [InlineData("[as SQ-2](squares.md#x)", "<a href=\"#chapter-squares\">as SQ-2</a>")]
    [InlineData("[as SQ-2](others.md)", "as <a href=\"#SQ-2\">SQ-2</a>")]
    [InlineData("[a](https://b.example/?c=1&d=2)", "<a href=\"https://b.example/?c=1&amp;d=2\">a</a>")]
    public void Text_has_indices_and_links(string markdown, string html) =>
        Assert.Equal(html, _markup.Inline(markdown).Markup);

    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("a <b onclick=\"x\">b</b>", "a &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt;")]
    [InlineData("[a](javascript:alert(1))", "a")]
    [InlineData("![a](https://b.example/c.png)", "a")]
    public void What_would_run_or_fetch_is_text(string markdown, string html)
    {
        Assert.Equal(html, _markup.Inline(markdown).Markup);
        Assert.Equal($"<p>{html}</p>", _markup.Blocks(markdown).Markup);
    }

    [Theory]
    [InlineData("1. no list")]
    [InlineData("* no list")]
    [InlineData("# no heading")]
    [InlineData("| no | table |")]
    public void A_run_is_one_whatever_it_begins_with(string run) => Assert.Equal(run, _markup.Inline(run).Markup);

    [Fact]
    public void A_table_scrolls_and_headings_are_small()
    {
        var html = _markup.Blocks("## A\n\n| b | c |\n|---|---|\n| d_i | SQ-2 |\n").Markup;

        Assert.Begins("<h4>A</h4>\n<div class=\"scroll\">\n<table>", html);
        Assert.Says("<td>d<sub>i</sub></td>\n<td><a href=\"#SQ-2\">SQ-2</a></td>", html);
        Assert.Ends("</table>\n</div>", html);
    }
}
