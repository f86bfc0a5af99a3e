using System.Text.RegularExpressions;

namespace ExactGN.Tests.Reliability;

/// <summary>theory/reliability.md has a test for everything that it says happens, and the tests that it names are
/// there.</summary>
[Trait("Needs", "Sources")]
public sealed partial class ReliabilityPageTests
{
    private static readonly TheoryPage Page = TheoryPage.Read("reliability.md");

    [Fact]
    public void Every_item_says_what_goes_wrong_and_what_happens_and_names_a_test()
    {
        Assert.NotEmpty(Page.Rows);
        Assert.All(Page.Rows, row => Assert.True(
            Lead().IsMatch(row.Lead) && row.Fields is [("Shown by", var tests)] && Link().IsMatch(tests), row.Text));
        // Whatever is in a list is such an item.
        Assert.Equal(Page.Text.Split("\n* ").Length - 1, Page.Rows.Count);
    }

    [Fact]
    public void The_tests_that_it_names_are_there()
    {
        var links = Link().Matches(Page.Text);

        Assert.NotEmpty(links);
        Assert.Equal(Page.Text.Split("](").Length - 1, links.Count);
        Assert.All(links, link =>
        {
            var source = File.ReadAllText(Repository.PathOf(link.Groups["file"].Value));
            Assert.True(TheoryLink.Declares(source, link.Groups["type"].Value), link.Value);
            // The attribute and the method, with no other member between them.
            Assert.Matches(
                @"(?s)\[((Skippable)?(Fact|Theory)|Claim)\b((?!\n    (}|public )).)*\n    public ((async "
                + $@")?Task|void|Property) {link.Groups["test"].Value}\(",
                source.ReplaceLineEndings("\n"));
        });
    }

    [GeneratedRegex(@"^\*\*[^*]+\.\*\* \S")]
    private static partial Regex Lead();

    [GeneratedRegex(@"\[`(?<type>\w+)`\]\(\.\./(?<file>tests/[\w./]+\.cs)#(?<test>\w+)\)")]
    private static partial Regex Link();
}
