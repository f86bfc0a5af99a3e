namespace ExactGN.Tests;

public sealed class ClaimStandingsTests
{
    [Fact]
    public void A_claim_without_evidence_has_no_verdict()
    {
        var standing = SyntheticLedger.Join([]).Claims[0];

        Assert.Null(standing.Holds);
        Assert.Null(standing.Worst);
        Assert.Equal(["A", "B"], standing.NotRun);
        Assert.Equal(["sign", "scale"], standing.NotRejected);
    }

    [Fact]
    public void The_worst_property_is_the_one_nearest_to_its_own_threshold()
    {
        var standing = SyntheticLedger.Join(
            SyntheticLedger.Evidence("SQ-1", "A", 10),
            SyntheticLedger.Evidence("SQ-1", "B", 0.9, threshold: 1)).Claims[0];

        Assert.Equal("B", standing.Worst!.Property);
        Assert.Equal(200, standing.Cases);
        Assert.Empty(standing.NotRun);
    }

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void What_is_not_a_number_is_worst_and_fails(double ratio)
    {
        var standing = SyntheticLedger.Join(
            SyntheticLedger.Evidence("SQ-1", "A", ratio, holds: false),
            SyntheticLedger.Evidence("SQ-1", "B", 29)).Claims[0];

        Assert.False(standing.Holds);
        Assert.Equal("A", standing.Worst!.Property);
    }

    [Fact]
    public void A_rejection_counts_for_its_own_claim_and_only_while_the_fault_is_planted()
    {
        var standings = SyntheticLedger.Join(
            [], [new("sign", "SQ-1", "A: case 1"), new("renamed", "SQ-1", "A: case 2")]);

        Assert.Equal(["sign"], standings.Claims[0].Rejections.Select(rejection => rejection.Fault));
        Assert.Equal(["scale"], standings.Claims[0].NotRejected);
        Assert.Empty(standings.Claims[1].Rejections);
    }

    [Fact]
    public void Evidence_of_a_property_that_is_no_more_is_a_stranger() =>
        Assert.Equal(
            "Z", Assert.Single(SyntheticLedger.Join(SyntheticLedger.Evidence("SQ-1", "Z", 1)).Strangers).Property);

    [Fact]
    public void Evidence_of_other_code_is_told_apart()
    {
        var (mine, other) =
            (SyntheticLedger.Evidence("SQ-1", "A", 1), SyntheticLedger.Evidence("SQ-1", "B", 1) with { Code = "0123" });

        Assert.Equal("B", Assert.Single(SyntheticLedger.Join(mine, other).Claims[0].OfOtherCode).Property);
    }

    [Theory, InlineData("(1,3,7)", "(1,3,7)"), InlineData(null, "(5,7)")]
    public void The_worst_case_is_run_again_where_it_is_known_and_the_whole_run_elsewhere(
        string? worst, string replay) => Assert.Equal(
            $"EXACTGN_REPLAY=\"{replay}\" dotnet test -c Release tests/ExactGN.Tests "
                + "--filter \"Claim=SQ-1&FullyQualifiedName~A\"",
            SyntheticLedger.Evidence("SQ-1", "A", 1, worst: worst).Again);
}
