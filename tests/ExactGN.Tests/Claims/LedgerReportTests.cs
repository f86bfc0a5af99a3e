using ExactGN.Experiments;

namespace ExactGN.Tests;

public sealed class LedgerReportTests
{
    [Fact]
    public void The_fault_matrix_marks_claims_that_saw_another_claims_fault()
    {
        var page = LedgerReport.Page(SyntheticLedger.Join([], [], new("scale", "SQ-2", "C: case 1"), new("scale", "SQ-1", "planted here, so not elsewhere: case 1")), null);

        Assert.Contains("<td class=\"soft\" title=\"SQ-2: C\">·</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("planted here", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_beside_it()
    {
        var page = LedgerReport.Page(ClaimStandings.Join(ClaimLedger.Embedded, ClaimIndex.Embedded, new("none", [], [], [], null)), null);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 100_000, 3_000_000);
        Assert.All(ClaimLedger.Embedded.Claims, claim => Assert.Contains($"id=\"{claim.Id}\"", page, StringComparison.Ordinal));
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
        var page = LedgerReport.Page(SyntheticLedger.Join([SyntheticLedger.Evidence("SQ-1", "A", 2.5), SyntheticLedger.Evidence("SQ-2", "C", 40, holds: false)], [new("sign", "SQ-1", "A: case 1")]), null);

        Assert.Contains("worst 2.5 of 30, 100 cases", page, StringComparison.Ordinal);
        Assert.Contains("Recipe { &lt;Seed&gt; = 1 }", page, StringComparison.Ordinal);
        Assert.Contains("EXACTGN_REPLAY=&quot;(1,3,7)&quot;", page, StringComparison.Ordinal);
        Assert.Contains("B has not run", page, StringComparison.Ordinal);
        Assert.Contains("Rejected 1 of 2 planted faults; not in this evidence: scale", page, StringComparison.Ordinal);
        Assert.Contains("class=\"verdict fails\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_theory_is_set_as_it_is_meant()
    {
        var page = LedgerReport.Page(SyntheticLedger.Join([]), null);

        Assert.Contains("x ∈ ℝ<sup>n×d</sup> &amp; a &lt; b.", page, StringComparison.Ordinal);
        Assert.Contains("Let <code>x<sub>L</sub></code> be <em>the</em> state, see <a href=\"#chapter-squares\">elsewhere</a> and <a href=\"#SQ-2\">SQ-2</a>.", page, StringComparison.Ordinal);
        Assert.Contains("<tr><td>1</td><td>2</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains("<ul><li>one</li><li>two</li></ul>", page, StringComparison.Ordinal);
        Assert.Contains("<pre>y = x_L</pre>", page, StringComparison.Ordinal);
        Assert.Contains("<pre>var y_L = \"&lt;*a*&gt;\";\n\nvar SQ = y_L;</pre>", page, StringComparison.Ordinal);
    }
}
