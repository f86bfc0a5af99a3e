using System.Globalization;
using System.Text.Json;
using ExactGN.Tests;

namespace ExactGN.Cli.Tests;

/// <summary>Every number that the program prints, read back from its output, for finished runs whose every quantity
/// differs: they are written first, under the names that the program gives them.</summary>
public sealed class ReadbackTests : InTemporaryFolder
{
    private const string Gn = "train_mnist_FB_ggn.yaml";

    private static readonly RunEnvironment Made = new("made up", "none", ".NET", "here", new("cpu", 1),
        TorchSharp.torch.ScalarType.Float32, 1);

    private static readonly string[] Small =
    [
        "Setup.Data.name=digits", "Setup.Model.feature_dim=64", "Setup.Data.subset=100", "Setup.Model.hidden_dim=16",
            "Setup.Data.batch_size=30", "Runtime.Train.args.num_epochs=3",
    ];

    [Fact]
    public void Reproduce_prints_the_runs_own_numbers_and_the_table_those_of_claims_csv()
    {
        int[] seeds = [42, 43, 44, 45, 46];
        ReproductionOptions options = new(Folder, seeds, "cpu", null)
        {
            Experiments = ["LOOK-1", "LOOK-2", "LOOK-3",
            "EXP-1"],
            Sweep = true
        };
        var reproduction = new Reproduction(options);
        Dictionary<Arm, double> best = new()
        {
            ["gn"] = RateSearch.Step(0.5, 1),
            ["sgd"] = 0.1,
            ["adam"] = RateSearch.Step(1e-3, -1)
        };
        List<RunResult> results = [.. reproduction.Runs.Select(run => DistinctRuns.Of(run))];
        while (reproduction.Next(results) is { Count: > 0 } next)
        {
            results.AddRange(next.Select(run => DistinctRuns.Of(run, best)));
        }

        Write(results);

        var printed = ExactGnProgram.Run(["reproduce", .. options.Experiments, "--seeds", "42-46", "--out", Folder]);

        Assert.True(printed.ExitCode == 0 && printed.Error.Length == 0, printed.ToString());
        Assert.Begins(
            $"{reproduction.Runs.Count} runs and those of the search for rates, 5 seeds, scale smoke on cpu, "
                + $"{Environment.ProcessorCount} at a time, libtorch ",
            printed.Lines[0]);
        RequireProgress(printed, results);
        // All were finished before it began.
        Assert.DoesNotContain(printed.Lines, line => line.EndsWith(" left", StringComparison.Ordinal));
        var rows = WrittenTable.Csv(File.ReadAllText(Path.Combine(Folder, "claims.csv")));
        RequireVerdicts(printed, [.. rows.Where(row => row["Standing"] != "explored")]);
        RequireAnswers(printed, rows, results);
        RequireAdvice(printed, results);
    }

    [Theory, InlineData("42", "1 seed"), InlineData("42,44,47", "3 seeds")]
    public void Where_nothing_is_searched_the_first_line_counts_runs_and_seeds_too(string seeds, string told)
    {
        ReproductionOptions options = new(Folder, SeedList.Parse(seeds), "cpu", null)
        {
            Experiments = ["EXP-1"],
            Sweep = false,
        };
        var runs = new Reproduction(options).Runs;
        Write(runs.Select(run => DistinctRuns.Of(run)));

        var printed = ExactGnProgram.Run("reproduce", "EXP-1", "--sweep", "off", "--seeds", seeds, "--out", Folder);

        Assert.True(printed.ExitCode == 0, printed.ToString());
        Assert.Begins(
            $"{runs.Count} runs, {told}, scale smoke on cpu, {Environment.ProcessorCount} at a time, libtorch ",
            printed.Lines[0]);
    }

    [Fact]
    public void Train_s_last_lines_are_those_of_the_last_epoch()
    {
        // The best epoch is another than the last, and the last numbers are no means.
        var rows = DistinctRuns.Of(Configured()).Epochs.ToArray();
        rows[1] = rows[1] with { TrainLoss = 0.011, TrainAccuracy = 0.987, TestLoss = 0.022, TestAccuracy = 0.976 };
        var finished = DistinctRuns.Of(Configured()) with { Epochs = rows };
        Write([finished]);

        var printed = ExactGnProgram.Run(Train());

        Assert.True(printed.ExitCode == 0 && printed.Error.Length == 0, printed.ToString());
        WrittenNumbers.Agree(printed.Lines[0].Split("libtorch")[0].Replace("8×8", "", StringComparison.Ordinal), 100,
            30, 0.5, 64, 16, 2, 3, 42, Made.Placement.Threads);
        var last = finished.Epochs[^1];
        WrittenNumbers.Agree(Line("3 epochs"), 3, last.Updates, finished.Seconds,
            finished.PeakMemoryMegabytes!.Value);
        WrittenNumbers.Agree(Line("training:"), last.TrainLoss, 100 * last.TrainAccuracy);
        WrittenNumbers.Agree(Line("test:"), last.TestLoss!.Value, 100 * last.TestAccuracy!.Value);
        WrittenNumbers.Agree(Line("exactness defect"), finished.Epochs.Average(row => row.OutputDefect!.Value));

        string Line(string start) => Assert.Single(printed.Lines, line => line.StartsWith(start,
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_diverged_says_where_and_which_epoch_was_tested_last()
    {
        var diverged = DistinctRuns.Of(Configured(), rows: 3);
        var rows = diverged.Epochs.ToArray();
        rows[2] = rows[2] with { TestLoss = null, TestAccuracy = null };
        Write([diverged with { Epochs = rows }]);

        var printed = ExactGnProgram.Run(Train());

        Assert.True(printed.ExitCode == 0, printed.ToString());
        WrittenNumbers.Agree(Assert.Single(printed.Lines, line => line.StartsWith("Diverged",
            StringComparison.Ordinal)), 3, 24, 2);
        WrittenNumbers.Agree(Assert.Single(printed.Lines, line => line.StartsWith("training:",
            StringComparison.Ordinal)), rows[2].TrainLoss, 100 * rows[2].TrainAccuracy);
        WrittenNumbers.Agree(Assert.Single(printed.Lines, line => line.StartsWith("test:",
            StringComparison.Ordinal)), rows[1].TestLoss!.Value, 100 * rows[1].TestAccuracy!.Value, 1);
    }

    [Fact]
    public void An_epoch_s_line_has_the_numbers_of_its_row_in_metrics_csv()
    {
        var printed = ExactGnProgram.Run(Train());

        Assert.True(printed.ExitCode == 0, printed.ToString());
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(Folder, "runs")));
        var rows = WrittenTable.Csv(File.ReadAllText(Path.Combine(run, "metrics.csv")));
        var lines = printed.Lines.Where(line => line.StartsWith("epoch ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, lines.Length);
        // The first has no pace before it, the last nothing after it.
        Assert.Equal(
            [false, true, true, false], lines.Select(line => line.EndsWith(" left", StringComparison.Ordinal)));
        // The test part is evaluated at both ends alone.
        Assert.Equal([true, false, false, true], rows.Select(row => row["TestAccuracy"].Length > 0));
        Assert.All(lines.Zip(rows), pair => WrittenNumbers.Agree(
            // Without what is left of the time.
            string.Join(", ", pair.First.Replace('/', ' ').Split(", ").Where(part => !part.EndsWith("left",
                StringComparison.Ordinal))),
            [
                Number(pair.Second, "Epoch"), 3, Number(pair.Second, "TrainLoss"), 100 * Number(pair.Second,
                    "TrainAccuracy"),
                .. pair.Second["TestAccuracy"].Length > 0 ? [100 * Number(pair.Second, "TestAccuracy")]
                    : (double[])[],
                .. pair.Second["OutputDefect"].Length > 0 ? [Number(pair.Second, "OutputDefect")] : (double[])[],
            ]));
        WrittenNumbers.Agree(Assert.Single(printed.Lines, line => line.StartsWith("training:",
            StringComparison.Ordinal)), Number(rows[^1], "TrainLoss"), 100 * Number(rows[^1], "TrainAccuracy"));
    }

    [Fact]
    public void A_sweep_s_lines_and_tables_have_each_run_s_own_numbers()
    {
        File.Copy(Config, Path.Combine(Folder, "base.yaml"));
        var settings = Small.Select(setting => setting.Replace("=", ": ", StringComparison.Ordinal));
        File.WriteAllText(At("sweep.yaml"),
            $"config: base.yaml\nset: {{{string.Join(", ", settings)}}}\n"
            + "grid: {Runtime.Train.optimizer.args.lr: [0.1, 0.3]}\nseeds: 42-43\n");
        Assert.Equal(0, ExactGnProgram.Run("sweep", "plan", At("sweep.yaml"), "--out", At("plan.jsonl")).ExitCode);
        var plan = SweepPlan.Read(At("plan.jsonl"));
        RunResult[] results = [.. plan.Runs.Select(run => DistinctRuns.Of(run.Run, rows: run.Index == 2 ? 3 : null))];
        Write(results);

        var shard = ExactGnProgram.Run("sweep", "run", At("plan.jsonl"), "--out", Folder, "--shard", "1/1");
        var merged = ExactGnProgram.Run("sweep", "merge", At("plan.jsonl"), "--out", Folder);

        Assert.True(shard.ExitCode == 0 && merged.ExitCode == 0, shard.ToString() + merged);
        Assert.All(results.Zip(plan.Runs), pair => WrittenNumbers.Agree(
            Assert.Single(shard.Lines, line => line.StartsWith($"{pair.Second.Label}: already",
                StringComparison.Ordinal)).Split("finished, ")[1],
            Described(pair.First)));
        var table = WrittenTable.Csv(File.ReadAllText(At("sweep.csv")));
        Assert.All(results.Zip(table).Index(), entry =>
        {
            var (result, row) = entry.Item;
            var last = result.Epochs[^1];
            Assert.Equal(entry.Index, Number(row, "Index"));
            Assert.Equal(result.Configuration.LearningRate, Number(row, "Runtime.Train.optimizer.args.lr"));
            Assert.Equal(result.Configuration.Seed, Number(row, "Setup.Experiment.seed"));
            Assert.Equal(
                [last.Epoch, last.Updates, last.TrainLoss, last.TrainAccuracy, last.TestLoss!.Value,
                    last.TestAccuracy!.Value, result.Epochs.Min(epoch => epoch.TrainLoss), result.Epochs.Min(epoch =>
                    epoch.TestLoss!.Value), result.Epochs.Max(epoch => epoch.TestAccuracy!.Value),
                    last.OutputDefect!.Value, last.RankKept!.Value, result.Seconds],
                ((string[])["Epochs", "Updates", "TrainLoss", "TrainAccuracy", "TestLoss", "TestAccuracy",
                    "BestTrainLoss", "BestTestLoss", "BestTestAccuracy", "OutputDefect", "RankKept", "Seconds"])
                    .Select(column => Number(row, column)));
            Assert.Equal(result.Divergence is null ? "" : "3", row["DivergedInEpoch"]);
        });
        var epochs = WrittenTable.Csv(File.ReadAllText(At("sweep-epochs.csv")));
        var expected = results.Index().SelectMany(entry => entry.Item.Epochs.Select(row => (entry.Index, Row: row)))
            .ToArray();
        Assert.Equal(expected.Length, epochs.Count);
        Assert.All(expected.Zip(epochs), pair =>
        {
            Assert.Equal(pair.First.Index, Number(pair.Second, "Index"));
            Assert.All(typeof(EpochMetrics).GetProperties().Where(property =>
                pair.Second.ContainsKey(property.Name)), property =>
                Assert.Equal(Convert.ToDouble(property.GetValue(pair.First.Row), CultureInfo.InvariantCulture),
                    Number(pair.Second, property.Name)));
        });
    }

    [Fact]
    public void Claims_prints_the_worst_of_a_claim_s_properties_and_the_cases_of_all()
    {
        var claim = ClaimLedger.Embedded.Claims.Select(entry => ClaimIndex.Embedded.Of(entry.Id)).First(entry =>
            entry.Properties.Count > 1 && entry.Faults.Count > 2);
        foreach (var (i, property) in claim.Properties.Index())
        {
            // The worst is not the first.
            PropertyEvidence evidence = new(claim.Id, property, true, 101 + i, i == 1 ? 7.77 : 0.11 * (i + 1), 31
                + i, "R", null, "(5,7)", null, "cpu", 1, "0", "10", CodeVersion.Current);
            File.WriteAllText(At($"property-{property}.json"), JsonSerializer.Serialize(evidence,
                JsonSerializerOptions.Web));
        }

        File.WriteAllText(At("faults.json"), JsonSerializer.Serialize(claim.Faults.Take(2).Select(fault =>
            new { fault, claim = claim.Id, by = "it: case 1", code = CodeVersion.Current }),
            JsonSerializerOptions.Web));

        var line = Assert.Single(ExactGnProgram.Run("claims", "--evidence", Folder).Lines, line =>
            line.StartsWith($"{claim.Id} ", StringComparison.Ordinal));

        var cases = Enumerable.Range(0, claim.Properties.Count).Sum(i => 101 + i);
        WrittenNumbers.Agree(line.Split("holds")[1].Split("faults")[0].Replace('/', ' '), 7.77, 32, cases, 2,
            claim.Faults.Count);
    }

    [Fact]
    public void A_crosscheck_s_line_has_each_quantity_s_own_difference()
    {
        string[] cases = [Path.Combine(ExactGnProgram.OracleFolder, "case01.json"),
            Path.Combine(ExactGnProgram.OracleFolder, "case06.json")];

        var lines = ExactGnProgram.Run(["crosscheck", .. cases]).Lines;
        using var json = JsonDocument.Parse(ExactGnProgram.Run(["crosscheck", "--json", .. cases]).Output);

        Assert.All(json.RootElement.EnumerateArray(), entry =>
        {
            var line = Assert.Single(lines, line => line.StartsWith($"{entry.GetProperty("name").GetString()} ",
                StringComparison.Ordinal));
            var differences = entry.GetProperty("differences").EnumerateObject().ToArray();
            Assert.InRange(differences.Select(difference => difference.Value.GetDouble()).Distinct().Count(), 3, 100);
            WrittenNumbers.Agree(line.Replace(")", " )", StringComparison.Ordinal), [entry.GetProperty("tolerance")
                .GetDouble(), .. differences.Select(difference => difference.Value.GetDouble())]);
            Assert.All(differences, difference => WrittenNumbers.AgreeAfter(line, $" {difference.Name} ",
                difference.Value.GetDouble()));
        });
    }

    // [k/n] setting arm seed s: …, one line per run, counted up.
    private static void RequireProgress(ProgramResult printed, List<RunResult> results)
    {
        var lines = printed.Lines.Where(line => line.StartsWith('[')).ToArray();
        Assert.Equal(results.Count, lines.Length);
        Assert.Equal(Enumerable.Range(1, results.Count), lines.Select(line => int.Parse(line[1..line.IndexOf('/',
            StringComparison.Ordinal)], CultureInfo.InvariantCulture)));
        Assert.Begins($"[{results.Count}/{results.Count}] ", lines[^1]);
        Assert.All(results, result =>
        {
            var run = result.Configuration;
            var line = Assert.Single(lines, line => line.Contains($"] {run.Setting} {run.Arm} seed {run.Seed}: ",
                StringComparison.Ordinal));
            WrittenNumbers.Agree(line.Split($" {run.Arm} ")[1], Described(result));
        });
    }

    private static double[] Described(RunResult result) => result.Divergence is { } divergence
        ? [result.Configuration.Seed, divergence.Epoch, result.Seconds]
        : [result.Configuration.Seed, result.Epochs[^1].TrainLoss, 100 * result.Epochs[^1].TestAccuracy!.Value,
            result.Epochs[^1].OutputDefect!.Value, result.Seconds];

    private static void RequireVerdicts(ProgramResult printed, IReadOnlyList<IReadOnlyDictionary<string,
        string>> parts)
    {
        var rows = Table(printed);
        foreach (var claim in parts.GroupBy(part => part["Experiment"]))
        {
            var at = rows.FindIndex(row => row[0] == claim.Key);
            var own = claim.Where(part => part["Standing"] == "part").ToArray();
            var found = claim.Where(part => part["Standing"] == "part at the rates found").ToArray();
            Assert.Equal((own[0]["Regime"], Whole(own)), (rows[at][2], rows[at][3]));
            Assert.All(own.Index(), part => RequirePart(part.Item, rows[at + 1 + part.Index]));
            if (found.Length > 0)
            {
                Assert.Equal(Whole(found), rows[at + 1 + own.Length][3]);
                Assert.All(found.Index(), part => RequirePart(part.Item, rows[at + 2 + own.Length + part.Index]));
            }
        }
    }

    private static void RequirePart(IReadOnlyDictionary<string, string> part, string[] row)
    {
        Assert.Equal($"{part["Criterion"]}, {part["Reading"]}", row[1]);
        Assert.Equal(part["Verdict"].ToLowerInvariant(), row[3]);
        // Logarithms of subject over rival: those of SmallerByFactor are the other way round.
        double[] effect = part["Comparison"] == "SmallerByFactor"
            ? [.. ((string[])["Centre", "High", "Low"]).Select(column => Math.Exp(-Number(part,
                column)) / Number(part, "Factor"))]
            : [.. ((string[])["Centre", "Low", "High"]).Select(column => Math.Exp(Number(part,
                column)) * Number(part, "Factor"))];
        WrittenNumbers.Agree(row[2], [Number(part, "SubjectMedian"), Number(part, "RivalMedian"), .. effect,
            .. part["Verdict"] == "Undecided" ? [Math.Exp(Number(part, "DetectableEffect"))] : (double[])[]]);
    }

    private static string Whole(IReadOnlyList<IReadOnlyDictionary<string, string>> parts) =>
        parts.Any(part => part["Verdict"] == "Fails") ? "fails" : parts.Any(part => part["Verdict"] == "Undecided")
            ? "undecided" : "holds";

    // • The published step keeps … and misses … %; its test loss is … times Adam's over … splits.
    private static void RequireAnswers(ProgramResult printed, IReadOnlyList<IReadOnlyDictionary<string,
        string>> parts, List<RunResult> results)
    {
        var told = printed.Lines
            .SkipWhile(line => !line.StartsWith('•'))
            .TakeWhile(line => !line.Contains("Claims", StringComparison.Ordinal));
        var answers = string.Join(' ', told).Split('•')[1..];
        Assert.Equal(3, answers.Length);
        foreach (var (answer, look) in answers.Zip(parts.Where(part => part["Experiment"].StartsWith("LOOK",
            StringComparison.Ordinal)).GroupBy(part => part["Experiment"])))
        {
            var part = look.First();
            var rows = results.Where(run => run.Configuration.Setting == "first-look"
                && run.Configuration.Arm == part["Subject"]).SelectMany(run => run.Epochs).ToArray();
            var defect = rows.Average(row => row.OutputDefect!.Value);
            var sign = part["Comparison"] == "SmallerByFactor" ? -1 : 1;
            double[] ratio = [.. ((string[])["Centre", sign > 0 ? "Low" : "High", sign > 0 ? "High" : "Low"])
                .Select(column => Math.Exp(sign * Number(part, column)))];
            double[] beside = look.Skip(1).FirstOrDefault() is { } other ? [.. ((string[])["Centre", "Low", "High"])
                .Select(column => Math.Exp(Number(other, column)))] : [];
            WrittenNumbers.Agree(answer, [.. part["Subject"] == "gn" ? [rows.Average(row => row.RankKept!.Value), 32,
                100 * defect] : (double[])[defect], .. ratio, 5, .. beside]);
        }
    }

    private static void RequireAdvice(ProgramResult printed, List<RunResult> results)
    {
        var advised = results
            .Where(run => run.Epochs.Average(row => row.OutputDefect) > 1)
            .GroupBy(run => (run.Configuration.Setting, run.Configuration.Arm))
            .ToArray();
        Assert.NotEmpty(advised);
        var text = string.Join(' ', printed.Lines);
        Assert.All(advised, arm =>
        {
            WrittenNumbers.AgreeAfter(text, $"{arm.Key.Setting} {arm.Key.Arm}, ", arm.Count());
            WrittenNumbers.AgreeAfter(text[text.IndexOf($"{arm.Key.Setting} {arm.Key.Arm}, {arm.Count()} run",
                StringComparison.Ordinal)..], "defect was ", arm.Average(run => run.Epochs.Average(row =>
                row.OutputDefect!.Value)));
        });
    }

    // The cells of the terminal's table, put together again where they were broken over lines; a row begins where the
    // last
    // column has a word.
    private static List<string[]> Table(ProgramResult printed)
    {
        List<string[]> rows = [];
        foreach (var cells in printed.Output.Split('\n').Where(line => line.StartsWith('│')).Skip(1).Select(line =>
            line.Split('│')[1..^1].Select(cell => cell.Trim()).ToArray()))
        {
            if (cells[3].Length > 0)
            {
                rows.Add(cells);
            }
            else if (rows.Count > 0)
            {
                rows[^1] = [.. rows[^1].Zip(cells, (above, below) => $"{above} {below}".Trim())];
            }
        }

        return rows;
    }

    private void Write(IEnumerable<RunResult> results)
    {
        var output = new OutputFolder(Folder);
        foreach (var result in results)
        {
            using var folder = output.Open(result.Configuration);
            folder.Finish(result, Made);
        }
    }

    private static RunConfiguration Configured() => PublishedRun.Of(PublishedFile.Read(Config, Small)).Configuration;

    private string[] Train() => ["train", "--config", Config, "--out", Folder, "--device", "cpu",
        .. Small.SelectMany(setting => (string[])["--set", setting])];

    private static string Config => Path.Combine(ExactGnProgram.Root, "fixtures", "configs", Gn);

    private string At(string name) => Path.Combine(Folder, name);

    private static double Number(IReadOnlyDictionary<string, string> row, string column) => double.Parse(row[column],
        CultureInfo.InvariantCulture);
}
