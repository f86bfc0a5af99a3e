using MathNet.Numerics.Statistics;

namespace ExactGN.Tests;

/// <summary>Every point, band, boundary and cell of the figures, read off the SVG files and computed aside.</summary>
public sealed class FigureReadbackTests : InTemporaryFolder
{
    private const string Grey = "#555555";

    private static readonly Dictionary<string, string> Colours = new()
    {
        ["GN"] = "#D55E00",
        ["GN η 0.001"] = "#D55E00",
        ["Adam"] = "#0072B2",
        ["SGD"] = "#009E73",
        ["reversible"] = "#D55E00",
        ["min. norm"] = "#CC79A7",
        ["cosine"] = "#56B4E9",
        ["kernel ridge"] = "#000000",
    };

    private static readonly DistinctClaims Made = new();

    public static TheoryData<string, int> Panels
    {
        get
        {
            var panels = new TheoryData<string, int>();
            foreach (var claim in Made.Claims)
            {
                foreach (var (i, _) in claim.Experiment.Panels.Index())
                {
                    panels.Add(claim.Experiment.Id, i);
                }
            }

            return panels;
        }
    }

    [Theory, MemberData(nameof(Panels))]
    public void A_panel_s_lines_bands_and_boundaries_are_the_seeds_own(string id, int index)
    {
        var claim = Made.Claims.Single(candidate => candidate.Experiment.Id == id);
        var panel = claim.Experiment.Panels[index];
        var file = FigureFile.Write(new OutputFolder(Folder), claim, panel);
        var logarithmic = panel.Curve.Name is "training loss" or "test loss";
        var figure = new WrittenFigure(File.ReadAllText(Path.Combine(Folder, "figures", $"{file.Name}.svg")),
            logarithmic);

        // At the rates found, where the claim is judged at them alone.
        var arms = Made.Results.Where(run => run.Configuration.Setting == claim.Experiment.Setting.Id)
            .Where(run => run.Configuration.Arm.Rate is null == claim.Experiment.AtOwnRates
                || claim.Experiment.Fixed.Contains(run.Configuration.Arm))
            .Where(run => panel.Arms?.Contains(run.Configuration.Arm) != false)
            .GroupBy(run => run.Configuration.Arm.AtOwnRate).ToDictionary(arm =>
                DistinctClaims.NameOf(arm.Key), Points);
        var boundaries = figure.Lines().Where(line => line.Value.Colour == Grey).ToDictionary();
        var lines = figure.Lines().Where(line => line.Value.Colour != Grey).ToDictionary();

        Assert.Equal(arms.Keys.Order(StringComparer.Ordinal), lines.Keys.Order(StringComparer.Ordinal));
        Assert.All(arms, arm =>
        {
            var line = lines[arm.Key];
            Assert.Equal(Colours[arm.Key], line.Colour);
            figure.RequireLine(line, [.. arm.Value.Select(point => (point.X, point.Values.Median()))],
                $"{file.Name}, {arm.Key}");
            figure.RequireBand(line.Colour, 0.10, [.. arm.Value.Select(point => (point.X, point.Values[0],
                point.Values[^1]))], $"{file.Name}, extremes of {arm.Key}");
            figure.RequireBand(line.Colour, 0.25, [.. arm.Value.Select(point => (point.X, Quartile(point.Values,
                0.25), Quartile(point.Values, 0.75)))], $"{file.Name}, quartiles of {arm.Key}");
        });

        Assert.Equal(Boundaries().Keys.Order(StringComparer.Ordinal), boundaries.Keys.Order(StringComparer.Ordinal));
        Assert.All(Boundaries(), boundary => figure.RequireLine(boundaries[boundary.Key], boundary.Value,
            $"{file.Name}, {boundary.Key}"));
        Assert.Contains(panel.AgainstUpdates ? "updates" : "epochs", figure.AxisNames);
        Assert.Contains(figure.AxisNames, name => name == panel.Curve.Name + Unit());

        // Cross-entropy is in nats; BEY-1 is trained on the squared error, which has no unit.
        string Unit() => logarithmic ? id == "BEY-1" ? "" : " (nats)"
            : panel.Curve.Name is "test accuracy" or "cut of own batch loss" ? " (%)" : "";

        // Kernel ridge regression has no epochs: its end is a level.
        (double X, double[] Values)[] Points(IGrouping<Arm, RunResult> runs) => runs.Key != "krr" ? Epochs(runs)
            : [.. ((double[])[0, 16]).Select(x => (x, Epochs(runs)[^1].Values))];

        (double X, double[] Values)[] Epochs(IEnumerable<RunResult> runs) =>
        [
            .. from row in runs.SelectMany(run => run.Epochs)
               group Aside.Column(row, panel.Curve.Name) by row.Epoch into epoch
               orderby epoch.Key
               select (panel.AgainstUpdates ? 7.0 * epoch.Key : epoch.Key, (double[])[.. epoch.Order()]),
        ];

        Dictionary<string, IReadOnlyList<(double X, double Y)>> Boundaries() => (id, panel.Curve.Name) switch
        {
            ("EXP-1", "training loss") => new() { ["1/2 × Adam"] = Times("Adam", 0.5) },
            ("EXP-1", "test loss") => new() { ["0.91 × SGD"] = Times("SGD", 1 / 1.1) },
            ("EXP-1", "cut of own batch loss") => new() { ["2 × SGD"] = Times("SGD", 2) },
            ("EXP-1", "NTK similarity to initialisation") => new() { ["0.9"] = [(0, 0.9), (16, 0.9)] },
            _ => [],
        };

        IReadOnlyList<(double X, double Y)> Times(string arm, double factor) => [.. arms[arm].Select(point =>
            (point.X, factor * point.Values.Median()))];
    }

    [Fact]
    public void A_map_s_cells_are_the_seeds_own()
    {
        var claim = Made.Claims.Single(candidate => candidate.Experiment.Map is not null);
        FigureFile.Write(new OutputFolder(Folder), claim);
        var figure = new WrittenFigure(File.ReadAllText(Path.Combine(Folder, "figures", "bey-3-map-map.svg")),
            logarithmic: false, even: false);

        Assert.Equal(["batch size n", "hidden units h"], figure.AxisNames.Order(StringComparer.Ordinal));
        Assert.All(claim.Experiment.Map!.Cells, cell =>
        {
            double[] Of(Arm arm, Func<RunResult, double> read) =>
                [.. Made.Results
                    .Where(run => run.Configuration.Arm == arm)
                    .OrderBy(run => run.Configuration.Seed)
                    .Select(read)];
            double[] Losses(Arm arm) => Of(arm, run => run.Epochs[^1].TestLoss!.Value);
            var ratio = Math.Exp(Losses(cell.Subject).Zip(Losses(cell.Rival), (s, r) => Math.Log(s / r)).Mean());
            var fall = Of(cell.Subject, run => Math.Log(run.Epochs[8].TrainLoss / run.Epochs[16].TrainLoss)).Mean();
            // Four half-couplings of (h + 1)·32 weights for 960 samples of 10 outputs.
            var load = 9600.0 / (4 * 32 * (cell.Hidden + 1));

            var words = figure.TextsAt(cell.Hidden, cell.BatchSize);

            WrittenNumbers.AgreeAfter(words, "test ×", ratio);
            WrittenNumbers.AgreeAfter(words, "fall ", fall);
            WrittenNumbers.AgreeAfter(words, "n/h ", cell.BatchSize / (double)cell.Hidden);
            WrittenNumbers.AgreeAfter(words, "Nc/p ", load);
            Assert.Equal(ratio > 1 ? "#D55E00" : "#0072B2", figure.SquareAt(cell.Hidden, cell.BatchSize).Colour);
            // An opacity has eight bits.
            Assert.Equal(0.08 + 0.62 * Math.Min(1, Math.Abs(Math.Log(ratio)) / Math.Log(3)),
                figure.SquareAt(cell.Hidden, cell.BatchSize).Opacity, 1.01 / 255);
        });
    }

    private static double Quartile(double[] sorted, double share) => SortedArrayStatistics.QuantileCustom(sorted,
        share, QuantileDefinition.R7);
}
