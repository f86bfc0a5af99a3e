using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace ExactGN.Tests;

/// <summary>README.md and CITATION.cff ask for the same citations.</summary>
[Trait("Needs", "Sources")]
public sealed partial class CitationTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md"));

    private static readonly Citation Cff = new DeserializerBuilder()
        .IgnoreUnmatchedProperties()
        .Build()
        .Deserialize<Citation>(File.ReadAllText(Repository.PathOf("CITATION.cff")));

    [Fact]
    public void The_software_has_one_title_one_author_and_the_builds_version()
    {
        var entry = Entry("software");

        Assert.Equal((Cff.Title, Cff.Authors.Single().Name), (entry["title"], entry["author"]));
        Assert.Says(
            $"<Version>{entry["version"]}</Version>", File.ReadAllText(Repository.PathOf("Directory.Build.props")));
    }

    [Fact]
    public void The_paper_has_one_title_year_book_address_and_list_of_authors()
    {
        var (entry, paper) = (Entry("inproceedings"), Cff.References.Single());

        Assert.Equal(
            (paper.Title, paper.Year, paper.CollectionTitle, paper.Url),
            (entry["title"], entry["year"], entry["booktitle"], entry["url"]));
        Assert.Equal(
            paper.Authors.Select(author => $"{author.FamilyNames}, {author.GivenNames}"),
            entry["author"].Split(" and "));
        Assert.Ends(entry["eprint"], paper.Url);
    }

    // The fields of the README's only entry of a kind. Inner braces keep capitals and are no part of the words.
    private static Dictionary<string, string> Entry(string kind) => FieldPattern()
        .Matches(Assert.Single(EntryPattern().Matches(Readme), entry => entry.Groups["kind"].Value == kind).Value)
        .ToDictionary(field => field.Groups["name"].Value, field => PageText.Joined(field.Groups["text"].Value
            .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)));

    [GeneratedRegex(@"^@(?<kind>\w+)\{(?:.*\n)*?\}", RegexOptions.Multiline)]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"^ +(?<name>\w+) *= \{(?<text>(?:.|\n)*?)\},?\r?$", RegexOptions.Multiline)]
    private static partial Regex FieldPattern();

    // YamlDotNet makes these.
    private sealed class Citation
    {
        [YamlMember(Alias = "title")]
        public string Title { get; set; } = "";

        [YamlMember(Alias = "authors")]
        public List<Person> Authors { get; set; } = [];

        [YamlMember(Alias = "references")]
        public List<Citation> References { get; set; } = [];

        [YamlMember(Alias = "year")]
        public string? Year { get; set; }

        [YamlMember(Alias = "collection-title")]
        public string? CollectionTitle { get; set; }

        [YamlMember(Alias = "url")]
        public string Url { get; set; } = "";
    }

    private sealed class Person
    {
        [YamlMember(Alias = "name")]
        public string? Name { get; set; }

        [YamlMember(Alias = "given-names")]
        public string? GivenNames { get; set; }

        [YamlMember(Alias = "family-names")]
        public string? FamilyNames { get; set; }
    }
}
