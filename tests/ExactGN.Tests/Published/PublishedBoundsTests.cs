using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>Every key has both bounds in its rule: a value at the edges of its type is refused in a sentence that
/// says the rule, or gives a run that keeps its own.</summary>
public sealed class PublishedBoundsTests
{
    private static readonly string[] Values = ["0", "-1", "2147483647", ".nan", "1e308", "\"\""];

    // What each takes of the values, where it takes any.
    private static readonly Dictionary<string, string[]> Taken = new()
    {
        // A place or a description of its own, which may be called anything.
        ["Setup.Data.path"] = [.. Values],
        ["Setup.Experiment.description"] = [.. Values],
        ["Output.Results.output_dir"] = [.. Values],
        ["Output.Results.weight_root_dir"] = [.. Values],
        ["Setup.Experiment.version"] = ["0", "-1", "2147483647"],
        ["Setup.Experiment.seed"] = ["0", "2147483647"],
        ["Setup.Data.validation"] = ["0"],
        ["Setup.Data.label_noise"] = ["0"],
        ["Setup.Model.inv_method_args.atol"] = ["0", "2147483647"],
        ["Setup.Model.reversible_share"] = ["0"],
        ["Setup.Model.output_scale"] = [],
        ["Runtime.Train.args.halved_after"] = ["0"],
        ["Runtime.Train.loss_function.args.damping"] = ["0", "2147483647"],
        ["Runtime.Train.optimizer.args.lr"] = ["2147483647"],
        ["Runtime.Train.optimizer.args.weight_decay"] = ["0", "2147483647"],
        ["Runtime.Train.optimizer.args.momentum"] = ["0"],
    };

    public static TheoryData<string> Keys => [.. PublishedKeys.All.Select(key => key.Path)];

    [Theory, MemberData(nameof(Keys))]
    public void A_value_at_the_edge_of_its_type_is_refused_or_meant(string path)
    {
        var key = PublishedKeys.All.Single(key => key.Path == path);
        foreach (var value in Values)
        {
            var error = Record.Exception(() => PublishedRun.Of(PublishedFile.Parse(
                "train.yaml", new PublishedRecipe().Text, [$"{path}={value}"])).Configuration.Validated());

            var isTaken = Taken.TryGetValue(path, out var taken) && taken.Contains(value);
            Assert.True(
                isTaken ? error is null : error is InvalidDataException,
                $"{path}={value}: {error?.Message ?? "it was taken"}");
            if (error is not null)
            {
                Assert.DoesNotContain('\n', error.Message);
                // Two keys may not fit each other, and then the sentence is about the run.
                Assert.Matches(
                    $@"^(--set )?(train\.yaml|{path.Replace(".", @"\.", StringComparison.Ordinal)}): ", error.Message);
                Assert.True(
                    !key.Takes.Contains("at least", StringComparison.Ordinal)
                    || key.Takes.Contains("at most", StringComparison.Ordinal),
                    key.Takes);
            }
        }
    }

    [Theory]
    [InlineData("Epochs", 1_000_001)]
    [InlineData("Epochs", -1)]
    [InlineData("BatchSize", 0)]
    [InlineData("BatchSize", int.MaxValue)]
    [InlineData("TrainSamples", 0)]
    [InlineData("TestEvery", 0)]
    [InlineData("LearningRate", double.NaN)]
    [InlineData("LearningRate", double.PositiveInfinity)]
    [InlineData("WeightDecay", -1.0)]
    [InlineData("WeightDecay", double.PositiveInfinity)]
    public void A_line_of_a_plan_keeps_the_rules_of_a_run(string property, object value)
    {
        var plan = PublishedRun.Of(
            PublishedFile.Parse("train.yaml", new PublishedRecipe().Text), null).Configuration;
        var broken = typeof(RunConfiguration).GetProperty(property)!;
        var run = plan with { };
        broken.SetValue(
            run, Convert.ChangeType(value, broken.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
        IsRefused(run);
    }

    [Fact]
    public void A_line_of_a_plan_keeps_the_rules_of_an_optimiser()
    {
        var plan = PublishedRun.Of(PublishedFile.Parse("train.yaml", new PublishedRecipe().Text), null).Configuration;
        Assert.All(
            (HalfSolver[])
            [
                new HalfSolver.Truncated(Rtol: double.NaN), new HalfSolver.Truncated(Atol: 1e308),
                new HalfSolver.Tikhonov(double.NaN), new HalfSolver.Tikhonov(0),
                new HalfSolver.Perturbed(new HalfSolver.Untruncated(), -1),
                new HalfSolver.Perturbed(new HalfSolver.Tikhonov(-1), 0.1),
            ],
            solver => IsRefused(plan.Solving(solver)));
        Assert.All(
            (OptimiserOptions[])
            [
                new GaussNewtonOptions { Curvature = Curvature.Damped(1e308) }, new SgdOptions(1),
                new GaussNewtonOptions { RightInverse = new RightInverse.MinimumNorm(1) },
                new GaussNewtonOptions { RightInverse = new RightInverse.Mixture(1.5, new HalfSolver.Untruncated()) },
            ],
            optimiser =>
            {
                IsRefused(plan with { Optimiser = optimiser });
                IsRefused(plan with { Switch = new(1, optimiser, 0.1) });
            });
    }

    private static void IsRefused(RunConfiguration run)
    {
        var text = new SweepPlan("plan", [new(0, [], run)], []).Text;

        var error = Assert.Throws<InvalidDataException>(() => SweepPlan.Parse("plan.jsonl", [text]));

        Assert.Begins("plan.jsonl, line 1: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
