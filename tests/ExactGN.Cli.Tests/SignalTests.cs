using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace ExactGN.Cli.Tests;

/// <summary>INT, TERM, HUP and QUIT at random moments, once or twice, to the program alone or to it and its workers:
/// every command ends, says so in one sentence, and leaves nothing that keeps it from starting again.</summary>
[Trait("Category", "Full")]
public sealed partial class SignalTests : InTemporaryFolder
{
    // What an answer takes is measured on a quiet machine; this one may be busy, and then a start alone takes longer.
    private static readonly TimeSpan BusyAnswer = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);

    private static readonly string[] Names = ["INT", "TERM", "HUP", "QUIT"];

    private readonly ITestOutputHelper _output;
    public SignalTests(ITestOutputHelper output)
    {
        _output = output;
        File.WriteAllText(At("property-The_inverse_undoes_the_forward_map.json"), """
            { "claim": "REV-2", "property": "The_inverse_undoes_the_forward_map", "holds": true,
              "cases": 100, "worstRatio": 1.5, "threshold": 30, "worstRecipe": "R",
              "replay": "(5,7)", "device": "cpu", "seconds": 1, "torchSharp": "0", "dotnet": "10" }
            """);
        File.WriteAllText(At("sweep.yaml"), $$"""
            config: {{Config}}
            set: {Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 100,
                Setup.Model.hidden_dim: 16, Setup.Data.batch_size: 10, Runtime.Train.args.num_epochs: 10}
            seeds: 42-43
            """);
    }

    private static string Config => Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml");

    [SkippableFact]
    public void At_random_moments_every_command_ends_and_starts_again()
    {
        Skip.IfNot(SignalledProgram.IsPossible, "Signals are sent by Linux's setsid, env and kill.");
        var draws = Environment.GetEnvironmentVariable("EXACTGN_CASES") is { Length: > 0 } cases
            ? int.Parse(cases, CultureInfo.InvariantCulture)
            : 40;
        using var server = new SlowServer();
        Assert.Equal(0, ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"), "--out", At("plan.jsonl")).ExitCode);
        // How long each takes when nobody interrupts it, as far as it is drawn from.
        string[] reproduce =
            [
                "reproduce", "EXP-4", "--sweep", "off", "--seeds", "42", "--out", At("reproduce"),
                "--checkpoint-every", "0.2",
            ];
        (string[] Command, double Seconds)[] commands =
        [
            (Train("short", hidden: 16, epochs: 20, checkpointEvery: "0.1"), 1.5),
            (reproduce, 2.5),
            (
                ["sweep", "run", At("plan.jsonl"), "--shard", "1/1", "--out", At("sweep"), "--checkpoint-every", "0"],
                1.5),
            // Most of its time goes into updates and into writing checkpoints.
            (
                [
                    .. Train("wide", hidden: 8000, epochs: 1000, checkpointEvery: "0"),
                    "--set",
                    "Setup.Model.num_layers=6",
                ],
                3),
            (["data", "fetch", "mnist", "--from", server.Address, "--data-dir", At("data")], 0.8),
            (reproduce, 2.5),
            (["report", "--evidence", Folder, "--out", At("page.html")], 0.5),
            (["crosscheck", ExactGnProgram.OracleFolder], 1.5),
            (["sweep", "plan", At("sweep.yaml"), "--out", At("plan.jsonl")], 0.4),
            (["claims", "--evidence", Folder], 0.4),
            (["verify", "--cases", "20", "--out", At("verify")], 2.5),
            (["doctor"], 0.8),
        ];
        var random = new Random(17);
        List<SignalledResult> results = [];
        for (var i = 0; i < draws; i++)
        {
            var (command, seconds) = commands[i % commands.Length];
            SignalSent[] signals =
                [Drawn(seconds), .. random.Next(2) == 0 ? [] : (SignalSent[])[Drawn(0.1)]];

            var end = SignalledProgram.Run(signals, command);

            results.Add(end);
            IsAnEnd(end, string.Join(' ', command));

            SignalSent Drawn(double within) => new(
                Names[random.Next(Names.Length)], TimeSpan.FromSeconds(within * random.NextDouble()),
                ToGroup: random.Next(2) == 0);
        }

        SignalledResult[] ended = [.. results.Where(result => result.Result.ExitCode != 0)];
        var atOnce = ended.Count(end => end.Result.Error.Contains("Ended at once", StringComparison.Ordinal));
        _output.WriteLine($"{draws} draws: {ended.Length} ended early, {atOnce} of them at once by a second signal; "
            + $"the longest answer took {results.Max(result => result.Answer).TotalSeconds:0.00} s");
        Assert.True(ended.Length >= draws / 2, "too few signals found their program running");
        foreach (var (command, _) in commands.Take(3))
        {
            var last = ExactGnProgram.Run(command);
            Assert.True(last.ExitCode == 0 && last.Error.Length == 0, last.ToString());
        }

        Assert.Equal(
            0, ExactGnProgram.Run(Train("unbroken", hidden: 16, epochs: 20, checkpointEvery: "3600")).ExitCode);
        Assert.Equal(Rows("unbroken"), Rows("short"));
    }

    [SkippableTheory, InlineData("INT"), InlineData("TERM"), InlineData("HUP")]
    public void While_a_network_of_sixty_thousand_blocks_is_drawn(string name)
    {
        Skip.IfNot(SignalledProgram.IsPossible, "Signals are sent by Linux's setsid, env and kill.");
        List<TimeSpan> answers = [];
        // A busy machine may take its time once.
        while (answers.Count < 3 && answers.All(answer => answer > Answer))
        {
            var end = SignalledProgram.Run(
                [new(name, TimeSpan.FromSeconds(3), ToGroup: false)],
                [
                    .. Train("deep", hidden: 64, epochs: 2, checkpointEvery: "30"),
                    "--set",
                    "Setup.Model.num_layers=60000",
                ]);

            IsAnEnd(end, "train");
            PlainFailure.IsOneSentence(
                end.Result.WithoutWaiting,
                "exactgn: Interrupted; the same command takes up the run where it stopped.");
            answers.Add(end.Answer);
        }

        _output.WriteLine(
            $"answered after {string.Join(" and ", answers.Select(answer => $"{answer.TotalSeconds:0.00} s"))}");
        Assert.True(answers[^1] <= Answer, $"answered after {string.Join(" and ", answers)}");
    }

    private void IsAnEnd(SignalledResult end, string command)
    {
        var said = $"{command}\n{string.Join('\n', end.Sent)}\n{end.Result}";
        Assert.True(end.Answer < BusyAnswer, $"not answered for {end.Answer}: {said}");
        Assert.True(
            end.Result.ExitCode == 0 || end.Sent.Any(signal => signal.ExitCode == end.Result.ExitCode), said);
        var lines = end.Result.WithoutWaiting.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The first moments of a process are the runtime's, where a signal ends it without a word.
        Assert.True(end.Result.ExitCode == 0 ? lines.Length == 0
            : lines.Length == 1 ? Farewell.IsMatch(lines[0])
            : lines.Length == 0 && end.Result.Output.Length == 0, said);
        Leftovers.AreNone(Folder, said);
    }

    [GeneratedRegex(@"^exactgn: (Interrupted|Ended at once); [^.]+\.$")]
    private static partial Regex Farewell { get; }

    private SortedDictionary<string, string> Rows(string output) =>
        new(Directory.GetFiles(At(output, "runs"), "*.csv", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText));

    private string[] Train(string output, int hidden, int epochs, string checkpointEvery) =>
    [
        "train", "--config", Config, "--out", At(output), "--checkpoint-every", checkpointEvery,
        "--set", "Setup.Data.name=digits", "--set", "Setup.Model.feature_dim=64",
        "--set", "Setup.Data.subset=100", "--set", "Setup.Data.batch_size=10",
        "--set", $"Setup.Model.hidden_dim={hidden}", "--set", $"Runtime.Train.args.num_epochs={epochs}",
        "--set", "Runtime.Train.optimizer.args.lr=0.01",
    ];

    private string At(params string[] parts) => Path.Combine([Folder, .. parts]);
}
