namespace ExactGN.Tests;

/// <summary>The empirical claims as predicates, on curves whose verdict is known: each holds where everything is as it
/// says, and each of its parts fails where that one thing is not.</summary>
public sealed class ClaimWorldTests
{
    private static readonly IReadOnlyList<Experiment> Catalogue = ExperimentCatalogue.In(Regimes.Of(Scale.Smoke));

    public static TheoryData<string> Ids => [.. ClaimWorld.All.Select(world => world.Id)];

    [Fact]
    public void Every_claim_that_is_judged_has_such_curves() =>
        Assert.Equal(ExperimentCatalogue.Ids.Skip(3), ClaimWorld.All.Select(world => world.Id));

    [Theory, MemberData(nameof(Ids))]
    public void A_claim_holds_on_curves_that_are_as_it_says(string id)
    {
        var (world, experiment) = Find(id);

        var result = experiment.Judge(world.Runs(experiment));

        Assert.All(result.Criteria, part => Assert.Equal(
            (part.Criterion.Statement, Experiments.Statistics.Verdict.Holds),
            (part.Criterion.Statement, part.Verdict)));
        Assert.Equal(Experiments.Statistics.Verdict.Holds, result.Verdict);
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_part_fails_alone_on_curves_where_that_one_thing_is_otherwise(string id)
    {
        var (world, experiment) = Find(id);
        Assert.Equal(experiment.Criteria.Count, world.Spoilers.Count);

        foreach (var (index, spoiler) in world.Spoilers.Index())
        {
            var result = experiment.Judge(world.Runs(experiment, spoiler));

            Assert.Equal(Experiments.Statistics.Verdict.Fails, result.Verdict);
            Assert.Equal(
                [experiment.Criteria[index].Statement],
                result.Criteria
                    .Where(part => part.Verdict != Experiments.Statistics.Verdict.Holds)
                    .Select(part => part.Criterion.Statement));
        }
    }

    [Fact]
    public void A_claim_that_a_cure_does_not_repair_is_void_where_there_is_nothing_to_repair()
    {
        var (world, experiment) = Find("EXP-13");

        var result = experiment.Judge(
            world.Runs(experiment, new((arm, row) => arm == "gn" ? row with { TestLoss = 0.3 } : row)));

        Assert.Equal(Experiments.Statistics.Verdict.Void, result.Verdict);
        Assert.Equal(
            [
                Experiments.Statistics.Verdict.Holds,
                Experiments.Statistics.Verdict.Void,
                Experiments.Statistics.Verdict.Holds,
                Experiments.Statistics.Verdict.Void,
            ],
            result.Criteria.Select(part => part.Verdict));
    }

    [Fact]
    public void A_cure_repairs_where_its_gap_is_below_five_per_cent()
    {
        var (world, experiment) = Find("EXP-13");
        bool[] Repairs(double trainLoss) => [
            .. experiment.Judge(world.Runs(
                experiment,
                new((arm, row) => arm == "gn-decay-0.01" ? row with { TrainLoss = trainLoss } : row))).Criteria
                .Select(part => ((RepairResult)part).Repairs)
        ];

        Assert.Equal([false, false, true, false], Repairs(0.104));
        Assert.Equal([false, false, false, false], Repairs(0.106));
    }

    [Fact]
    public void Rates_are_chosen_by_validation_on_seeds_of_their_own_and_judged_on_others()
    {
        var reproduction = new Reproduction(
            new("nowhere", [1, 2], "cpu", ScalarType.Float64) { Experiments = ["EXP-1"], Sweep = true });
        List<RunResult> results = [.. reproduction.Runs.Select(Made)];
        while (reproduction.Next(results) is { Count: > 0 } next)
        {
            results.AddRange(next.Select(Made));
        }

        var found = reproduction.Experiments[0].Rates.Given(results).Chosen;
        var result = reproduction.Judge(results)[0];

        // The best rates are 0.5 for gn, 0.03 for sgd and 0.01 for adam; the last lies beyond the first three.
        Assert.Equal(
            [0.5, 0.1 / Math.Sqrt(10), 0.01],
            found.Select(choice => choice.Rate),
            (a, b) => Math.Abs(a / b - 1) < 1e-12);
        Assert.All(found, choice => Assert.Equal((5, false), (choice.Tried.Count, choice.OnEdge)));
        Assert.Equal(Experiments.Statistics.Verdict.Holds, result.Verdict);
        Assert.Equal(Experiments.Statistics.Verdict.Fails, result.VerdictAtBestRates);
        Assert.Equal("adam-rate-1e-2", result.AtBestRates[0].Criterion.Rival);
        Assert.All(
            result.AtBestRates,
            part => Assert.Equal([1, 2], part.Readings.Select(reading => reading.Subject.Configuration.Seed)));
        Assert.Equal(0, results.Count(
            run => run.Configuration.Setting == "full-batch" && RateSearch.Seeds.Contains(run.Configuration.Seed)));

        // Adam is far behind at its own rate and ahead at ten times that. Training and test losses mislead about
        // the rates.
        static RunResult Made(RunConfiguration run)
        {
            var away = Math.Log(run.LearningRate
                / run.Optimiser switch { GaussNewtonOptions => 0.5, SgdOptions => 0.03, _ => 0.01 });
            var loss = run.Optimiser is GaussNewtonOptions ? 0.1 : Math.Abs(away) < 0.1 ? 0.05 : 1;
            return new(
                run,
                [.. Enumerable.Range(0, run.Epochs + 1).Select(epoch => new EpochMetrics(
                    epoch, epoch, loss, 0.9, 1 / (1 + away * away), 0.9, ValidationLoss: Math.Exp(away * away)))],
                null, 0);
        }
    }

    private static (ClaimWorld World, Experiment Experiment) Find(string id) =>
        (ClaimWorld.All.Single(world => world.Id == id), Catalogue.Single(experiment => experiment.Id == id));
}
