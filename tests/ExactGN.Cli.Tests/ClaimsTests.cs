using System.Text.Json;

namespace ExactGN.Cli.Tests;

public sealed class ClaimsTests : InTemporaryFolder
{
    [Fact]
    public void Claims_lists_the_theorems_before_any_test_run()
    {
        var result = ExactGnProgram.Run("claims", "--evidence", Folder);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.InRange(result.Lines.Count(line => line.Contains(" theorem ", StringComparison.Ordinal)), 80, 1000);
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("GN-1 ", StringComparison.Ordinal)
                && line.Contains("not run", StringComparison.Ordinal));
        Assert.All(
            result.Lines.Where(line => line.Contains(" empirical ", StringComparison.Ordinal)
                && !line.EndsWith(" empirical claims.", StringComparison.Ordinal)),
            line => Assert.Says("judged by exactgn reproduce", line));
        Assert.Says("holds no evidence", result.Error);
        PlainFailure.HasNoStackTrace(result);
    }

    [Fact]
    public void The_JSON_list_has_properties_and_faults_for_every_theorem()
    {
        var result = ExactGnProgram.Run("claims", "--json", "--evidence", Folder);

        Assert.True(result.ExitCode == 0, result.ToString());
        using var list = JsonDocument.Parse(result.Output);
        Assert.All(list.RootElement.EnumerateArray(), claim =>
        {
            Assert.All(
                (string[])["id", "title", "kind", "chapter", "statement", "hypotheses", "judgedBy"],
                key => Assert.NotEmpty(claim.GetProperty(key).GetString()!));
            var (properties, faults) =
                (claim.GetProperty("properties").GetArrayLength(), claim.GetProperty("faults").GetArrayLength());
            Assert.True(
                claim.GetProperty("kind").GetString() == "empirical" || (properties > 0 && faults > 0),
                claim.ToString());
            Assert.False(claim.TryGetProperty("holds", out _), "nothing has run");
        });
    }

    [Fact]
    public void Evidence_is_joined_to_its_claim()
    {
        Plant();

        using var list = JsonDocument.Parse(ExactGnProgram.Run("claims", "--json", "--evidence", Folder).Output);

        var claim = list.RootElement.EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == "REV-2");
        Assert.True(claim.GetProperty("holds").GetBoolean());
        Assert.Equal((100, 1.5, 30), (
            claim.GetProperty("cases").GetInt32(),
            claim.GetProperty("worstRatio").GetDouble(),
            claim.GetProperty("threshold").GetDouble()));
        Assert.Equal(
            "G reads x¹ instead of y¹", Assert.Single(claim.GetProperty("faultsKilled").EnumerateArray()).GetString());
    }

    [Fact]
    public void All_about_a_claim_is_told_with_its_evidence_and_how_to_run_its_worst_case_again()
    {
        Plant();

        var result = ExactGnProgram.Run("claims", "rev-2", "--evidence", Folder);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Begins("REV-2 ", result.Lines[0]);
        Assert.Says("other code: holds 1.5/30, 100 cases", result.Lines[0]);
        Assert.Contains("Statement: Inverse(Forward(x)) = x.", result.Lines);
        Assert.Contains(
            "run it again: EXACTGN_REPLAY=\"(1,3,7)\" dotnet test -c Release tests/ExactGN.Tests --filter "
            + "\"Claim=REV-2&FullyQualifiedName~The_inverse_undoes_the_forward_map\"",
            result.Lines);
        Assert.Contains("G reads x¹ instead of y¹: rejected", result.Lines);
        Assert.Contains(
            result.Lines, line => line.EndsWith(": not rejected in this evidence", StringComparison.Ordinal));
    }

    [Fact]
    public void Evidence_of_other_code_is_marked_and_the_list_ends_with_its_sums()
    {
        Plant();

        var result = ExactGnProgram.Run("claims", "--evidence", Folder);

        Assert.Contains(
            result.Lines,
            line => line.StartsWith("REV-2 ", StringComparison.Ordinal)
                && line.Contains("other code: holds", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith(
            "The evidence of 1 is about other code than this program's", StringComparison.Ordinal));
        Assert.Matches("^[0-9]+ theorems, 1 of them with evidence, 0 failing;", result.Lines[^1]);
    }

    [Theory]
    [InlineData("GN-99", "GN-99", "the nearest: GN-")]
    [InlineData("gn", "begin with GN", "the first: GN-1 ")]
    [InlineData("BANANA-1", "claims begin with ARCH, BEY, CKA")]
    public void An_id_that_no_claim_has_is_answered_by_what_is_near(string id, params string[] says) =>
        PlainFailure.IsOneSentence(ExactGnProgram.Run("claims", id), says);

    [Theory, InlineData("claims"), InlineData("report")]
    public void A_damaged_file_of_evidence_is_named_in_one_sentence(string command)
    {
        var file = Path.Combine(Folder, "property-The_inverse_undoes_the_forward_map.json");
        File.WriteAllText(file, "{ \"claim\": ");

        PlainFailure.IsOneSentence(ExactGnProgram.Run(command, "--evidence", Folder), file, "must be JSON");
    }

    [Fact]
    public void Report_writes_one_page_that_says_what_is_missing()
    {
        Plant();
        var page = Path.Combine(Folder, "new", "page.html");

        var result = ExactGnProgram.Run("report", "--evidence", Folder, "--out", page);

        Assert.True(result.ExitCode == 0, result.ToString());
        var html = File.ReadAllText(page);
        Assert.Says("worst 1.5 of 30, 100 cases", html);
        Assert.Says("claims without evidence, or not of every property", html);
        Assert.InRange(new FileInfo(page).Length, 100_000, 3_000_000);
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_refused_in_one_sentence()
    {
        Plant();

        PlainFailure.IsOneSentence(ExactGnProgram.Run("report", "--evidence", Folder, "--out", Folder), Folder);
    }

    [SkippableFact]
    public void A_page_goes_through_a_pipe_and_a_link_to_what_they_lead_to()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        Plant();
        var (pipe, link, page) =
            (Path.Combine(Folder, "pipe"), Path.Combine(Folder, "link"), Path.Combine(Folder, "page.html"));
        File.WriteAllText(page, "before");
        File.CreateSymbolicLink(link, page);

        var piped = ExactGnProgram.RunIn(
            $"mkfifo '{pipe}' && {{ cat '{pipe}' & }} && \"$@\"; [ -p '{pipe}' ] || exit 2; wait",
            "report", "--evidence", Folder, "--out", pipe);
        var linked = ExactGnProgram.Run("report", "--evidence", Folder, "--out", link);

        Assert.True(piped.ExitCode == 0, piped.ToString());
        Assert.Says("<!DOCTYPE html>", piped.Output);
        Assert.True(linked.ExitCode == 0, linked.ToString());
        Assert.Equal(page, new FileInfo(link).LinkTarget);
        Assert.Begins("<!DOCTYPE html>", File.ReadAllText(page));
    }

    [Fact]
    public void A_coverage_file_that_is_none_is_refused_in_one_sentence()
    {
        Plant();

        PlainFailure.IsOneSentence(
            ExactGnProgram.Run(
                "report", "--evidence", Folder, "--coverage", Path.Combine(Folder, "faults.json"), "--out",
                Path.Combine(Folder, "page.html")),
            "Cobertura");
    }

    private void Plant()
    {
        File.WriteAllText(Path.Combine(Folder, "property-The_inverse_undoes_the_forward_map.json"), """
            { "claim": "REV-2", "property": "The_inverse_undoes_the_forward_map", "holds": true,
              "cases": 100, "worstRatio": 1.5, "threshold": 30, "worstRecipe": "R",
              "worstReplay": "(1,3,7)", "replay": "(5,7)", "device": "cpu",
              "seconds": 1, "torchSharp": "0", "dotnet": "10" }
            """);
        File.WriteAllText(
            Path.Combine(Folder, "faults.json"),
            """[{ "fault": "G reads x¹ instead of y¹", "claim": "REV-2", "by": "The_inverse_undoes_the_forward_map: """
            + """case 1: …" }]""");
    }
}
