using System.Text.Json;

namespace ExactGN.Cli.Tests;

/// <summary>A sweep of the digits, made by the program's own processes.</summary>
public sealed class SweepTests : InTemporaryFolder
{
    private const string Small = "{Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 100, "
        + "Setup.Model.hidden_dim: 16, Setup.Data.batch_size: 50, Runtime.Train.args.num_epochs: 2}";

    // Runs for minutes unless it is stopped.
    private const string Long = "{Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 100, "
        + "Setup.Model.hidden_dim: 16, Setup.Data.batch_size: 10, Runtime.Train.args.num_epochs: 20000}";

    // A plan of two runs for the tests that make none.
    private static readonly Lazy<string> TwoRuns = new(() =>
    {
        using var tests = new SweepTests();
        tests.Plan(Small, "seeds: 42-43");
        return File.ReadAllText(tests.At("plan.jsonl"));
    });

    public SweepTests() =>
        File.Copy(Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml"), At("base.yaml"));

    [Fact]
    public void A_plan_is_made_run_counted_and_merged_and_nothing_is_made_twice()
    {
        var planned = Plan(Small, "grid: {Runtime.Train.optimizer.args.lr: [0.1, 1e9]}\nseeds: 42-43");
        var onOutput = ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"));
        var slurm = ExactGnProgram.RunIn([("SLURM_ARRAY_TASK_ID", "1")], Run());
        var kubernetes = ExactGnProgram.RunIn([("JOB_COMPLETION_INDEX", "2")], Run());
        var early = ExactGnProgram.Run("sweep", "merge", At("plan.jsonl"), "--out", At("out"));
        var shards = ExactGnProgram.Run(Run("--shard", "1/2"));
        var again = ExactGnProgram.Run(Run("--index", "0"));
        var last = ExactGnProgram.Run(Run("--index", "3"));
        var status = ExactGnProgram.Run("sweep", "status", At("plan.jsonl"), "--out", At("out"));
        var json = ExactGnProgram.Run("sweep", "status", At("plan.jsonl"), "--out", At("out"), "--json");
        var merged = ExactGnProgram.Run("sweep", "merge", At("plan.jsonl"), "--out", At("out"));

        Assert.Equal("4 runs, 0 to 3, in " + At("plan.jsonl"), planned.Lines[0]);
        Assert.Contains(
            planned.Lines,
            line => line.StartsWith("- Pseudo-inverses come from the eigenvalues", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllText(At("plan.jsonl")), onOutput.Output);
        Assert.Equal(
            [0, 1, 2, 3],
            onOutput.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("index").GetInt32()));
        Assert.All(
            (ProgramResult[])[slurm, kubernetes, shards, again, last, status, json, merged],
            result => Assert.True(result.ExitCode == 0 && result.Error.Length == 0, result.ToString()));
        Assert.Begins("run 1 (lr 0.1, seed 43): finished, ", slurm.Lines[^1]);
        Assert.Says(
            "run 2 (lr 1e9, seed 42): finished, digits-mini-batch gn seed 42: diverged in epoch 1",
            kubernetes.Lines[^1]);
        PlainFailure.IsOneSentence(early, "2 of 4 runs have not ended and are missing in '", "': 0,3.");
        Assert.Begins("run 2 (lr 1e9, seed 42): already finished, ", shards.Lines[0]);
        Assert.Begins("run 0 (lr 0.1, seed 42): finished, ", shards.Lines[^1]);
        Assert.Begins("run 0 (lr 0.1, seed 42): already finished, ", Assert.Single(again.Lines));
        Assert.Equal(
            [
                "4 runs", "finished         2   0-1", "diverged         2   2-3", "running          0",
                "interrupted      0", "not begun        0",
            ],
            status.Lines);
        Assert.Equal(
            """{"runs":4,"finished":[0,1],"diverged":[2,3],"running":[],"interrupted":[],"notBegun":[]}""",
            json.Output.Trim());
        Assert.Equal(5, File.ReadAllLines(At("out", "sweep.csv")).Length);
        Assert.Equal(4, Directory.GetDirectories(At("out", "runs")).Length);
    }

    [Fact]
    public void A_run_that_was_killed_is_taken_up_to_the_same_numbers()
    {
        Plan(Small.Replace("num_epochs: 2", "num_epochs: 150", StringComparison.Ordinal), "seeds: 42-43");

        ExactGnProgram.Meanwhile("epoch 3/", Run("--index", "1", "--checkpoint-every", "0"));
        Leftovers.NobodyHolds(At("out"));
        var status = ExactGnProgram.Run("sweep", "status", At("plan.jsonl"), "--out", At("out"));
        var taken = ExactGnProgram.Run(Run("--index", "1"));
        var unbroken = ExactGnProgram.Run(Run("--index", "1", "--out", At("unbroken")));

        Assert.Contains("interrupted      1   1", status.Lines);
        Assert.True(taken.ExitCode == 0, taken.ToString());
        Assert.True(unbroken.ExitCode == 0, unbroken.ToString());
        Assert.DoesNotContain(taken.Lines, line => line.StartsWith("epoch 1/", StringComparison.Ordinal));
        Assert.Contains(unbroken.Lines, line => line.StartsWith("epoch 1/", StringComparison.Ordinal));
        Assert.Equal(["metrics.csv", "updates.csv"], Rows("out").Keys);
        Assert.Equal(Rows("unbroken"), Rows("out"));
    }

    [Fact]
    public void A_run_that_was_begun_with_one_thread_is_not_taken_up_with_two()
    {
        Plan(Small.Replace("num_epochs: 2", "num_epochs: 150", StringComparison.Ordinal), "seeds: 42-43");

        ExactGnProgram.Meanwhile("epoch 3/", Run("--index", "1", "--checkpoint-every", "0"));
        Leftovers.NobodyHolds(At("out"));
        var other = ExactGnProgram.Run(Run("--index", "1", "--threads", "2"));
        var status = ExactGnProgram.Run("sweep", "status", At("plan.jsonl"), "--out", At("out"));
        var taken = ExactGnProgram.Run(Run("--index", "1"));
        var finished = ExactGnProgram.Run(Run("--index", "1", "--threads", "2"));

        PlainFailure.IsOneSentence(other, "is of cpu with 1 thread, and here it is cpu with 2 threads; take that");
        Assert.Contains("interrupted      1   1", status.Lines);
        Assert.True(taken.ExitCode == 0, taken.ToString());
        Assert.DoesNotContain(taken.Lines, line => line.StartsWith("epoch 1/", StringComparison.Ordinal));
        Assert.StartsWith("run 1 (seed 43): already finished, ", finished.Lines[0], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Asked_to_end_it_keeps_its_run_and_says_so_in_one_sentence()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        Plan(Long, "");

        var ended = ExactGnProgram.Interrupt("epoch 1/", Run("--index", "0", "--checkpoint-every", "3600"));

        Assert.Equal(143, ended.ExitCode);
        PlainFailure.IsOneSentence(ended, "Interrupted; the same command takes up the run where it stopped.");
        Assert.Single(Directory.GetFiles(At("out", "runs"), "checkpoint.bin", SearchOption.AllDirectories));
        Assert.Contains(
            "interrupted      1   0",
            ExactGnProgram.Run("sweep", "status", At("plan.jsonl"), "--out", At("out")).Lines);
    }

    [Fact]
    public void What_another_process_is_making_is_left_alone_and_a_shard_makes_the_rest()
    {
        File.WriteAllText(
            At("sweep.yaml"),
            "config: base.yaml\nset: "
            + $"{Small.Replace(", Runtime.Train.args.num_epochs: 2", "", StringComparison.Ordinal)}\n"
            + "list: [{Runtime.Train.args.num_epochs: 20000}, {Runtime.Train.args.num_epochs: 2}]\n");
        Assert.Equal(0, ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"), "--out", At("plan.jsonl")).ExitCode);

        var others = ExactGnProgram.Meanwhile(
            "epoch 1/",
            Run("--index", "0"),
            Run("--index", "0"),
            Run("--shard", "1/1"),
            ["sweep", "status", At("plan.jsonl"), "--out", At("out")]);

        Assert.All(others[..2], other => Assert.Equal(75, other.ExitCode));
        Assert.All(others[..2], other => PlainFailure.IsOneSentence(
            other, $"Another process is making run 0 (num_epochs 20000) in '{At("out")}'", "try again later"));
        Assert.DoesNotContain(others[0].Lines, line => line.StartsWith("epoch ", StringComparison.Ordinal));
        Assert.Begins("run 1 (num_epochs 2): finished, ", others[1].Lines[^2]);
        Assert.Equal([
            "2 runs", "finished         1   1", "diverged         0", "running          1   0", "interrupted      0",
            "not begun        0",
        ], others[2].Lines);
    }

    [SkippableFact]
    public void Where_files_cannot_be_locked_it_is_said()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows locks every file.");
        Plan(Small, "");

        var result = ExactGnProgram.RunIn([("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1")], Run("--index", "0"));

        Assert.Equal(0, result.ExitCode);
        Assert.Says(
            "lies on a file system that does not lock files",
            Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("got 7 from --index", "run", "PLAN", "--index", "7")]
    [InlineData("none of them is there", "run", "PLAN")]
    [InlineData("--shard takes i/n", "run", "PLAN", "--shard", "0/3")]
    [InlineData("there is none 'nowhere.jsonl'", "run", "nowhere.jsonl", "--index", "0")]
    [InlineData(
        "--checkpoint-every takes 0 to a million seconds", "run", "PLAN", "--index", "0", "--checkpoint-every", "-1")]
    [InlineData("--data-dir takes a folder", "run", "PLAN", "--index", "0", "--data-dir", "nowhere")]
    [InlineData("--out is the folder that runs were written to", "merge", "PLAN", "--out", "nowhere")]
    [InlineData("sweep plan takes a file, and there is none 'nowhere.yaml'", "plan", "nowhere.yaml")]
    [InlineData("PLAN/out' cannot be written to", "run", "PLAN", "--index", "0", "--out", "PLAN/out")]
    [InlineData("PLAN/plan.jsonl' cannot be written", "plan", "SWEEP", "--out", "PLAN/plan.jsonl")]
    [InlineData("--to takes the name of a CSV file", "merge", "PLAN", "--out", ".", "--to", "/dev/stdout")]
    public void What_cannot_be_meant_is_refused_in_one_sentence(string says, params string[] arguments)
    {
        File.WriteAllText(At("plan.jsonl"), TwoRuns.Value);
        File.WriteAllText(At("sweep.yaml"), "config: base.yaml\n");
        // Where no folder is named one beside the plan is, so that a folder made by mistake is seen.
        string[] command = [
            "sweep",
            .. arguments.Select(Meant),
            .. arguments[0] == "run" && !arguments.Contains("--out") ? (string[])["--out", At("made")] : [],
        ];

        PlainFailure.IsOneSentence(ExactGnProgram.Run(command), Meant(says));
        Assert.Equal(3, Directory.GetFileSystemEntries(Folder).Length);

        string Meant(string word) => word.Replace("PLAN", At("plan.jsonl"), StringComparison.Ordinal)
            .Replace("SWEEP", At("sweep.yaml"), StringComparison.Ordinal);
    }

    private ProgramResult Plan(string settings, string varies)
    {
        File.WriteAllText(At("sweep.yaml"), $"config: base.yaml\nset: {settings}\n{varies}\n");
        var result = ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"), "--out", At("plan.jsonl"));
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    private string[] Run(params string[] options) => [
        "sweep", "run", At("plan.jsonl"), .. options.Contains("--out") ? [] : (string[])["--out", At("out")], .. options
    ];

    private SortedDictionary<string, string> Rows(string output) =>
        new(Directory.GetFiles(At(output, "runs"), "*.csv", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetFileName(file), File.ReadAllText));

    private string At(params string[] parts) => Path.Combine([Folder, .. parts]);
}
