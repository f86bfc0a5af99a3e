namespace ExactGN.Tests;

public sealed class LedgerReportTests
{
    [Fact]
    public void The_fault_matrix_marks_claims_that_saw_another_claims_fault()
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join([], [], new("scale", "SQ-2", "C: case 1"), new(
                "scale", "SQ-1", "planted here, so not elsewhere: case 1")),
            null);

        Assert.Says("<td class=\"soft\" title=\"SQ-2: C\">·</td>", page);
        Assert.SaysNot("planted here", page);
    }

    [Fact]
    public void The_page_needs_nothing_beside_it()
    {
        var page = LedgerReport.Page(
            ClaimStandings.Join(ClaimLedger.Embedded, ClaimIndex.Embedded, new("none", [], [], [], null)), null);

        Assert.SaysNot("<script", page);
        Assert.SaysNot("src=", page);
        Assert.SaysNot("<link", page);
        Assert.InRange(page.Length, 100_000, 3_000_000);
        Assert.All(
            ClaimLedger.Embedded.Claims,
            claim => Assert.Says($"id=\"{claim.Id}\"", page));
    }

    [Fact]
    public void What_has_not_run_is_said_first()
    {
        var page = LedgerReport.Page(SyntheticLedger.Join([]), null);

        Assert.Says("No property has left evidence", page);
        Assert.Says("No planted fault has been judged", page);
        Assert.Says("No coverage was found", page);
        Assert.SaysNot("class=\"verdict holds\"", page);
    }

    [Fact]
    public void Evidence_brings_ratio_recipe_replay_and_faults()
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(
                [SyntheticLedger.Evidence("SQ-1", "A", 2.5), SyntheticLedger.Evidence("SQ-2", "C", 40, holds: false)],
                [new("sign", "SQ-1", "A: case 1")]),
            null);

        Assert.Says("worst 2.5 of 30, 100 cases", page);
        Assert.Says("Recipe { &lt;Seed&gt; = 1 }", page);
        Assert.Says("EXACTGN_REPLAY=&quot;(1,3,7)&quot;", page);
        Assert.Says("B has not run", page);
        Assert.Says("Rejected 1 of 2 planted faults; not in this evidence: scale", page);
        Assert.Says("class=\"verdict fails\"", page);
    }

    [Fact]
    public void What_fails_comes_first_and_the_summary_leads_to_it_and_to_what_has_not_run()
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(SyntheticLedger.Evidence("SQ-2", "C", 40, holds: false)), null);

        Assert.Says("<a class=\"fails\" href=\"#failing\">1 fail</a>", page);
        Assert.Says("<a class=\"undecided\" href=\"#not-run\">1 have not run</a>", page);
        var (failing, notRun) = (
            page.IndexOf("id=\"failing\"", StringComparison.Ordinal),
            page.IndexOf("id=\"not-run\"", StringComparison.Ordinal));
        Assert.InRange(failing, 0, notRun);
        Assert.InRange(notRun, failing, page.IndexOf("<table", StringComparison.Ordinal));
        Assert.Says("failed with 40 of 30, 100 cases", page[failing..notRun]);
        Assert.Says("EXACTGN_REPLAY=&quot;(1,3,7)&quot;", page[failing..notRun]);
        Assert.Says("<details><summary>1 claims without evidence, or not of every property</summary>", page[..notRun]);
        Assert.SaysNot("other code", page);
    }

    [Fact]
    public void Where_all_has_run_and_holds_the_summary_leads_nowhere()
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(
                [.. "ABC".Select(name => SyntheticLedger.Evidence(name == 'C' ? "SQ-2" : "SQ-1", $"{name}", 1))]),
            null);

        Assert.Says("2 theorems hold, 0 fail", page);
        Assert.Says("and 0 have not run", page);
        Assert.SaysNot("id=\"failing\"", page);
        Assert.SaysNot("id=\"not-run\"", page);
    }

    [Theory, InlineData(null), InlineData("0123")]
    public void Evidence_of_other_code_is_marked(string? code)
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(
                [SyntheticLedger.Evidence("SQ-2", "C", 1) with { Code = code }],
                [new("sign", "SQ-2", "C: case 1", code)]),
            null);

        Assert.Says("The evidence of 1 claims is about other code", page);
        Assert.Says("1 rejections of planted faults are about other code", page);
        Assert.Says("<span class=\"verdict undecided\">other code</span>", page);
        Assert.Says("100 cases, of other code</summary>", page);
    }

    [Fact]
    public void The_text_of_theory_is_set_as_it_is_meant()
    {
        var page = LedgerReport.Page(SyntheticLedger.Join([]), null);

        Assert.Says("x ∈ ℝ<sup>n×d</sup> &amp; a &lt; b.", page);
        Assert.Says(
            "Let <code>x<sub>L</sub></code> be <em>the</em> state, see <a href=\"#chapter-squares\">elsewhere</a> "
            + "and <a href=\"#SQ-2\">SQ-2</a>.",
            page);
        Assert.Says("<tr><td>1</td><td>2</td></tr>", page);
        Assert.Says("<ul><li>one</li><li><em>Two:</em> all <em>of\n  it</em>, but not x*\n  and y*</li></ul>", page);
        Assert.Says("<pre>y = x_L</pre>", page);
        Assert.Says("<pre>var y_L = \"&lt;*a*&gt;\";\n\nvar SQ = y_L;</pre>", page);
    }
}
