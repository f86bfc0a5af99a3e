using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

public sealed class StoreTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Theory, InlineData(30, 1, 30), InlineData(30, 2, 40), InlineData(0, 5, 0)]
    public void A_checkpoint_that_takes_long_is_written_less_often(int every, int lastTook, int interval) =>
        Assert.Equal(
            TimeSpan.FromSeconds(interval),
            CheckpointStore.Interval(TimeSpan.FromSeconds(every), TimeSpan.FromSeconds(lastTook)));

    [Fact]
    public void Numbers_have_points_where_the_culture_has_commas()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture =
                new CultureInfo("") { NumberFormat = new() { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            using (var log = new MetricsLog<EpochMetrics>(Path.Combine(_path, "metrics.csv")))
            {
                log.Append(new(1, 2, 0.1, 0.5, 1.0 / 3, 0.25, BatchCut: -1.5));
            }

            string[] lines = File.ReadAllText(Path.Combine(_path, "metrics.csv")).Split('\n');
            Assert.Equal("1,2,0.1,0.5,0.3333333333333333,0.25,-1.5", lines[1].TrimEnd(','));
            Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_column_but_epoch_and_updates_is_a_metric_that_is_read_from_it()
    {
        using (new MetricsLog<EpochMetrics>(Path.Combine(_path, "metrics.csv")))
        {
        }

        string[] columns = File.ReadAllText(Path.Combine(_path, "metrics.csv")).Trim().Split(',');
        var row = DistinctRuns.Row(SyntheticRuns.Configuration("gn", 42, 3), epoch: 2);

        Assert.Equal(columns.Except(["Epoch", "Updates"]).Order(), Metric.All.Select(metric => metric.Column).Order());
        Assert.Equal(Metric.All.Count, Metric.All.Select(metric => metric.Name).Distinct().Count());
        Assert.All(Metric.All, metric => Assert.Equal(
            (metric.Column.EndsWith("Accuracy", StringComparison.Ordinal) ? 100 : 1)
                * (double?)typeof(EpochMetrics).GetProperty(metric.Column)!.GetValue(row),
            metric.Of(row)));
        Assert.Equal(
            "A metric is a column of metrics.csv, got 'Loss'.",
            Assert.Throws<ArgumentException>(() => new Metric("Loss", "loss")).Message);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(400)]
    public void However_many_rows_go_the_first_stay(int keep)
    {
        var path = Path.Combine(_path, "metrics.csv");
        Append(0, 400);
        var rows = File.ReadAllLines(path);

        Append(keep, 1);

        Assert.Equal([.. rows[..(keep + 1)], rows[1]], File.ReadAllLines(path));

        void Append(int after, int count)
        {
            using var log = new MetricsLog<EpochMetrics>(path, after);
            for (var i = 0; i < count; i++)
            {
                log.Append(new(i, i, 1.0 / (1 + i), 0, 1, 0));
            }
        }
    }

    [Fact]
    public void A_row_is_on_disk_as_soon_as_its_epoch_ends()
    {
        using var folder = new RunFolder(Path.Combine(_path, "run"));
        folder.OnStart([], 0, SyntheticRuns.Configuration("gn", 42, 3));
        folder.OnEpoch(new(0, 0, 1, 0, 1, 0), null);
        using var reader = new StreamReader(new FileStream(
            Path.Combine(_path, "run", "metrics.csv"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

        Assert.Equal(3, reader.ReadToEnd().Split('\n').Length);
    }

    [Fact]
    public void Answers_survive_their_file_and_a_result_without_them_is_read_too()
    {
        TestAnswers answers = TestAnswers.Of([true, false, false, true, true, false, true, false, true, true]);
        var run = SyntheticRuns.Run("gn", 1, 1, 2, 1) with { Answers = answers };
        using (var folder = new RunFolder(_path))
        {
            folder.Finish(run, RunEnvironment.Current(new("cpu", 1), ScalarType.Float32, 1));
        }

        Assert.Equal([1, 0, 0, 1, 1, 0, 1, 0, 1, 1], RunFolder.Finished(_path, run.Configuration)!.Answers!.Right());

        // As runs were written before.
        var file = Path.Combine(_path, "result.json");
        var node = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.True(node.AsObject().Remove("answers"));
        File.WriteAllText(file, node.ToJsonString());
        var before = RunFolder.Finished(_path, run.Configuration)!;
        Assert.Null(before.Answers);
        Assert.Equal(run.Epochs, before.Epochs);
    }

    [Fact]
    public void Answers_of_another_length_are_refused_in_one_sentence() =>
        Assert.Equal("Answers on 10 samples take 2 bytes in base64, got 'AA=='.", Assert.Throws<InvalidDataException>(
            new TestAnswers(10, "AA==").Right).Message);

    [Fact]
    public void A_configuration_survives_its_JSON_and_every_number_of_it_moves_the_hash()
    {
        var run = SyntheticRuns.Configuration("gn", 42, 3);
        var again = JsonSerializer.Deserialize<RunConfiguration>(
            JsonSerializer.Serialize(run, Json.Compact), Json.Compact)!;
        RunConfiguration[] others = [
            run with { Seed = 43 },
            run.Solving(new HalfSolver.Truncated(Rtol: 1e-3)),
            run with { Model = (RevMlpOptions)run.Model with { Hidden = 9 } },
            run with { Dtype = ScalarType.Float64 },
        ];

        Assert.Equal(run, again);
        Assert.Equal(5, others.Append(run).Select(other => other.Hash).Distinct().Count());
    }

    [Fact]
    public void What_was_begun_or_finished_on_a_placement_is_refused_on_another_and_stays_as_it_is()
    {
        var run = SyntheticRuns.Run("gn", 1, 1, 2, 1);
        var (own, other) = (new Placement("cuda", 1), new Placement("cpu", 2));
        var output = new OutputFolder(_path);
        Assert.Null(output.PlacementOf(run.Configuration));
        using var folder = output.Open(run.Configuration);
        var checkpoint = output.At("runs", run.Configuration.FolderName, "checkpoint.bin");

        // Nothing is there to be taken up.
        folder.Place(other);
        folder.Place(own);
        Assert.Equal(own, output.PlacementOf(run.Configuration));
        File.WriteAllText(checkpoint, "half");
        Refused();
        File.Delete(checkpoint);
        folder.Finish(run, RunEnvironment.Current(own, ScalarType.Float32, 1));
        Refused();

        void Refused()
        {
            folder.Place(own);
            Assert.Equal(
                "A run is made on one placement, for sums round differently on another: that in "
                + $"'{Path.GetDirectoryName(checkpoint)}' is of cuda with 1 thread, and here it is cpu with 2 threads; "
                + "take that placement, or another output folder.",
                Assert.Throws<InvalidDataException>(() => folder.Place(other)).Message);
            Assert.Equal(own, output.PlacementOf(run.Configuration));
        }
    }

    [Fact]
    public void The_catalogue_gives_every_run_a_folder_of_its_own()
    {
        var runs = new Reproduction(
            new(_path, [42, 43], "cpu", ScalarType.Float32) { Experiments = ["all"], Sweep = true }).Runs;

        Assert.Equal(2 * 26, runs.Select(run => run.FolderName).Distinct().Count());
    }
}
