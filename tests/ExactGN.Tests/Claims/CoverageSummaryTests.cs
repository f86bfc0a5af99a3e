namespace ExactGN.Tests;

public sealed class CoverageSummaryTests : InTemporaryFolder
{
    [Fact]
    public void A_summary_is_read()
    {
        var path = Write(
            "Summary.json",
            """{"summary":{},"coverage":{"assemblies":[{"name":"ExactGN","coveredlines":9,"coverablelines":"""
            + """10,"coveredbranches":3,"totalbranches":4}]}}""");

        Assert.Equal(new("ExactGN", 9, 10, 3, 4), Assert.Single(CoverageSummary.Read(path).Assemblies));
    }

    [Fact]
    public void A_Cobertura_file_is_counted()
    {
        var path = Write("coverage.cobertura.xml", """
            <?xml version="1.0"?><coverage><packages><package name="ExactGN"><classes><class>
            <methods><method><lines><line number="1" hits="1"/></lines></method></methods>
            <lines><line number="1" hits="1"/>
            <line number="2" hits="0" branch="True" condition-coverage="50% (1/2)"/></lines>
            </class></classes></package></packages></coverage>
            """);

        Assert.Equal(new("ExactGN", 1, 2, 1, 2), Assert.Single(CoverageSummary.Read(path).Assemblies));
    }

    [Fact]
    public void The_summary_is_preferred_to_what_the_collector_wrote()
    {
        Assert.Null(CoverageSummary.Find(Folder));
        var collected = Write("test-results/1/coverage.cobertura.xml", "<coverage/>");
        Assert.Equal(collected, CoverageSummary.Find(Folder)!.Path);
        var summary = Write("coverage/Summary.json", """{"coverage":{"assemblies":[]}}""");
        Assert.Equal(summary, CoverageSummary.Find(Folder)!.Path);
    }

    [Theory, InlineData("{"), InlineData("{}"), InlineData("<coverage"), InlineData("")]
    public void A_damaged_file_is_named(string text)
    {
        var path = Write("Summary.json", text);

        Assert.Says(path, Assert.Throws<InvalidDataException>(() => CoverageSummary.Read(path)).Message);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
