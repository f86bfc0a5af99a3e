namespace ExactGN.Tests;

/// <summary>What theory/equations.md says of the code is what the code says of itself.</summary>
[Trait("Needs", "Sources")]
public sealed class EquationIndexTests
{
    private const string Stale =
        "theory/equations.md is stale. Rewrite it with EXACTGN_ACCEPT=1 dotnet test -c Release --filter EquationIndex, "
        + "and commit it.";

    private static readonly string Path = Repository.PathOf("theory", EquationIndex.FileName);

    private static TheoryPage Page => TheoryPage.Read(EquationIndex.FileName);

    [Fact]
    public void The_page_leads_to_the_code_that_names_its_equations_and_to_their_properties()
    {
        var (page, right) = (Page.Text, EquationIndex.Format(Page));
        if (right != page
            && Environment.GetEnvironmentVariable("EXACTGN_ACCEPT") is { Length: > 0 }
            && Environment.GetEnvironmentVariable("CI") is null or "")
        {
            File.WriteAllText(Path, right);
            return;
        }

        Assert.True(right == page, $"{TextSnapshot.Difference(page, right)}: {Stale}");
    }

    [Fact]
    public void Every_equation_that_the_code_names_is_on_the_page() => Assert.Empty(EquationIndex.Missing(Page));

    [Fact]
    public void An_equation_that_is_renamed_on_the_page_is_missing_there_and_loses_its_code()
    {
        const string equation = "det ∂x_L/∂x₀ = 1";
        var renamed = new TheoryPage(Page.Text.Replace(equation, "det = 1", StringComparison.Ordinal));

        Assert.Equal([$"'{equation}' is not on the page"], EquationIndex.Missing(renamed));
        Assert.Says("det = 1.\n  *Paper:* –.\n  *Code:* .\n", EquationIndex.Format(renamed));
    }

    [Fact]
    public void Code_that_the_page_names_of_its_own_is_taken_out_again()
    {
        const string own = "  *Code:* [`Update`](../src/ExactGN/Networks/Update.cs),\n  [";
        var page = new TheoryPage(Page.Text.Replace("  *Code:* [", own, StringComparison.Ordinal));

        Assert.NotEqual(Page.Text, page.Text);
        Assert.Equal(EquationIndex.Format(Page), EquationIndex.Format(page));
    }
}
