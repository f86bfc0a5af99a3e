using System.Globalization;
using System.Text.RegularExpressions;
using ExactGN.Tests;
using Xunit.Sdk;

namespace ExactGN.Cli.Tests;

/// <summary>The numbers beside the bars that a terminal shows, read back from all that was drawn and compared with the
/// files of the runs that they are of.</summary>
[Trait("Category", "Full")]
public sealed partial class TerminalReadbackTests : InTemporaryFolder
{
    [SkippableFact]
    public void Each_run_s_bar_has_its_own_numbers_and_the_whole_s_never_goes_back()
    {
        ReproductionOptions options = new(Folder, [42], "cpu", null) { Experiments = ["EXP-4"], Sweep = false };
        var text = Shown("reproduce", "EXP-4", "--sweep", "off", "--seeds", "42", "--out", Folder);

        var runs = new Reproduction(options).Runs;
        var names = runs.Select(run => $"{run.Setting} {run.Arm} seed {run.Seed}").ToArray();
        var rows = names.Zip(runs.Select(Rows)).ToDictionary(entry => entry.First, entry => entry.Second);
        RequireBars(text, rows);
        // With the numbers of another run it is seen.
        var others = names.Zip(names.Skip(1).Append(names[0]), (own, other) => (own, other))
            .ToDictionary(pair => pair.own, pair => rows[pair.other]);
        Assert.ThrowsAny<XunitException>(() => RequireBars(text, others));

        var whole = WholeBar().Matches(text).Select(match => Number(match, "percent")).ToArray();
        Assert.NotEmpty(whole);
        Assert.Equal(whole.Order(), whole);
        Assert.InRange(whole[^1], 1, 100);
    }

    [SkippableFact]
    public void The_bar_of_train_has_the_numbers_of_the_epoch_that_it_names()
    {
        string[] keys =
        [
            "Setup.Data.name=digits", "Setup.Model.feature_dim=64", "Setup.Data.subset=200",
            "Setup.Model.hidden_dim=64", "Setup.Data.batch_size=20", "Runtime.Train.args.num_epochs=40",
            // The test part after each epoch.
            "Runtime.Train.args.save_checkpoint_every=1",
        ];
        var text = Shown(
        [
            "train", "--config", Path.Combine(ExactGnProgram.Root, "fixtures", "configs", "train_mnist_FB_ggn.yaml"),
            "--out", Folder, .. keys.SelectMany(key => (string[])["--set", key]),
        ]);

        var rows = WrittenTable.Csv(File.ReadAllText(Assert.Single(
            Directory.GetFiles(Folder, "metrics.csv", SearchOption.AllDirectories))));
        RequireEpochs(text, rows);
        // With those of the epoch before it is seen.
        Assert.ThrowsAny<XunitException>(() => RequireEpochs(text, [rows[0], .. rows.Take(rows.Count - 1)]));
        // And so is each number alone.
        Assert.All(
            (string[])["TrainLoss", "TrainAccuracy", "TestAccuracy", "OutputDefect"],
            column => Assert.ThrowsAny<XunitException>(
                () => RequireEpochs(text, [.. rows.Select(row => WithHalfOf(column, row))])));
    }

    private static Dictionary<string, string> WithHalfOf(
        string column, IReadOnlyDictionary<string, string> row) => new(row)
        {
            [column] = row[column].Length == 0
                ? ""
                : (Number(row, column) / 2).ToString(CultureInfo.InvariantCulture),
        };

    private static void RequireBars(
        string text, Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string>>> rows)
    {
        var bars = Bar().Matches(text);
        Assert.NotEmpty(bars);
        Assert.All(bars, bar =>
        {
            var run = rows[bar.Groups["run"].Value];
            var words = bar.Value.Split(": ")[1];
            var epochs = Enumerable.Range(0, run.Count).Where(epoch => IsOf(words, run[epoch])).ToArray();
            Assert.True(epochs.Length > 0, $"no epoch has the numbers of '{bar.Value}'");
            // It may have been drawn after the words had changed and before the bar had.
            Assert.Contains(
                Number(bar, "percent"),
                epochs.SelectMany(epoch => (int[])[epoch, epoch - 1])
                    .Select(epoch => (double)(100 * epoch / (run.Count - 1))));
        });
    }

    // training loss …, test accuracy … %, last defect …, the last two where the epoch has them.
    private static bool IsOf(string words, IReadOnlyDictionary<string, string> row)
    {
        try
        {
            WrittenNumbers.AgreeAfter(words, "training loss ", Number(row, "TrainLoss"));
            RequireWhereThereIsOne(words, "test accuracy ", row, "TestAccuracy", 100);
            RequireWhereThereIsOne(words, "last defect ", row, "OutputDefect", 1);
            return true;
        }
        catch (XunitException)
        {
            return false;
        }
    }

    private static void RequireEpochs(string text, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        var shown = Epoch().Matches(text);
        Assert.NotEmpty(shown);
        Assert.All(shown, match =>
        {
            var row = rows[(int)Number(match, "epoch")];
            Assert.Equal(rows.Count - 1, Number(match, "all"));
            WrittenNumbers.AgreeAfter(match.Value, "loss ", Number(row, "TrainLoss"));
            WrittenNumbers.AgreeAfter(match.Value, "accuracy ", 100 * Number(row, "TrainAccuracy"));
            RequireWhereThereIsOne(match.Value, "test ", row, "TestAccuracy", 100);
            RequireWhereThereIsOne(match.Value, "defect ", row, "OutputDefect", 1);
        });
    }

    // The number after a phrase is the row's; where the row has none, there is no phrase either.
    private static void RequireWhereThereIsOne(
        string words, string phrase, IReadOnlyDictionary<string, string> row, string column, double unit)
    {
        Assert.Equal(row[column].Length > 0, words.Contains(phrase, StringComparison.Ordinal));
        if (row[column].Length > 0)
        {
            WrittenNumbers.AgreeAfter(words, phrase, unit * Number(row, column));
        }
    }

    private IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(RunConfiguration run) =>
        WrittenTable.Csv(File.ReadAllText(Path.Combine(Folder, OutputFolder.LinkTo(run), "metrics.csv")));

    // What a wide terminal was given, without colours and movements of the cursor.
    private static string Shown(params string[] arguments)
    {
        Skip.IfNot(
            Shell.Succeeds("script -qec true /dev/null"),
            "A terminal is made by util-linux's script, which is not here.");
        var result = ExactGnProgram.RunIn(
            "command=\"stty cols 220; $(printf '%q ' \"$@\")\"; unset CI GITHUB_ACTIONS; TERM=xterm-256color "
                + "script -qec \"$command\" /dev/null < /dev/null",
            arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return Control().Replace(result.Output, "");
    }

    private static double Number(Match match, string group) =>
        double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static double Number(IReadOnlyDictionary<string, string> row, string column) =>
        double.Parse(row[column], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<run>\S+ \S+ seed \d+): training loss [^━\r\n]*?\s+━[━\s]*?(?<percent>\d+)%")]
    private static partial Regex Bar();

    [GeneratedRegex(@"all epochs\s+━[━\s]*?(?<percent>\d+)%")]
    private static partial Regex WholeBar();

    [GeneratedRegex(@"epoch (?<epoch>\d+)/(?<all>\d+): loss [^━\r\n]*")]
    private static partial Regex Epoch();

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Control();
}
