using ExactGN.Experiments;

namespace ExactGN.Tests;

/// <summary>The empirical claims as predicates, on curves whose verdict is known: each holds where everything is as it says, and each of its parts fails where that one thing is not.</summary>
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

        Assert.All(result.Criteria, part => Assert.Equal((part.Criterion.Statement, Experiments.Verdict.Holds), (part.Criterion.Statement, part.Verdict)));
        Assert.Equal(Experiments.Verdict.Holds, result.Verdict);
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_part_fails_alone_on_curves_where_that_one_thing_is_otherwise(string id)
    {
        var (world, experiment) = Find(id);
        Assert.Equal(experiment.Criteria.Count, world.Spoilers.Count);

        foreach (var (index, spoiler) in world.Spoilers.Index())
        {
            var result = experiment.Judge(world.Runs(experiment, spoiler));

            Assert.Equal(Experiments.Verdict.Fails, result.Verdict);
            Assert.Equal([experiment.Criteria[index].Statement], result.Criteria.Where(part => part.Verdict != Experiments.Verdict.Holds).Select(part => part.Criterion.Statement));
        }
    }

    [Fact]
    public void The_best_rate_is_chosen_by_the_training_loss_whatever_the_test_part_says()
    {
        var experiment = Catalogue[0];
        var runs = experiment.Setting.Runs([1, 2], ScalarType.Float64, "cpu").Select(run => new RunResult(run, [.. Enumerable.Range(0, run.Epochs + 1).Select(epoch => Row(run.Arm, epoch))], null, 0)).ToArray();

        Assert.Equal("adam-rate-3e-3", LearningRateSweep.Best("adam", runs));
        Assert.Equal("gn", LearningRateSweep.Best("gn", runs));
        var result = experiment.Judge(runs);
        Assert.Equal(Experiments.Verdict.Holds, result.Verdict);
        Assert.Equal(Experiments.Verdict.Fails, result.VerdictAtBestRates);

        // Adam is far behind at its own rate and ahead at three times that, where its test loss is bad.
        static EpochMetrics Row(string arm, int epoch) => arm switch
        {
            "gn" => new(epoch, epoch, 0.1, 0.9, 0.1, 0.9),
            "adam-rate-3e-3" => new(epoch, epoch, 0.05, 0.9, 9, 0.1),
            _ => new(epoch, epoch, 1, 0.9, 0.01, 0.99),
        };
    }

    private static (ClaimWorld World, Experiment Experiment) Find(string id) => (ClaimWorld.All.Single(world => world.Id == id), Catalogue.Single(experiment => experiment.Id == id));
}
