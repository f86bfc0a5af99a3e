using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

/// <summary>What figures show, read back from runs whose every value differs.</summary>
public sealed class FigureTests
{
    [Fact]
    public void A_band_has_the_median_the_quartiles_and_the_extremes_of_the_seeds()
    {
        // Sorted 1, 2, 4, 8, 16.
        RunResult[] runs = [.. ((double[])[8, 1, 16, 2, 4]).Select((loss, seed) => Run("gn", seed, loss))];

        var point = SeedBand.Of(new(Metric.TrainLoss), runs).Single().Points[0];

        Assert.Equal(new SeedBand.Point(0, 1, 2, 4, 8, 16), point);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.25, 4.5)]
    [InlineData(0.5, 6.5)]
    [InlineData(0.9, 15.5)]
    [InlineData(1, 20)]
    public void A_quantile_is_linear_between_values(double share, double expected) =>
        Assert.Equal(expected, SeedBand.Quantile([3, 4, 6, 7, 11, 20], share), 12);

    [Fact]
    public void A_boundary_runs_where_the_claim_says()
    {
        RunResult[] runs = [Run("gn", 1, 0.3), Run("adam", 1, 0.7), Run("adam", 2, 0.9), Run("adam", 3, 1.3)];
        var panel = new Panel(Metric.TrainLoss);
        Criterion[] criteria =
        [
            Criterion(Metric.TrainLoss, "adam", Comparison.SmallerByFactor, 2),
            Criterion(Metric.TrainLoss, "adam", Comparison.LargerByFactor, 3),
            Criterion(Metric.TrainLoss, "gn", Comparison.AtLeast, 0.95),
            Criterion(Metric.TestLoss, "adam", Comparison.SmallerByFactor, 5),
            Criterion(Metric.TrainLoss, "adam", Comparison.SmallerByFactor, 1),
        ];

        var lines = Threshold.Of(panel, criteria, SeedBand.Of(panel, runs));

        Assert.Equal(["1/2 × Adam", "3 × Adam", "0.95"], lines.Select(line => line.Label));
        Assert.Equal([0.45, 2.7, 0.95], lines.Select(line => line.Points[0].Y), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Names_in_a_figure_leave_out_what_all_arms_share_and_their_rates()
    {
        Arm[] arms =
            ["rev-se-rate-2e-1", "mn-se-rate-5e-1", "adam-cosine-se-rate-3e-3", "sgd-momentum-se-rate-1e-1"];
        Assert.Equal(
            ["reversible", "min. norm", "Adam cosine", "SGD μ 0.9"], arms.Select(arm => Arms.Labels(arms)[arm]));

        Arm[] scaled = ["rev-a10", "adam-a10", "krr"];
        Assert.Equal(["reversible", "Adam", "kernel ridge"], scaled.Select(arm => Arms.Labels(scaled)[arm]));

        Arm[] varied = ["gn", "adam", "gn-sigma-0.01", "adam-sigma-0.01"];
        Assert.Equal(["GN", "Adam", "GN σ 0.01", "Adam σ 0.01"], varied.Select(arm => Arms.Labels(varied)[arm]));
    }

    [Fact]
    public void Every_arm_of_a_panel_has_a_colour_or_a_line_of_its_own() => Assert.All(
        from experiment in ExperimentCatalogue.Everything(Regimes.Of(Scale.Smoke))
        from panel in experiment.Panels
        select (experiment, panel),
        pair =>
        {
            var arms = pair.experiment.Setting.Arms.Where(arm => pair.panel.Arms?.Contains(arm.Arm) != false).ToArray();
            if (pair.panel.Arms is { } wanted)
            {
                Assert.Equal(wanted.Count, arms.Length);
            }

            // Lines have four patterns.
            Assert.All(arms.GroupBy(Arms.Colour), colour => Assert.InRange(colour.Count(), 1, 4));
            Assert.Equal(arms.Length, Arms.Labels(arms.Select(arm => arm.Arm)).Values.Distinct().Count());
        });

    [Fact]
    public void What_a_late_fit_leaves_outside_the_frame_is_said()
    {
        Assert.Equal("What lies outside the frame belongs to the first tenth of training.", Outside(Metric.TestLoss));
        Assert.Equal("", Outside(Metric.TrainLoss));

        static string Outside(Metric curve)
        {
            var experiment = ExperimentCatalogue.In(Regimes.Of(Scale.Smoke))[0].WithoutSweep();
            RunResult[] runs =
            [
                .. experiment.Setting.Runs([1, 2], null).Select(run =>
                    new RunResult(
                        run,
                        [.. Enumerable.Range(0, run.Epochs + 1).Select(
                            epoch => new EpochMetrics(epoch, epoch, Math.Exp(-epoch), 0.5, Math.Exp(-epoch), 0.5))],
                        null, 0)),
            ];
            var (plot, outside) = CurveFigure.Draw(new(curve), experiment.Judge(runs));
            plot.Dispose();
            return outside;
        }
    }

    [Fact]
    public void A_map_s_cells_say_what_the_runs_did_in_them()
    {
        var experiment = BeyondCatalogue.All().Single(candidate => candidate.Id == "BEY-3");
        RunResult[] runs =
        [
            .. from arm in experiment.Setting.Arms
               let run = arm.At(0.7)
               from seed in (int[])[42, 43]
               select new RunResult(
                   run with { Seed = seed },
                   [.. Enumerable.Range(0, run.Epochs + 1).Select(epoch => Row(run, epoch))],
                   null, 0),
        ];
        ClaimResult claim = new(experiment, runs, [], [], [], MeasuredRegime.Of(experiment.Setting, runs));

        var cells = MapCell.Of(claim);

        Assert.Equal(12, cells.Count);
        Assert.All(cells, cell =>
        {
            // p = 4 half-couplings of (h + 1)·32 weights.
            Assert.Equal(10_000.0 / (4 * 32 * (cell.Hidden + 1)), cell.Load, 12);
            Assert.Equal(Math.Log(cell.BatchSize), cell.TestGap!.Value, 12);
            Assert.Equal(cell.Hidden / 1000.0, cell.Fall!.Value, 12);
        });

        // The reversible step's test loss is n times the other's; its training loss falls by h/1000 over the second
        // half.
        static EpochMetrics Row(RunConfiguration run, int epoch)
        {
            var reversible = run.Arm.Optimiser == "rev";
            var fallen = epoch > run.Epochs / 2 ? run.Model.Hidden!.Value / 1000.0 : 0;
            return new(epoch, epoch, Math.Exp(reversible ? -fallen : 5), 0.5, reversible ? run.BatchSize : 1, 0.5);
        }
    }

    private static Criterion Criterion(Metric curve, string rival, Comparison comparison, double factor) =>
        new("", curve, Reading.Final, "gn", rival, comparison, factor);

    private static RunResult Run(string arm, int seed, double loss) =>
        SyntheticCurves.Run(arm, seed, [new(0, 0, loss, 0.5, 2 * loss, 0.5)]);
}
