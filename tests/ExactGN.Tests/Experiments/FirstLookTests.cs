namespace ExactGN.Experiments.Tests;

/// <summary>What the program says when nothing is asked for, read back from runs whose numbers are known.</summary>
public sealed class FirstLookTests
{
    // Final test losses per arm, each seed's by a factor of its own that the paired ratio does not see.
    private static readonly Dictionary<Arm, double> Losses =
        new() { ["gn"] = 0.36, ["adam-linear"] = 0.3, ["rev"] = 0.22, ["mn"] = 0.11, ["adam"] = 0.2 };

    [Fact]
    public void Three_sentences_say_what_each_step_does()
    {
        var sentences = PlainAnswers.Of(Claims(seeds: 5));

        Assert.Equal(3, sentences.Count);
        Assert.StartsWith(
            "The published step keeps 21 of 32 singular values and misses 37 % of what it is to correct; "
            + "its test loss is 1.2 (1.",
            sentences[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            ") times Adam's over 5 drawn splits of the digits: it generalises worse on these digits, and on new ones.",
            sentences[0],
            StringComparison.Ordinal);
        Assert.StartsWith(
            "An exact step of the same kind, reversible, misses nothing (defect 4e−16); its test loss is 1.1 (1.",
            sentences[1],
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The exact step of least norm takes another right inverse (defect 7e−15); its test loss is 0.5 (0.",
            sentences[2],
            StringComparison.Ordinal);
        Assert.Contains(
            ") times the reversible step's over 5 drawn splits of the digits: it generalises better on these digits, "
            + "and on new ones. It is 0.55 (0.5",
            sentences[2],
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_for_these_digits_alone_is_said_to_be_open_for_new_ones()
    {
        // Differences 0.1 ± 0.09: the t interval excludes 0, and with 0.547 beside 1/5 it does not.
        var claim = Claims(seeds: 5)[0];
        double[] differences = [0.02, 0.06, 0.1, 0.14, 0.18];
        var part = claim.Criteria[0] with
        {
            Readings = [
                .. claim.Criteria[0].Readings.Zip(differences, (reading, d) => reading with { Difference = d })
            ],
        };

        Assert.EndsWith(
            "it generalises worse on these digits; for new ones it is open.",
            PlainAnswers.Of([claim with { Criteria = [part] }])[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_decides_nothing_in_them_either() =>
        Assert.All(
            PlainAnswers.Of(Claims(seeds: 1)),
            sentence => Assert.Contains("too few seeds for a verdict", sentence, StringComparison.Ordinal));

    [Fact]
    public void Other_experiments_have_none() => Assert.Empty(PlainAnswers.Of([]));

    [Fact]
    public void What_fails_stands_first_and_what_was_explored_last()
    {
        var claims = Claims(seeds: 5);
        var explored = claims[0] with { Experiment = claims[0].Experiment with { Standing = Standing.Exploration } };
        var fails = claims[1] with
        {
            Criteria = [.. claims[1].Criteria.Select(part => part with { Evidence = new(1 - 1e-9, 1e-9) })],
        };
        var undecided = claims[2] with
        {
            Criteria = [.. claims[2].Criteria.Select(part => part with { Evidence = new(0.4, 0.6) })],
        };
        var none = claims[2] with
        {
            Criteria = [.. claims[2].Criteria.Select(part => part with { Evidence = PartEvidence.TooFewSeeds })],
        };

        Assert.Equal(
            [fails, none, undecided, claims[0], explored],
            ClaimOrder.FailingFirst([explored, claims[0], undecided, none, fails]));
    }

    [Fact]
    public void Rows_of_claims_tell_parts_from_readings_and_give_the_interval_for_new_digits()
    {
        var claim = Claims(seeds: 5)[2];

        var rows = ClaimRow.Of([claim]).ToArray();

        Assert.Equal(["part", "explored", "explored"], rows.Select(row => row.Standing));
        Assert.Equal([Verdict.Holds, Verdict.None, Verdict.None], rows.Select(row => row.Verdict));
        // sd²·(1/m + 547/1000) in place of sd²/m.
        var (centre, low, _) = claim.Criteria[0].Interval;
        Assert.Equal((centre - low) * Math.Sqrt((1 / 5.0 + 0.547) * 5), centre - rows[0].NewDigitsLow!.Value, 12);
    }

    [Fact]
    public void The_findings_list_has_every_number_of_its_claims_in_lines_of_110_columns()
    {
        var list = FindingsList.Of(Claims(seeds: 5));

        var items = new ExactGN.Tests.TheoryPage(list).Rows;
        Assert.Equal(3, items.Count(item => item.Lead.EndsWith(": *holds*.", StringComparison.Ordinal)
            && item.Fields[0].Words.EndsWith(", 5 seeds.", StringComparison.Ordinal)));
        Assert.Equal(2, items.Count(item =>
            item.Lead.StartsWith("**LOOK-3** min. norm against Adam; ", StringComparison.Ordinal)));
        Assert.Contains("ratio 1.2 (1.", list, StringComparison.Ordinal);
        Assert.Contains("new digits ", list, StringComparison.Ordinal);
        Assert.Empty(ExactGN.Tests.WideLines.Of("findings.md", list));
    }

    private static IReadOnlyList<ClaimResult> Claims(int seeds)
    {
        var reproduction = new Reproduction(
            new("nowhere", [.. Enumerable.Range(42, seeds)], "cpu", null) { Experiments = FirstLook.Ids });
        return reproduction.Judge([
            .. reproduction.Runs.Select(run => new RunResult(
                run, [.. Enumerable.Range(0, run.Epochs + 1).Select(epoch => Row(run, epoch))], null, 0))
        ]);
    }

    private static EpochMetrics Row(RunConfiguration run, int epoch)
    {
        var noise = Math.Exp(1e-3 * Math.Sin(run.Seed * run.Arm.ToString().Length));
        var step = epoch > 0 && run.Optimiser is GaussNewtonOptions;
        return new(epoch, epoch, 1, 0.5, Losses[run.Arm] * noise * run.Seed, 0.5 + Losses[run.Arm] / 10)
        {
            OutputDefect = !step ? null : run.Arm.Optimiser switch { "gn" => 0.37, "rev" => 4e-16, _ => 7e-15 },
            RankKept = step && run.Arm == "gn" ? 21 : null,
        };
    }
}
