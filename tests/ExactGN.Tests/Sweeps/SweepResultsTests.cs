using System.Globalization;

namespace ExactGN.Experiments.Tests;

/// <summary>What is read from an output folder in which every kind of run lies.</summary>
public sealed class SweepResultsTests : IDisposable
{
    private static readonly RunEnvironment Environment = new("0", "0", "0", "0", new("cpu", 1), ScalarType.Float32, 1);

    private readonly SweepText _sweep = new();
    private readonly SweepPlan _plan;
    private readonly OutputFolder _folder;
    private readonly RunFolder _running;

    public SweepResultsTests()
    {
        _plan = _sweep.Plan($"config: base.yaml\nset: {SweepText.Digits}\nseeds: 10-16\n");
        _folder = new(_sweep.Output);
        End(0, null, 3, 1, 2);
        End(1, null, 2, 0.5);
        End(2, new(1, 7, "The loss, it must stay finite."), 3);
        _running = _folder.Open(_plan.Runs[3].Run);
        Assert.True(_running.TryHold());
        using (var begun = _folder.Open(_plan.Runs[4].Run))
        {
            Assert.True(begun.TryHold());
            begun.OnStart([], 0, _plan.Runs[4].Run);
        }

        using (var looked = _folder.Open(_plan.Runs[5].Run))
        {
            Assert.True(looked.TryHold());
        }
    }

    public void Dispose()
    {
        _running.Dispose();
        _sweep.Dispose();
    }

    [Fact]
    public void Every_run_is_counted_where_it_stands()
    {
        var status = SweepStatus.Of(_plan, new(_sweep.Output));

        Assert.Equal(
            """{"runs":7,"finished":[0,1],"diverged":[2],"running":[3],"interrupted":[4],"notBegun":[5,6]}""",
            status.Text);
    }

    [Fact]
    public void Looking_makes_nothing()
    {
        var elsewhere = Path.Combine(_sweep.Output, "elsewhere");

        var status = SweepStatus.Of(_plan, new(elsewhere));

        Assert.Equal(7, status.NotBegun.Count);
        Assert.False(Directory.Exists(elsewhere));
    }

    [Fact]
    public void The_tables_have_what_ended_and_what_did_not_is_named()
    {
        var (runs, epochs) = (Path.Combine(_sweep.Output, "a.csv"), Path.Combine(_sweep.Output, "b.csv"));

        var missing = SweepTable.Write(_plan, new(_sweep.Output), runs, epochs);

        Assert.Equal([3, 4, 5, 6], missing);
        var rows = File.ReadAllLines(runs);
        Assert.Equal(
            "Index,Setup.Experiment.seed,Architecture,Optimiser,Epochs,Updates,TrainLoss,TrainAccuracy,TestLoss,"
            + "TestAccuracy,BestTrainLoss,BestTestLoss,BestTestAccuracy,OutputDefect,RankKept,DivergedInEpoch,"
            + "Divergence,Seconds,Folder",
            rows[0]);
        Assert.Equal(
            $"0,10,rev-mlp,gn,2,4,2,0.5,4,0.25,1,2,0.5,,,,,1.5,runs/{_plan.Runs[0].Run.FolderName}/", rows[1]);
        Assert.Equal(
            $"1,11,rev-mlp,gn,1,2,0.5,0.5,1,0.25,0.5,1,0.5,,,,,1.5,runs/{_plan.Runs[1].Run.FolderName}/",
            rows[2]);
        Assert.Equal(
            "2,12,rev-mlp,gn,0,0,3,0.5,6,0.5,3,6,0.5,,,1,\"The loss, it must stay finite.\",1.5,"
            + $"runs/{_plan.Runs[2].Run.FolderName}/",
            rows[3]);
        Assert.Equal(4, rows.Length);
        var lines = File.ReadAllLines(epochs);
        Assert.Begins("Index,Epoch,Updates,TrainLoss,", lines[0]);
        Assert.Equal(
            ["0,0,0,3,", "0,1,2,1,", "0,2,4,2,", "1,0,0,2,", "1,1,2,0.5,", "2,0,0,3,"],
            lines[1..].Select(line => string.Join(',', line.Split(',')[..4]) + ","));
    }

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("3", new[] { 3 })]
    [InlineData("0-1,3,7-9", new[] { 0, 1, 3, 7, 8, 9 })]
    public void Indices_are_written_in_ranges(string text, int[] indices) =>
        Assert.Equal(text, IndexRanges.Text(indices));

    private void End(int index, Divergence? divergence, params double[] losses)
    {
        var run = _plan.Runs[index].Run;
        EpochMetrics[] rows = [.. losses.Select(
            (loss, epoch) => new EpochMetrics(epoch, 2 * epoch, loss, 0.5, 2 * loss, epoch == 0 ? 0.5 : 0.25))];
        using var folder = _folder.Open(run);
        Assert.True(folder.TryHold(), index.ToString(CultureInfo.InvariantCulture));
        folder.OnStart([], 0, run);
        Array.ForEach(rows, row => folder.OnEpoch(row, null));
        folder.Finish(new(run, rows, divergence, 1.5), Environment);
    }
}
