namespace ExactGN.Cli.Tests;

/// <summary>A second signal while the first is being answered. What is saved then goes into pipes that nobody reads, so
/// that the saving lasts until the second signal, however quick the machine is.</summary>
[Trait("Category", "Full")]
public sealed class SecondSignalTests : InTemporaryFolder
{
    // Far below the minute after which the program gives up by itself.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(15);

    // What has not come by then does not come.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Two thousand hidden units make a checkpoint of a megabyte, and two thousand epochs last for minutes.
    private static readonly (string Key, string Value)[] Keys =
    [
        ("Setup.Data.name", "digits"), ("Setup.Model.feature_dim", "64"), ("Setup.Data.subset", "100"),
        ("Setup.Model.hidden_dim", "2000"), ("Setup.Data.batch_size", "10"),
        ("Runtime.Train.args.num_epochs", "2000"),
    ];

    public SecondSignalTests() => File.WriteAllText(
        At("sweep.yaml"),
        $"config: {Config}\nset: {{{string.Join(", ", Keys.Select(key => $"{key.Key}: {key.Value}"))}}}\n"
            + "seeds: 42-43\n");

    private static string Config => Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml");

    private static string[] Settings => [.. Keys.SelectMany(key => (string[])["--set", $"{key.Key}={key.Value}"])];

    [SkippableTheory]
    [InlineData("train", "INT", true)]
    [InlineData("train", "TERM", false)]
    [InlineData("train", "HUP", true)]
    [InlineData("train", "QUIT", false)]
    [InlineData("sweep", "INT", true)]
    [InlineData("sweep", "TERM", false)]
    [InlineData("reproduce", "INT", true)]
    [InlineData("reproduce", "TERM", false)]
    public void While_what_is_done_is_being_saved_another_ends_at_once(string command, string name, bool toGroup)
    {
        Skip.IfNot(SignalledProgram.IsPossible, "Signals are sent by Linux's setsid, env and kill.");
        Skip.IfNot(Shell.Succeeds($"mkfifo '{At("tried")}'"), "Pipes are made by mkfifo, which is not here.");
        var (arguments, goesOn, what) = Prepared(command);
        using var session = new SignalledSession(arguments);
        session.AwaitOutput(goesOn);
        var pipes = Obstructed();

        session.Send(name, toGroup);
        session.AwaitError(ProgramResult.Waiting);
        // The lock of who writes shows that it is being written, once the update under way is done.
        Assert.True(
            SpinWait.SpinUntil(() => pipes.Any(pipe => File.Exists($"{pipe}.lock")), Patience),
            $"nothing is saved: {session.Result}");
        session.Send(name, toGroup);
        var took = session.AwaitEnd();

        var end = session.Result;
        Assert.True(took < AtOnce, $"ended after {took}: {end}");
        Assert.Equal(new SignalSent(name, default, toGroup).ExitCode, end.ExitCode);
        Assert.Equal(
            $"{ProgramResult.Waiting}\nexactgn: Ended at once; the same command takes up the {what}.", end.Error);
        PlainFailure.HasNoStackTrace(end);
        Leftovers.AreNone(At("out"), $"{command} {name}");
        GoesOn(arguments, goesOn);
    }

    // The same command is not refused, and one signal ends it cleanly.
    private void GoesOn(string[] arguments, string goesOn)
    {
        using var session = new SignalledSession(arguments);
        session.AwaitOutput(goesOn);
        session.Send("TERM", toGroup: false);
        session.AwaitEnd();

        var end = session.Result.WithoutWaiting;
        Assert.Equal(143, end.ExitCode);
        Assert.Begins("exactgn: Interrupted; the same command takes up the run", Assert.Single(end.Error.Split('\n')));
        Leftovers.AreNone(At("out"), $"{arguments[0]} once more");
    }

    // What is written to the checkpoints of runs under way goes into pipes, which hold 64 kB.
    private string[] Obstructed()
    {
        string[] pipes = [];
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    Thread.Sleep(20);
                    pipes = [.. UnderWay().Select(run => Path.Combine(run, "checkpoint.bin.partial"))];
                    return pipes.Length > 0;
                },
                Patience),
            "no run is under way");
        Assert.All(pipes, pipe => Assert.True(Shell.Succeeds($"mkfifo '{pipe}'"), pipe));
        return pipes;
    }

    // Those with an epoch behind them, which would be lost: below the head of the table and the row of the start.
    private IEnumerable<string> UnderWay() => Directory.GetDirectories(At("out", "runs"))
        .Where(run => !File.Exists(Path.Combine(run, "manifest.json")))
        .Select(run => (Folder: run, Rows: Path.Combine(run, "metrics.csv")))
        .Where(run => File.Exists(run.Rows) && File.ReadLines(run.Rows).Count() > 2)
        .Select(run => run.Folder);

    private (string[] Arguments, string GoesOn, string What) Prepared(string command)
    {
        string[] end = ["--out", At("out"), "--checkpoint-every", "3600"];
        switch (command)
        {
            case "train":
                return (
                    ["train", "--config", Config, .. Settings, .. end], "epoch 1/", "run from its last checkpoint");
            case "sweep":
                Assert.Equal(
                    0, ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"), "--out", At("plan.jsonl")).ExitCode);
                return (
                    ["sweep", "run", At("plan.jsonl"), "--shard", "1/1", .. end],
                    "epoch 1/",
                    "run from its last checkpoint");
            default:
                // One of its runs takes ten times as long as the others: it is under way when the first has ended.
                return (
                    ["reproduce", "EXP-7", "--regime", "eighth", "--sweep", "off", "--seeds", "42", .. end],
                    "[1/",
                    "runs from their last checkpoints");
        }
    }

    private string At(params string[] parts) => Path.Combine([Folder, .. parts]);
}
