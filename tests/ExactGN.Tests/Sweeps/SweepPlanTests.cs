using FsCheck.Xunit;

namespace ExactGN.Experiments.Tests;

public sealed class SweepPlanTests : IDisposable
{
    private readonly SweepText _sweep = new();

    public void Dispose() => _sweep.Dispose();

    [Property(Arbitrary = [typeof(SweepRecipes)], MaxTest = 40, Replay = "(42,43)", QuietOnSuccess = true)]
    public void All_combinations_are_there_once_in_the_files_order(SweepRecipe recipe) => Assert.Equal(
        recipe.Expected, _sweep.Plan(recipe.Text).Runs.Select(
            run => (run.Run.Epochs, run.Run.LearningRate, run.Run.BatchSize, run.Run.Seed)));

    [Property(Arbitrary = [typeof(SweepRecipes)], MaxTest = 40, Replay = "(42,43)", QuietOnSuccess = true)]
    public void A_plan_that_is_written_and_read_is_the_same(SweepRecipe recipe)
    {
        var plan = _sweep.Plan(recipe.Text);

        var again = SweepPlan.Parse("plan.jsonl", plan.Text.Split('\n')[..^1]);

        Assert.Equal(plan.Runs.Select(run => run.Run), again.Runs.Select(run => run.Run));
        Assert.Equal(plan.Text, again.Text);
    }

    [Property(Arbitrary = [typeof(SweepRecipes)], MaxTest = 20, Replay = "(42,43)", QuietOnSuccess = true)]
    public void Shards_share_out_all_runs_evenly(SweepRecipe recipe)
    {
        var plan = _sweep.Plan(recipe.Text);
        foreach (var of in (int[])[1, 2, 3, 7, plan.Runs.Count + 1])
        {
            var parts = Enumerable.Range(1, of)
                .Select(number => SweepShard.Parse($"{number}/{of}").Part(plan))
                .ToArray();

            Assert.Equal(
                plan.Runs.Select(run => run.Index), parts.SelectMany(part => part).Select(run => run.Index).Order());
            Assert.InRange(parts.Max(part => part.Count) - parts.Min(part => part.Count), 0, 1);
        }
    }

    [Fact]
    public void What_varies_has_a_value_in_every_run_also_where_the_file_gives_it()
    {
        var plan = _sweep.Plan($$"""
            config: base.yaml
            set: {{SweepText.Digits}}
            list:
              - {Runtime.Train.optimizer.args.lr: 0.25}
              - {Setup.Data.batch_size: 32}
            """);

        Assert.Equal(
            ["lr 0.25, batch_size 1024", "lr 0.5, batch_size 32"],
            plan.Runs.Select(run => run.Label.Split('(', ')')[1]));
        Assert.Equal([(0.25, 1024), (0.5, 32)], plan.Runs.Select(run => (run.Run.LearningRate, run.Run.BatchSize)));
    }

    [Theory]
    [InlineData("set: [Setup.Data.name=digits, Setup.Model.feature_dim=64, Setup.Data.subset=100]\nseeds: 7\n")]
    [InlineData("set: {Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 100}\nseeds: [7]\n")]
    [InlineData(
        "set: {Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 100, "
        + "Setup.Experiment.seed: 7}\n")]
    public void One_thing_said_in_several_ways_is_one_plan(string text)
    {
        var run = Assert.Single(_sweep.Plan("config: base.yaml\n" + text).Runs);

        Assert.Equal(
            ("digits", 100, 7), (run.Run.Data, run.Run.TrainSamples, run.Run.Seed));
    }

    [Theory]
    [InlineData(
        "config: base.yaml\ngird: {}\nseed: 1\n",
        "sweep.yaml has keys that are not a sweep's: 'gird' (sweep.yaml, line 2; the nearest is 'grid'); "
        + "'seed' (sweep.yaml, line 3; the nearest is 'seeds').")]
    [InlineData("seeds: 1-2\n", "sweep.yaml: 'config' takes a published configuration file, got nothing.")]
    [InlineData("config: [a]\n", "sweep.yaml, line 1: 'config' takes a published configuration file, got [a].")]
    [InlineData(
        "config: base.yaml\nset: {Setup.Data.batchsize: 3}\n",
        "sweep.yaml, line 2: a setting is a key of the published files, and 'Setup.Data.batchsize' is none; "
        + "the nearest is 'Setup.Data.batch_size'.")]
    [InlineData(
        "config: base.yaml\nset: [Setup.Data.batch_size]\n",
        "sweep.yaml, line 2: an item of 'set' is KEY=VALUE, got Setup.Data.batch_size.")]
    [InlineData(
        "config: base.yaml\nset: 3\n",
        "sweep.yaml, line 2: 'set' takes settings, as a map or as a list of KEY=VALUE, got 3.")]
    [InlineData(
        "config: base.yaml\ngrid:\n  Setup.Data.batch_size: 3\n",
        "sweep.yaml, line 3: 'Setup.Data.batch_size' of 'grid' takes a list of at least one value, got 3.")]
    [InlineData(
        "config: base.yaml\ngrid:\n  Setup.Data.batch_size: []\n",
        "sweep.yaml, line 3: 'Setup.Data.batch_size' of 'grid' takes a list of at least one value, got [].")]
    [InlineData(
        "config: base.yaml\ngrid: [3]\n",
        "sweep.yaml, line 2: 'grid' takes a map from settings to lists of values, got [3].")]
    [InlineData(
        "config: base.yaml\nlist: []\n", "sweep.yaml, line 2: 'list' takes at least one map of settings, got [].")]
    [InlineData(
        "config: base.yaml\nlist:\n  - 3\n", "sweep.yaml, line 3: an item of 'list' is a map of settings, got 3.")]
    [InlineData(
        "config: base.yaml\nseeds: many\n",
        "sweep.yaml, line 2: 'seeds' takes numbers and ranges from 0 to 2147483647, such as 42,43 or 42-51, "
        + "got 'many'.")]
    [InlineData(
        "config: base.yaml\nseeds: {a: 1}\n",
        "sweep.yaml, line 2: 'seeds' takes numbers and ranges such as 42-51, got {a: 1}.")]
    [InlineData(
        "config: base.yaml\nseeds: 42,42\n",
        "sweep.yaml, line 2: Each seed may be named once, got 42 twice or more in '42,42'.")]
    [InlineData(
        "config: base.yaml\nset: {Setup.Experiment.seed: 1}\nseeds: 1-2\n",
        "A setting is given in one place of a sweep, and 'Setup.Experiment.seed' is at sweep.yaml, "
        + "line 2 and at sweep.yaml, line 3.")]
    [InlineData(
        "config: base.yaml\nset: {Setup.Data.batch_size: many}\n",
        "sweep.yaml, line 2: 'Setup.Data.batch_size' takes a whole number from 1 to 16777216, got many.")]
    [InlineData(
        "config: base.yaml\ngrid:\n  Setup.Model.feature_dim:\n    - 784\n    - 64\n",
        "sweep.yaml, line 5: 'Setup.Model.feature_dim' must be 784, the numbers of an image of MNIST (28×28), got 64.")]
    public void What_is_no_sweep_is_refused_in_one_sentence_with_its_line(string text, string sentence) =>
        Assert.Equal(sentence, Refusal(() => _sweep.Plan(text)));

    [Theory, InlineData("", "nothing"), InlineData("3", "3"), InlineData("[config]", "[config]")]
    public void What_is_no_map_is_refused(string text, string got) =>
        Assert.Ends(
            $"sweep.yaml' must hold some of the keys config, set, list, grid, seeds, got {got}.",
            Refusal(() => _sweep.Plan(text)));

    [Fact]
    public void A_published_file_that_is_not_there_is_named_by_who_asks_for_it() => Assert.Begins(
        "sweep.yaml, line 1: 'config' takes a file, and there is none '",
        Assert.Throws<FileNotFoundException>(() => _sweep.Plan("config: none.yaml\n")).Message);

    [Fact]
    public void The_same_run_twice_is_refused_with_both_places() => Assert.Equal(
        "Each run may be asked for once, and run 2 (lr 1e-1) (sweep.yaml, line 6) is the same as run 0 (lr "
        + "0.1) (sweep.yaml, line 4).",
        Refusal(() => _sweep.Plan(
            "config: base.yaml\ngrid:\n  Runtime.Train.optimizer.args.lr:\n    - 0.1\n    - 0.2\n    - 1e-1\n")));

    [Fact]
    public void More_runs_than_anybody_means_are_refused_before_they_are_made()
    {
        var values = $"[{string.Join(", ", Enumerable.Range(1, 1000))}]";

        Assert.Equal(
            "A sweep has at most 100000 runs, and 'sweep.yaml' asks for 1000000.",
            Refusal(() => _sweep.Plan(
                $"config: base.yaml\ngrid: {{Setup.Data.batch_size: {values}, Setup.Model.hidden_dim: {values}}}\n")));
    }

    [Theory]
    [InlineData(
        "\"index\":1,",
        "\"index\":2,",
        "plan.jsonl, line 2: a plan has one run to a line and its index there is 1, got 2.")]
    [InlineData("\"seed\":43", "\"seed\":42", "plan.jsonl, line 2: each run is there once, and line 1 has the same.")]
    [InlineData(
        "\"dtype\":\"float32\"",
        "\"dtype\":\"float64\"",
        "plan.jsonl, line 2: the runs of a plan have one precision, Float32 so far, got Float64.")]
    [InlineData(
        "Setup.Experiment.seed",
        "Setup.Data.subset",
        "plan.jsonl, line 2: the same settings vary in all runs of a plan, and here are others than in line 1.")]
    [InlineData(
        "digits-full-batch",
        "../../elsewhere",
        "plan.jsonl, line 2: setting and arm are made of letters, digits and hyphens, got '../../elsewhere' and 'gn'.")]
    [InlineData("\"arm\":\"gn\"", "\"arm\":\"..\"", "plan.jsonl, line 2: this is no run of a plan, which "
        + "'exactgn sweep plan' of this version writes (at $.run.arm): An arm is an optimiser and what sets it apart, "
        + "such as gn, gn-sigma-0.01, rev-n32-h64 and mn-ce-rate-5e-1, with numbers at their shortest, got '..'.")]
    [InlineData("\"arm\":\"gn\"", "\"arm\":7", "plan.jsonl, line 2: this is no run of a plan, which ")]
    [InlineData("\"arm\":\"gn\"", "\"arm\":null", "plan.jsonl, line 2: this is no run of a plan, which ")]
    [InlineData("\"epochs\":", "\"epoch\":", "plan.jsonl, line 2: this is no run of a plan, which ")]
    [InlineData("\"dtype\":", "\"device\":\"auto\",\"dtype\":", "plan.jsonl, line 2: this is no run of a plan, "
        + "which 'exactgn sweep plan' of this version writes (at $.run.device): "
        + "The JSON property 'device' could not be mapped")]
    [InlineData("{", "", "plan.jsonl, line 2: this is no run of a plan, which ")]
    public void A_plan_that_was_changed_into_none_is_refused_with_its_line(string from, string to, string says)
    {
        var lines = _sweep.Plan($"config: base.yaml\nset: {SweepText.Digits}\nseeds: 42-43\n").Text.Split('\n')[..^1];
        Assert.Says(from, lines[1]);
        lines[1] = lines[1].Replace(from, to, StringComparison.Ordinal);

        Assert.Begins(says, Refusal(() => SweepPlan.Parse("plan.jsonl", lines)));
    }

    [Theory]
    [InlineData("3/2"), InlineData("0/2"), InlineData("1"), InlineData("a/b"), InlineData("1/2/3"), InlineData("-1/2")]
    public void A_shard_that_is_none_is_refused(string text) =>
        Assert.Equal(
            $"--shard takes i/n with i from 1 to n, such as 2/4, and n at most 100000, got '{text}'.",
            Assert.Throws<FormatException>(() => SweepShard.Parse(text)).Message);

    [Fact]
    public void An_index_comes_from_the_option_else_from_Slurm_else_from_Kubernetes()
    {
        var plan = _sweep.Plan($"config: base.yaml\nset: {SweepText.Digits}\nseeds: 42-46\n");

        Assert.Equal([3], Of(3, null, ("SLURM_ARRAY_TASK_ID", "1"), ("JOB_COMPLETION_INDEX", "2")));
        Assert.Equal([1], Of(null, null, ("SLURM_ARRAY_TASK_ID", "1"), ("JOB_COMPLETION_INDEX", "2")));
        Assert.Equal([2], Of(null, null, ("JOB_COMPLETION_INDEX", "2")));
        Assert.Equal([1, 3], Of(null, "2/2", ("SLURM_ARRAY_TASK_ID", "4")));
        Assert.Says("none of them is there", Assert.Throws<ArgumentException>(() => Of(null, null)).Message);
        Assert.Says("got both", Assert.Throws<ArgumentException>(() => Of(1, "1/2")).Message);
        Assert.Equal(
            "'sweep.yaml' has the runs 0 to 4, got 5 from SLURM_ARRAY_TASK_ID.",
            Assert.Throws<ArgumentException>(() => Of(null, null, ("SLURM_ARRAY_TASK_ID", "5"))).Message);
        Assert.Equal(
            "SLURM_ARRAY_TASK_ID takes the index of a run, got '1x'.",
            Assert.Throws<FormatException>(() => Of(null, null, ("SLURM_ARRAY_TASK_ID", "1x"))).Message);

        IEnumerable<int> Of(int? index, string? shard, params (string Name, string Value)[] variables) =>
            SweepPart.Of(plan, index, shard, name => variables.FirstOrDefault(variable => variable.Name == name).Value)
                .Select(run => run.Index);
    }

    private static string Refusal(Action act)
    {
        var message = Assert.Throws<InvalidDataException>(act).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
