namespace ExactGN.Tests;

public sealed class EvidenceFolderTests : InTemporaryFolder
{
    [Fact]
    public void A_folder_that_is_not_there_is_empty()
    {
        var evidence = EvidenceFolder.Read(Path.Combine(Folder, "none"));

        Assert.Empty(evidence.Properties);
        Assert.Empty(evidence.Faults);
        Assert.Null(evidence.Written);
    }

    [Fact]
    public void What_a_property_leaves_is_read_back_numbers_that_are_none_included()
    {
        Write(
            "property-A.json",
            """{"claim":"SQ-1","property":"A","holds":false,"cases":3,"discarded":"""
            + """0,"worstRatio":"Infinity","threshold":30,"worstRecipe":"R","device":"cpu","seconds":1}""");
        Write("faults.json", """[{"fault":"sign","claim":"SQ-1","by":"A: case 1"}]""");
        Write("faults-elsewhere.json", """[{"fault":"sign","claim":"SQ-2","by":"C: case 1"}]""");
        Write("replay-A.json", "a replay is not evidence");

        var evidence = EvidenceFolder.Read(Folder);

        Assert.Equal(double.PositiveInfinity, Assert.Single(evidence.Properties).WorstRatio);
        Assert.Equal("sign", Assert.Single(evidence.Faults).Fault);
        Assert.Equal("SQ-2", Assert.Single(evidence.Elsewhere).Claim);
        Assert.NotNull(evidence.Written);
    }

    [Fact]
    public void A_property_without_a_case_is_evidence_where_it_failed()
    {
        Write(
            "property-A.json",
            """{"claim":"SQ-1","property":"A","holds":false,"cases":0,"worstRatio":"Infinity","threshold":"""
            + """30,"worstRecipe":"R","device":"cpu","seconds":1,"code":"0123"}""");

        var entry = Assert.Single(EvidenceFolder.Read(Folder).Properties);

        Assert.False(entry.Holds);
        Assert.Equal("0123", entry.Code);
        Assert.False(entry.IsOfThisCode);
    }

    [Theory]
    [InlineData("property-A.json", "{")]
    [InlineData("property-A.json", "")]
    [InlineData("property-A.json", "{}")]
    [InlineData("property-A.json", "null")]
    [InlineData(
        "property-A.json",
        """{"claim":"SQ-1","property":"A","holds":true,"cases":0,"worstRatio":0,"threshold":"""
        + """30,"worstRecipe":"R","device":"cpu","seconds":1}""")]
    [InlineData("faults.json", "{}")]
    [InlineData("faults.json", "[null]")]
    [InlineData("faults.json", "[{}]")]
    [InlineData("faults-elsewhere.json", "[{}]")]
    public void A_damaged_file_is_named_with_what_helps(string name, string text)
    {
        Write(name, text);

        var error = Assert.Throws<InvalidDataException>(() => EvidenceFolder.Read(Folder));

        Assert.Says(Path.Combine(Folder, name), error.Message);
        Assert.Says("run the suite again", error.Message);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);
}
