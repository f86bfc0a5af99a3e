using ScottPlot;

namespace ExactGN.Experiments.Figures;

/// <summary>One panel: a line per arm, the median over seeds, in a band between the quartiles and a lighter one between
/// the extremes; arms are named at their lines' ends, and a claim's boundaries are grey.</summary>
internal static class CurveFigure
{
    internal const int Width = 460;
    internal const int Height = 320;
    private const string Grey = "#555555";
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted,
        LinePattern.DenselyDashed];

    /// <summary>Draws a panel.</summary>
    /// <param name="panel">What is on the axes.</param>
    /// <param name="claim">The claim, its runs and its boundaries.</param>
    /// <returns>The plot, and what lies outside its frame; empty when nothing does.</returns>
    internal static (Plot Plot, string Outside) Draw(Panel panel, ClaimResult claim)
    {
        EmbeddedFont.Register();
        var plot = new Plot();
        plot.Font.Set(EmbeddedFont.Name);
        var bands = Bands(panel, claim);
        var thresholds = Threshold.Of(panel, claim.Experiment.Criteria, bands);
        var names = Arms.Labels(bands.Select(band => band.Arm.Arm));
        Array.ForEach(bands, band => AddBand(plot, panel.Curve, band));
        List<Ending> endings = [];
        foreach (var threshold in thresholds)
        {
            endings.Add(AddLine(plot, panel.Curve, threshold.Points, new(threshold.Label, Grey), LinePattern.Dotted,
                width: 1));
        }

        // Arms of one colour differ in their lines.
        foreach (var colour in bands.GroupBy(band => Arms.Colour(band.Arm)))
        {
            foreach (var (variant, band) in colour.Index())
            {
                endings.Add(AddLine(plot, panel.Curve, [.. band.Points.Select(point => (point.X, point.Median))],
                    new(names[band.Arm.Arm], colour.Key), Patterns[variant % Patterns.Length], width: 2));
            }
        }

        var (limits, outside) = SetLimits(plot, panel.Curve, bands, thresholds, endings);
        AddLabels(plot, endings, limits);
        NameAxes(plot, panel, panel.Curve.UnitFor(bands.Select(band => band.Arm.Loss)));
        return (plot, outside);
    }

    // Where rates were searched beside the arms' own, these are shown; otherwise those found are the arms.
    private static SeedBand[] Bands(Panel panel, ClaimResult claim)
    {
        var runs = claim.Runs.Where(run => !claim.Experiment.AtOwnRates || run.Configuration.Arm.Rate is null)
            .Where(run => panel.Arms?.Contains(run.Configuration.Arm.AtOwnRate) != false);
        var bands = SeedBand.Of(panel, runs).Where(band => band.Points.Count > 0).ToArray();
        var last = bands.SelectMany(band => band.Points).Select(point => point.X).DefaultIfEmpty(1).Max();
        return [.. bands.Select(band => band.Arm.Optimiser is not KernelRidgeOptions ? band
            : band with { Points = [band.Points[^1] with { X = 0 }, band.Points[^1] with { X = last }] })];
    }

    private static double Scale(Metric curve, double value) => curve.LogAxis ? Math.Log10(Math.Max(value, 1e-300))
        : value;

    private static void AddBand(Plot plot, Metric curve, SeedBand band)
    {
        Fill(point => point.Low, point => point.High, 0.10);
        Fill(point => point.LowerQuartile, point => point.UpperQuartile, 0.25);

        void Fill(Func<SeedBand.Point, double> low, Func<SeedBand.Point, double> high, double alpha)
        {
            double[] Y(Func<SeedBand.Point, double> of) => [.. band.Points.Select(point => Scale(curve, of(point)))];
            var fill = plot.Add.FillY([.. band.Points.Select(point => point.X)], Y(low), Y(high));
            fill.FillColor = Color.FromHex(Arms.Colour(band.Arm)).WithAlpha(alpha);
            fill.LineWidth = 0;
            fill.MarkerSize = 0;
        }
    }

    private static Ending AddLine(Plot plot, Metric curve, IReadOnlyList<(double X, double Y)> points, Ending ending,
        LinePattern pattern, float width)
    {
        Coordinates[] places = [.. points.Select(point => new Coordinates(point.X, Scale(curve, point.Y)))];
        var line = plot.Add.ScatterLine(places, Color.FromHex(ending.Colour));
        line.LineWidth = width;
        line.LinePattern = pattern;
        return ending with { X = places[^1].X, Y = places[^1].Y };
    }

    // As wide as the longest label, in shares of the curves' width.
    private static double RoomForLabels(IEnumerable<Ending> endings) => 0.08
        + 0.03 * endings.Select(ending => ending.Label.Length).DefaultIfEmpty(4).Max();

    private static (AxisLimits Limits, string Outside) SetLimits(Plot plot, Metric curve, SeedBand[] bands,
        IReadOnlyList<Threshold> thresholds, IReadOnlyList<Ending> endings)
    {
        var points = bands.SelectMany(band => band.Points).ToArray();
        var (left, right) = points.Length == 0 ? (0, 1) : (points.Min(point => point.X), points.Max(point => point.X));
        var start = left + 0.1 * (right - left);
        var shown = points.Where(point => !curve.FitsLate || point.X >= start).ToArray();
        double[] heights = [.. shown.SelectMany(point => (double[])[point.Low, point.High]),
            .. thresholds.SelectMany(line => line.Points).Where(point => !curve.FitsLate || point.X >= start)
            .Select(point => point.Y)];
        var (bottom, top) = heights.Length == 0 ? (0, 1) : (Scale(curve, heights.Min()), Scale(curve, heights.Max()));
        var pad = Math.Max(top - bottom, 1e-6) * 0.06;
        plot.Axes.SetLimits(left, right + (right - left) * RoomForLabels(endings), bottom - pad, top + pad);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(LabelledTicks.UpTo(left, right));
        plot.Axes.Left.TickGenerator = curve.LogAxis
            ? new ScottPlot.TickGenerators.NumericManual(LabelledTicks.Logarithmic(bottom - pad, top + pad))
            : new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = LabelledTicks.Number };

        var hidden = points.Any(point => Scale(curve, point.Low) < bottom - pad || Scale(curve, point.High) > top
            + pad);
        return (plot.Axes.GetLimits(), hidden ? "What lies outside the frame belongs to the first tenth of training."
            : "");
    }

    // Labels stand at the ends of their lines; where lines end close together they are pushed up, and from the frame
    // down again, and a thin line leads to the end.
    private static void AddLabels(Plot plot, IReadOnlyList<Ending> endings, AxisLimits limits)
    {
        var height = limits.Top - limits.Bottom;
        var apart = height * Math.Min(0.075, 0.96 / Math.Max(1, endings.Count));
        var ordered = endings.OrderBy(ending => ending.Y).ToArray();
        double[] heights = [.. ordered.Select(ending => Math.Max(ending.Y, limits.Bottom + apart / 2))];
        for (var i = 1; i < heights.Length; i++)
        {
            heights[i] = Math.Max(heights[i], heights[i - 1] + apart);
        }

        for (var (i, ceiling) = (heights.Length - 1, limits.Top - apart / 2); i >= 0; i--,
            ceiling = heights[i + 1] - apart)
        {
            heights[i] = Math.Min(heights[i], ceiling);
        }

        var leader = (limits.Right - limits.Left) * 0.03;
        foreach (var (ending, at) in ordered.Zip(heights))
        {
            AddLabel(plot, ending, at, leader);
        }
    }

    private static void AddLabel(Plot plot, Ending ending, double height, double leader)
    {
        var line = plot.Add.Line(ending.X, ending.Y, ending.X + leader, height);
        line.LineWidth = 0.7f;
        line.LineColor = Color.FromHex(ending.Colour);
        line.MarkerSize = 0;
        var text = plot.Add.Text(ending.Label, ending.X + leader, height);
        text.OffsetX = 3;
        text.LabelStyle.ForeColor = Color.FromHex(ending.Colour);
        text.LabelStyle.FontName = EmbeddedFont.Name;
        text.LabelStyle.FontSize = 12;
        text.LabelStyle.Alignment = Alignment.MiddleLeft;
    }

    // Where a line ends and how it is named there.
    private sealed record Ending(string Label, string Colour, double X = 0, double Y = 0);

    private static void NameAxes(Plot plot, Panel panel, string unit)
    {
        plot.YLabel(panel.Curve.Name + (unit.Length > 0 ? $" ({unit})" : ""), 13);
        plot.XLabel(panel.AgainstUpdates ? "updates" : "epochs", 13);
        foreach (var axis in (IAxis[])[plot.Axes.Left, plot.Axes.Bottom])
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 12;
        }

        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Color.FromHex("#E6E6E6");
    }
}
