namespace ExactGN.Tests;

/// <summary>What theory/laws.md says of the laws is what the code says of itself.</summary>
[Trait("Needs", "Sources")]
public sealed class LawIndexTests
{
    private const string Stale =
        "theory/laws.md is stale. Rewrite it with EXACTGN_ACCEPT=1 dotnet test -c Release --filter LawIndex, "
        + "and commit it.";

    private static readonly string Path = Repository.PathOf("theory", LawIndex.FileName);

    [Fact]
    public void The_page_has_every_law_with_what_it_needs_and_rests_on()
    {
        var page = File.Exists(Path) ? File.ReadAllText(Path) : "";
        if (LawIndex.Text != page
            && Environment.GetEnvironmentVariable("EXACTGN_ACCEPT") is { Length: > 0 }
            && Environment.GetEnvironmentVariable("CI") is null or "")
        {
            File.WriteAllText(Path, LawIndex.Text);
            return;
        }

        Assert.True(LawIndex.Text == page, $"{TextSnapshot.Difference(page, LawIndex.Text)}: {Stale}");
    }

    [Fact]
    public void Every_law_stands_on_it_once() => Assert.All(
        LawBook.All,
        law => Assert.Equal(2, LawIndex.Text.Split($"\n* **{law.Id}** ").Length));
}
