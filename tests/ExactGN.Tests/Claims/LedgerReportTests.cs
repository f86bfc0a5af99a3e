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

        Assert.Contains("<td class=\"soft\" title=\"SQ-2: C\">·</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("planted here", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_beside_it()
    {
        var page = LedgerReport.Page(
            ClaimStandings.Join(ClaimLedger.Embedded, ClaimIndex.Embedded, new("none", [], [], [], null)), null);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 100_000, 3_000_000);
        Assert.All(
            ClaimLedger.Embedded.Claims,
            claim => Assert.Contains($"id=\"{claim.Id}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void What_has_not_run_is_said_first()
    {
        var page = LedgerReport.Page(SyntheticLedger.Join([]), null);

        Assert.Contains("No property has left evidence", page, StringComparison.Ordinal);
        Assert.Contains("No planted fault has been judged", page, StringComparison.Ordinal);
        Assert.Contains("No coverage was found", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"verdict holds\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_brings_ratio_recipe_replay_and_faults()
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(
                [SyntheticLedger.Evidence("SQ-1", "A", 2.5), SyntheticLedger.Evidence("SQ-2", "C", 40, holds: false)],
                [new("sign", "SQ-1", "A: case 1")]),
            null);

        Assert.Contains("worst 2.5 of 30, 100 cases", page, StringComparison.Ordinal);
        Assert.Contains("Recipe { &lt;Seed&gt; = 1 }", page, StringComparison.Ordinal);
        Assert.Contains("EXACTGN_REPLAY=&quot;(1,3,7)&quot;", page, StringComparison.Ordinal);
        Assert.Contains("B has not run", page, StringComparison.Ordinal);
        Assert.Contains("Rejected 1 of 2 planted faults; not in this evidence: scale", page, StringComparison.Ordinal);
        Assert.Contains("class=\"verdict fails\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_comes_first_and_the_summary_leads_to_it_and_to_what_has_not_run()
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(SyntheticLedger.Evidence("SQ-2", "C", 40, holds: false)), null);

        Assert.Contains("<a class=\"fails\" href=\"#failing\">1 fail</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a class=\"undecided\" href=\"#not-run\">1 have not run</a>", page, StringComparison.Ordinal);
        var (failing, notRun) = (
            page.IndexOf("id=\"failing\"", StringComparison.Ordinal),
            page.IndexOf("id=\"not-run\"", StringComparison.Ordinal));
        Assert.InRange(failing, 0, notRun);
        Assert.InRange(notRun, failing, page.IndexOf("<table", StringComparison.Ordinal));
        Assert.Contains("failed with 40 of 30, 100 cases", page[failing..notRun], StringComparison.Ordinal);
        Assert.Contains("EXACTGN_REPLAY=&quot;(1,3,7)&quot;", page[failing..notRun], StringComparison.Ordinal);
        Assert.Contains(
            "<details><summary>1 claims without evidence, or not of every property</summary>",
            page[..notRun],
            StringComparison.Ordinal);
        Assert.DoesNotContain("other code", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_has_run_and_holds_the_summary_leads_nowhere()
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(
                [.. "ABC".Select(name => SyntheticLedger.Evidence(name == 'C' ? "SQ-2" : "SQ-1", $"{name}", 1))]),
            null);

        Assert.Contains("2 theorems hold, 0 fail", page, StringComparison.Ordinal);
        Assert.Contains("and 0 have not run", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"failing\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"not-run\"", page, StringComparison.Ordinal);
    }

    [Theory, InlineData(null), InlineData("0123")]
    public void Evidence_of_other_code_is_marked(string? code)
    {
        var page = LedgerReport.Page(
            SyntheticLedger.Join(
                [SyntheticLedger.Evidence("SQ-2", "C", 1) with { Code = code }],
                [new("sign", "SQ-2", "C: case 1", code)]),
            null);

        Assert.Contains("The evidence of 1 claims is about other code", page, StringComparison.Ordinal);
        Assert.Contains("1 rejections of planted faults are about other code", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"verdict undecided\">other code</span>", page, StringComparison.Ordinal);
        Assert.Contains("100 cases, of other code</summary>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_theory_is_set_as_it_is_meant()
    {
        var page = LedgerReport.Page(SyntheticLedger.Join([]), null);

        Assert.Contains("x ∈ ℝ<sup>n×d</sup> &amp; a &lt; b.", page, StringComparison.Ordinal);
        Assert.Contains(
            "Let <code>x<sub>L</sub></code> be <em>the</em> state, see <a href=\"#chapter-squares\">elsewhere</a> "
            + "and <a href=\"#SQ-2\">SQ-2</a>.",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<tr>\n<td>1</td>\n<td>2</td>\n</tr>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<ul>\n<li>one</li>\n<li><em>Two:</em> all <em>of\nit</em>, but not x*\nand y*</li>\n</ul>",
            page,
            StringComparison.Ordinal);
        Assert.Contains("<pre>y = x_L</pre>", page, StringComparison.Ordinal);
        Assert.Contains("<pre>var y_L = &quot;&lt;*a*&gt;&quot;;\n\nvar SQ = y_L;</pre>", page, StringComparison.Ordinal);
    }
}
