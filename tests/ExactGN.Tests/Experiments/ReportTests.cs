using System.Globalization;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace ExactGN.Experiments.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void The_page_is_one_well_formed_file_with_verdicts_first_and_every_figure_inside()
    {
        var reproduction = new Reproduction(
            new(_path, [1, 2], "cpu", ScalarType.Float32, Scale.Smoke) { Experiments = ["EXP-1", "EXP-2", "EXP-3"] });
        RunResult[] runs = [.. reproduction.Runs.Select(
            run => Synthetic(run, diverges: run is { Setting: "mini-batch", Seed: 2 } && run.Arm == "gn"))];

        ReproductionReport.Write(
            new OutputFolder(_path), reproduction, runs, reproduction.Judge(runs), TimeSpan.FromSeconds(1));

        var page = File.ReadAllText(Path.Combine(_path, "report.html"));
        Assert.InRange(page.Length, 10_000, 3_000_000);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.True(
            page.IndexOf("class=\"verdict", StringComparison.Ordinal) < page.IndexOf("<svg", StringComparison.Ordinal));
        Assert.Contains("diverged in epoch 2", page, StringComparison.Ordinal);
        Assert.Equal(10, page.Split("<svg").Length - 1);
        Assert.Equal(
            Directory.GetFiles(Path.Combine(_path, "figures"), "*.png").Length,
            Directory.GetFiles(Path.Combine(_path, "figures"), "*.svg").Length);
        var ids =
            page.Split(" id=\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("EXP-1", "Figure 1", "(the paper&apos;s figure 1)")]
    [InlineData("EXP-1", Experiment.AskedHere, "(asked here, not preregistered)")]
    [InlineData("OWN-1", Experiment.AskedHere, "(asked here, not preregistered)")]
    [InlineData("BEY-1-h256", "Figure 2", $"(preregistered in commit {Preregistration.Commit}, ")]
    [InlineData("BEY-2-h256", Experiment.AskedHere, $"(preregistered in commit {Preregistration.Commit}, ")]
    public void A_question_says_whose_it_is(string id, string source, string words)
    {
        var reproduction = new Reproduction(
            new(_path, [1, 2], "cpu", ScalarType.Float32, Scale.Smoke) { Experiments = ["EXP-1"] });
        var claim = reproduction.Judge([.. reproduction.Runs.Select(run => Synthetic(run, diverges: false))])[0];
        var asked = claim.Experiment with { Id = id, Source = source, Standing = Standing.Exploration };

        var section = ClaimSection.Of(claim with { Experiment = asked }, []);

        Assert.Contains(words, $"{section}", StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_name_their_axes_in_the_PNG_too()
    {
        var reproduction = new Reproduction(
            new(_path, [1, 2], "cpu", ScalarType.Float32, Scale.Smoke) { Experiments = ["EXP-1"] });
        RunResult[] runs = [.. reproduction.Runs.Select(run => Synthetic(run, diverges: false))];
        ReproductionReport.Write(
            new OutputFolder(_path), reproduction, runs, reproduction.Judge(runs), TimeSpan.FromSeconds(1));

        Assert.All(Directory.GetFiles(Path.Combine(_path, "figures"), "*.png"), file =>
        {
            using var picture = SKBitmap.Decode(file);
            bool Dark(int x, int y) => picture.GetPixel(x, y) is { Red: < 100, Green: < 100, Blue: < 100 };
            // Nothing but the axes' names is as far to the left or to the bottom; without text the axes
            // themselves would be there, a line each.
            int[] columns = [
                .. Enumerable.Range(0, 30).Select(x => Enumerable.Range(0, picture.Height).Count(y => Dark(x, y)))
            ];
            int[] rows = [.. Enumerable.Range(1, 30).Select(
                up => Enumerable.Range(0, picture.Width).Count(x => Dark(x, picture.Height - up)))];
            Assert.InRange(columns.Sum(), 100, 3000);
            Assert.InRange(columns.Max(), 10, picture.Height / 2);
            Assert.InRange(rows.Sum(), 50, 3000);
            Assert.InRange(rows.Max(), 10, picture.Width / 2);
        });
    }

    [Fact]
    public void A_report_on_all_fourteen_experiments_stays_below_three_megabytes()
    {
        SyntheticReport.Write(_path);

        var page = File.ReadAllText(Path.Combine(_path, "report.html"));
        Assert.All(
            ExperimentCatalogue.Ids, id => Assert.Contains($"<section id=\"{id}\">", page, StringComparison.Ordinal));
        Assert.InRange(new FileInfo(Path.Combine(_path, "report.html")).Length, 500_000, 3_000_000);
    }

    [Fact]
    public void Report_figures_and_tables_are_the_same_to_the_byte_where_the_culture_has_commas()
    {
        var comma = new CultureInfo("")
        {
            NumberFormat = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "~" },
        };
        SyntheticReport.Write(Path.Combine(_path, "points"));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            SyntheticReport.Write(Path.Combine(_path, "commas"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        var files = Directory.GetFiles(Path.Combine(_path, "points"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(_path, "points"), file))
            .Order()
            .ToArray();
        Assert.InRange(files.Length, 80, 200);
        Assert.All(
            files.Where(file => !file.EndsWith(".png", StringComparison.Ordinal)),
            file => Assert.Equal(Text("points", file), Text("commas", file)));
        Assert.Equal([], files.Where(
            file => file.EndsWith(".png", StringComparison.Ordinal)
                && !File.ReadAllBytes(Path.Combine(_path, "points", file))
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(_path, "commas", file)))));
    }

    // Skia numbers clip paths through all figures of a process.
    private string Text(string folder, string file) =>
        Regex.Replace(File.ReadAllText(Path.Combine(_path, folder, file)), "cl_[0-9a-f]+", "cl");

    [Theory]
    [InlineData("gn", "GN")]
    [InlineData("gn-then-adam", "GN → Adam")]
    [InlineData("gn-sigma-1e-6", "GN σ 1e−6")]
    [InlineData("gn-rate-1.5e0", "GN η 1.5")]
    [InlineData("adam-mini-rate-3.333e-4", "Adam mini-batch η 3.33e−4")]
    public void Arms_are_named_in_words(string arm, string words) => Assert.Equal(words, Arms.Label(arm));

    private static RunResult Synthetic(RunConfiguration run, bool diverges) => new(
        run,
        [.. Enumerable.Range(0, diverges ? 2 : run.Epochs + 1).Select(epoch => new EpochMetrics(
            epoch, epoch, 2.0 / (1 + epoch), 0.5, 2.0 / (1 + epoch), 0.5, BatchCut: epoch == 0 ? null : 3 + run.Seed))],
        diverges ? new(2, 2, "synthetic") : null,
        Seconds: 1);
}
