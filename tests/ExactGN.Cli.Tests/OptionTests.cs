using System.Text.RegularExpressions;

namespace ExactGN.Cli.Tests;

/// <summary>Every option of every command: values at the edges of their types, empty names, and names of what is no
/// file are refused in a sentence, or meant.</summary>
[Trait("Category", "Full")]
public sealed partial class OptionTests : IDisposable
{
    private static readonly string[] Edges = ["0", "-1", "2147483647", "NaN", "1e308", ""];

    // What a command needs beside the option that is tried, so that a value that is meant ends soon.
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["reproduce"] = ["EXP-4", "--sweep", "off", "--seeds", "42", "--epochs", "1", "--out", "OUT"],
        ["train"] =
        [
            "--config", "CONFIG", "--out", "OUT", "--set", "Setup.Data.name=digits", "--set",
            "Setup.Model.feature_dim=64", "--set", "Setup.Data.subset=64",
            "--set", "Setup.Model.hidden_dim=16", "--set", "Runtime.Train.args.num_epochs=1",
        ],
        ["sweep plan"] = ["SWEEP"],
        ["sweep run"] = ["PLAN", "--index", "0", "--out", "OUT"],
        ["sweep status"] = ["PLAN", "--out", "OUT"],
        ["sweep merge"] = ["PLAN", "--out", "OUT"],
        ["data list"] = [],
        ["data fetch"] = ["mnist", "--data-dir", "OUT", "--from", "OUT"],
        ["data verify"] = ["mnist"],
        ["crosscheck"] = [],
        ["claims"] = ["--evidence", "EVIDENCE"],
        ["report"] = ["--evidence", "EVIDENCE", "--out", "OUT/page.html"],
        ["verify"] = ["--claims", "LOSS-1", "--cases", "1", "--out", "OUT"],
        ["doctor"] = [],
    };

    // Numbers and lists of them, with the edges that are meant.
    private static readonly (string Command, string Option, string[] Meant)[] Numbers =
    [
        ("reproduce", "--seeds", ["0", "2147483647"]),
        ("reproduce", "--epochs", []),
        ("reproduce", "--checkpoint-every", ["0"]),
        ("train", "--checkpoint-every", ["0"]),
        ("train", "--block-size", []),
        ("train", "--kernel-size", []),
        ("train", "--set", []),
        ("sweep run", "--index", ["0"]),
        ("sweep run", "--shard", []),
        ("sweep run", "--threads", []),
        ("sweep run", "--checkpoint-every", ["0"]),
        ("data fetch", "--timeout", []),
        ("verify", "--cases", []),
        ("verify", "--seed", ["0", "2147483647"]),
        ("verify", "--timeout", []),
        ("verify", "--memory", []),
    ];

    private static readonly (string Command, string Option)[] Words =
    [
        ("reproduce", "--scale"), ("reproduce", "--data"), ("reproduce", "--regime"), ("reproduce", "--sweep"),
        ("reproduce", "--device"), ("reproduce", "--dtype"),
        ("train", "--device"), ("train", "--dtype"), ("train", "--architecture"), ("sweep plan", "--dtype"),
        ("sweep run", "--device"), ("verify", "--device"), ("verify", "--claims"), ("verify", "--init"),
    ];

    // Names, and whether the option takes what is there already (true) or makes it (false).
    private static readonly (string Command, string Option, bool IsRead)[] Paths =
    [
        ("reproduce", "--out", false), ("reproduce", "--data-dir", true), ("train", "--config", true),
        ("train", "--out", false), ("train", "--data-dir", true),
        ("sweep plan", "--out", false), ("sweep run", "--out", false), ("sweep run", "--data-dir", true),
        ("sweep status", "--out", true), ("sweep merge", "--out", true),
        ("sweep merge", "--to", false), ("data list", "--data-dir", true), ("data fetch", "--data-dir", false),
        ("data fetch", "--from", true), ("data verify", "--data-dir", true),
        ("claims", "--evidence", true), ("report", "--out", false), ("report", "--evidence", true),
        ("report", "--coverage", true),
        ("verify", "--junit", false), ("verify", "--page", false), ("verify", "--out", false),
        ("verify", "--known", true), ("verify", "--replay", true),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("exactgn-options-").FullName;

    public OptionTests()
    {
        Directory.CreateDirectory(At("evidence"));
        File.WriteAllText(At("evidence/property-The_inverse_undoes_the_forward_map.json"), """
            { "claim": "REV-2", "property": "The_inverse_undoes_the_forward_map", "holds": true,
              "cases": 100, "worstRatio": 1.5, "threshold": 30, "worstRecipe": "R",
              "replay": "(5,7)", "device": "cpu", "seconds": 1, "torchSharp": "0", "dotnet": "10" }
            """);
        File.WriteAllText(At("sweep.yaml"), $$"""
            config: {{Config}}
            set: {Setup.Data.name: digits, Setup.Model.feature_dim: 64, Setup.Data.subset: 64,
                Setup.Model.hidden_dim: 16, Runtime.Train.args.num_epochs: 1}
            """);
        Assert.Equal(0, ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"), "--out", At("plan.jsonl")).ExitCode);
    }

    private static string Config => Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_option_with_a_value_is_in_a_table()
    {
        (string, string)[] offered =
        [
            .. Needed.Keys.SelectMany(command => ExactGnProgram.Run([.. command.Split(' '), "--help"]).Output
                .Split('\n')
                .Select(line => WithValue.Match(line))
                .Where(match => match.Success)
                .Select(match => (command, match.Groups["option"].Value))).Order(),
        ];

        Assert.Equal(
            offered,
            Numbers.Select(row => (row.Command, row.Option))
                .Concat(Words)
                .Concat(Paths.Select(row => (row.Command, row.Option)))
                .Order());
    }

    [Fact]
    public void Numbers_at_the_edges_are_refused_or_meant() =>
        NothingIsWrong(
            from row in Numbers
            from value in Edges
            select Trial(
                row.Command, row.Option, value, row.Meant.Contains(value),
                // How many runs there are only the plan knows.
                $@"{row.Option} takes \S|has the runs \d+ to \d+, got \S+ from {row.Option}\."));

    [Fact]
    public void Words_that_are_none_are_refused() =>
        NothingIsWrong(
            from row in Words
            from value in (string[])["", "2147483647"]
            select Trial(row.Command, row.Option, value, isMeant: false));

    [Fact]
    public void Names_that_are_empty_or_longer_than_any_are_refused() =>
        NothingIsWrong(
            from row in Paths
            from value in (string[])["", At(new string('n', 300))]
            // A folder that is made only where a law is broken.
            where value.Length == 0 || row is not ("verify", "--out", _)
            select Trial(row.Command, row.Option, value, isMeant: false));

    [Fact]
    public void Every_name_that_begins_with_a_tilde_is_expanded_or_refused()
    {
        foreach (var (command, option, _) in Paths)
        {
            // Another user's home is named in the refusal of whatever option it was given.
            string[] words = Command(command, option, "~somebody/x");
            PlainFailure.IsOneSentence(
                ExactGnProgram.Run([.. words[..^2], $"{option}=~somebody/x"]), "got '~somebody/x'");
        }

        PlainFailure.IsOneSentence(ExactGnProgram.Run("crosscheck", "~somebody/x"), "got '~somebody/x'");
    }

    [SkippableTheory, InlineData("--out", "~/runs"), InlineData("--out=~/runs", null), InlineData("--out:~/runs", null)]
    public void A_tilde_that_no_shell_has_seen_is_the_home_folder(string word, string? value)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows takes no home folder from the environment.");
        var home = Directory.CreateDirectory(At("home")).FullName;
        var before = Directory.GetFileSystemEntries(Path.GetTempPath(), "~*");

        var words = Command("train", "--out", "")[..^2];
        var result = ExactGnProgram.RunIn(
            [("HOME", home)], [.. words, word, .. value is null ? (string[])[] : [value]]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Single(Directory.GetFiles(Path.Combine(home, "runs"), "result.json", SearchOption.AllDirectories));
        // The program's working folder.
        Assert.Equal(before, Directory.GetFileSystemEntries(Path.GetTempPath(), "~*"));
    }

    [SkippableFact]
    public void A_pipe_or_a_device_is_no_folder_and_stays_what_it_is()
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && Shell.Succeeds($"mkfifo '{At("pipe")}'"), "This system makes no pipes.");
        // Those that take files are tried with pipes that somebody writes to; verify makes its folder for what fails.
        string[] files = ["--config", "--coverage", "--to", "--junit", "--page", "--known", "--replay"];
        NothingIsWrong(
            from row in Paths
            where !files.Contains(row.Option)
                && row is not ("sweep plan" or "report" or "verify", "--out", _)
                && row.Option != "--evidence"
            from place in (string[])[At("pipe"), "/dev/null"]
            select Trial(row.Command, row.Option, place, isMeant: IsMerelyEmpty(row.Command, row.Option)));
        Assert.True(Shell.Succeeds($"test -p '{At("pipe")}' && test -c /dev/null"));
    }

    [SkippableFact]
    public void Files_are_read_from_pipes()
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && Shell.Succeeds($"mkfifo '{At("pipe")}'"), "This system makes no pipes.");
        var train = ExactGnProgram.RunIn(
            $"cat '{Config}' > '{At("pipe")}' & \"$@\"", Command("train", "--config", At("pipe")));
        Assert.True(train.ExitCode == 0 && train.Error.Length == 0, train.ToString());
        Assert.Equal(File.ReadAllText(Config), File.ReadAllText(
            Assert.Single(Directory.GetFiles(At("out"), "configuration.yaml", SearchOption.AllDirectories))));

        var plan = ExactGnProgram.RunIn(
            $"cat '{At("plan.jsonl")}' > '{At("pipe")}' & \"$@\"", "sweep", "run", At("pipe"), "--index", "0",
            "--out", At("out"));
        Assert.True(plan.ExitCode == 0 && plan.Error.Length == 0, plan.ToString());

        var oracle = Path.Combine(ExactGnProgram.OracleFolder, "case01.json");
        var check = ExactGnProgram.RunIn($"cat '{oracle}' > '{At("pipe")}' & \"$@\"", "crosscheck", At("pipe"));
        Assert.True(check.ExitCode == 0 && check.Error.Length == 0, check.ToString());
    }

    [SkippableTheory]
    [InlineData("train", "--config", "/dev/zero")]
    [InlineData("sweep", "run", "/dev/zero", "--index", "0")]
    [InlineData("sweep", "plan", "/dev/zero")]
    [InlineData("report", "--coverage", "/dev/zero")]
    [InlineData("crosscheck", "/dev/zero")]
    [InlineData("verify", "--claims", "LOSS-1", "--known", "/dev/zero")]
    [InlineData("verify", "--replay", "/dev/zero")]
    public void A_file_without_an_end_is_refused(params string[] command)
    {
        Skip.IfNot(File.Exists("/dev/zero"), "This system has no /dev/zero.");
        PlainFailure.IsOneSentence(
            ExactGnProgram.Run([
                .. command,
                .. command[0] == "report" ? (string[])["--evidence", At("evidence"), "--out", At("page.html")] : [],
            ]),
            "'/dev/zero' ");
    }

    [Theory]
    [InlineData("train", "--config")]
    [InlineData("verify", "--known")]
    [InlineData("verify", "--replay")]
    public void A_folder_is_no_file(string command, string option) =>
        PlainFailure.IsOneSentence(
            ExactGnProgram.Run(command, option, _folder), $"{option} takes a file, and '{_folder}' is a folder.");

    // Looking for data or for runs where there is nothing finds nothing.
    private static bool IsMerelyEmpty(string command, string option) => (command, option) is ("sweep status", "--out");

    private static void NothingIsWrong(IEnumerable<string?> trials)
    {
        var wrong = string.Join('\n', trials.OfType<string>());
        Assert.True(wrong.Length == 0, wrong);
    }

    // Null where it is as it should be; a refusal says what the pattern does, and no name of .NET's own.
    private string? Trial(string command, string option, string value, bool isMeant, string says = "")
    {
        var result = ExactGnProgram.Run(Command(command, option, value));
        // The parser lists the words that it takes, one to a line.
        var lines = result.Error
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('\t'))
            .ToArray();
        var refused = result.ExitCode is not 0 and < 128
            && lines is [var sentence]
            && Regex.IsMatch(sentence, says)
            && !sentence.Contains("System.", StringComparison.Ordinal);
        return (isMeant ? result.ExitCode == 0 && lines.Length == 0 : refused)
            && !(result.Output + result.Error).Contains("   at ", StringComparison.Ordinal)
            ? null
            : $"{command} {option} '{(value.Length > 40 ? value[..40] : value)}' should be "
                + $"{(isMeant ? "meant" : "refused")}: {result.ExitCode} {result.Error} {result.Lines.LastOrDefault()}";
    }

    private string[] Command(string command, string option, string value)
    {
        string[] needed = [.. Needed[command].Select(Meant)];
        // What is tried takes the place of what is needed.
        var at = Array.IndexOf(needed, option);
        string[] rest = at < 0 || option == "--set" ? needed : [.. needed[..at], .. needed[(at + 2)..]];
        return [
            .. command.Split(' '),
            .. rest.Where(word => option != "--shard" || word is not ("--index" or "0")),
            option,
            value,
        ];
    }

    private string Meant(string word) => word switch
    {
        "CONFIG" => Config,
        "SWEEP" => At("sweep.yaml"),
        "PLAN" => At("plan.jsonl"),
        "EVIDENCE" => At("evidence"),
        _ => word.StartsWith("OUT", StringComparison.Ordinal) ? At("out" + word[3..]) : word,
    };

    [GeneratedRegex(@"^\s+(?<option>--[a-z-]+) <")]
    private static partial Regex WithValue { get; }

    private string At(string name) => Path.Combine(_folder, name);
}
