namespace ExactGN.Experiments.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void The_page_is_one_well_formed_file_with_verdicts_first_and_every_figure_inside()
    {
        var reproduction = new Reproduction(new(_path, [1, 2], "cpu", ScalarType.Float32, Scale.Smoke));
        RunResult[] runs = [.. reproduction.Runs.Select(run => Synthetic(run, diverges: run is { Arm: "gn", Setting: "mini-batch", Seed: 2 }))];

        ReproductionReport.Write(new OutputFolder(_path), reproduction, runs, reproduction.Judge(runs), TimeSpan.FromSeconds(1));

        var page = File.ReadAllText(Path.Combine(_path, "report.html"));
        Assert.InRange(page.Length, 10_000, 3_000_000);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("class=\"verdict", StringComparison.Ordinal) < page.IndexOf("<svg", StringComparison.Ordinal));
        Assert.Contains("diverged in epoch 2", page, StringComparison.Ordinal);
        Assert.Equal(9, page.Split("<svg").Length - 1);
        Assert.Equal(Directory.GetFiles(Path.Combine(_path, "figures"), "*.png").Length, Directory.GetFiles(Path.Combine(_path, "figures"), "*.svg").Length);
        var ids = page.Split(" id=\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static RunResult Synthetic(RunConfiguration run, bool diverges) => new(
        run,
        [.. Enumerable.Range(0, diverges ? 2 : run.Epochs + 1).Select(epoch => new EpochMetrics(epoch, epoch, 2.0 / (1 + epoch), 0.5, 2.0 / (1 + epoch), 0.5, BatchCut: epoch == 0 ? null : 3 + run.Seed))],
        diverges ? new(2, 2, "synthetic") : null,
        Seconds: 1);
}
