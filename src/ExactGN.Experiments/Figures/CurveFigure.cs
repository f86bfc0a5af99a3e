using ScottPlot;

namespace ExactGN.Experiments;

/// <summary>One panel: a line per arm, the median over seeds, in a light band from the least to the greatest; arms are named at their lines' ends.</summary>
internal static class CurveFigure
{
    internal const int Width = 460;
    internal const int Height = 320;
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];

    /// <summary>Draws a panel.</summary>
    /// <param name="panel">What is on the axes.</param>
    /// <param name="runs">The runs of its setting.</param>
    internal static Plot Draw(Panel panel, IReadOnlyCollection<RunResult> runs)
    {
        EmbeddedFont.Register();
        var plot = new Plot();
        plot.Font.Set(EmbeddedFont.Name);
        var bands = SeedBand.Of(panel, runs.Where(run => !RateArm.IsOne(run.Configuration.Arm))).Where(band => band.Points.Count > 0).ToArray();
        Array.ForEach(bands, band => AddBand(plot, panel.Curve, band));
        // Arms of one optimiser share its colour and differ in their lines.
        foreach (var optimiser in bands.GroupBy(band => band.Optimiser))
        {
            foreach (var (variant, band) in optimiser.Index())
            {
                AddMedian(plot, panel.Curve, band, Patterns[variant % Patterns.Length]);
            }
        }

        var limits = SetLimits(plot, panel.Curve, bands);
        AddLabels(plot, panel.Curve, bands, limits);
        NameAxes(plot, panel);
        return plot;
    }

    private static double Scale(Curve curve, double value) => curve.LogAxis ? Math.Log10(Math.Max(value, 1e-300)) : value;

    private static void AddBand(Plot plot, Curve curve, SeedBand band)
    {
        double[] Y(Func<SeedBand.Point, double> of) => [.. band.Points.Select(point => Scale(curve, of(point)))];
        var fill = plot.Add.FillY([.. band.Points.Select(point => point.X)], Y(point => point.Low), Y(point => point.High));
        fill.FillColor = Color.FromHex(Arms.Colour(band.Optimiser)).WithAlpha(0.18);
        fill.LineWidth = 0;
        fill.MarkerSize = 0;
    }

    private static void AddMedian(Plot plot, Curve curve, SeedBand band, LinePattern pattern)
    {
        Coordinates[] points = [.. band.Points.Select(point => new Coordinates(point.X, Scale(curve, point.Median)))];
        var line = plot.Add.ScatterLine(points, Color.FromHex(Arms.Colour(band.Optimiser)));
        line.LineWidth = 2;
        line.LinePattern = pattern;
    }

    // As wide as the longest label, in shares of the curves' width.
    private static double RoomForLabels(SeedBand[] bands) => 0.05 + 0.03 * bands.Select(band => Arms.Label(band.Arm).Length).DefaultIfEmpty(4).Max();

    private static AxisLimits SetLimits(Plot plot, Curve curve, SeedBand[] bands)
    {
        var points = bands.SelectMany(band => band.Points).ToArray();
        var (left, right) = points.Length == 0 ? (0, 1) : (points.Min(point => point.X), points.Max(point => point.X));
        var shown = points.Where(point => !curve.FitsLate || point.X >= left + 0.1 * (right - left)).ToArray();
        var (bottom, top) = shown.Length == 0 ? (0, 1) : (shown.Min(point => Scale(curve, point.Low)), shown.Max(point => Scale(curve, point.High)));
        var pad = Math.Max(top - bottom, 1e-6) * 0.06;
        plot.Axes.SetLimits(left, right + (right - left) * RoomForLabels(bands), bottom - pad, top + pad);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(LabelledTicks.UpTo(left, right));
        plot.Axes.Left.TickGenerator = curve.LogAxis
            ? new ScottPlot.TickGenerators.NumericManual(LabelledTicks.Logarithmic(bottom - pad, top + pad))
            : new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = LabelledTicks.Number };

        return plot.Axes.GetLimits();
    }

    // Labels stand at the ends of their lines; where lines end close together they are pushed up, and from the frame down again.
    private static void AddLabels(Plot plot, Curve curve, SeedBand[] bands, AxisLimits limits)
    {
        var apart = (limits.Top - limits.Bottom) * 0.08;
        var ordered = bands.OrderBy(band => band.Points[^1].Median).ToArray();
        var heights = ordered.Select(band => Scale(curve, band.Points[^1].Median)).ToArray();
        for (var i = 1; i < heights.Length; i++)
        {
            heights[i] = Math.Max(heights[i], heights[i - 1] + apart);
        }

        for (var (i, ceiling) = (heights.Length - 1, limits.Top - apart / 2); i >= 0; i--, ceiling = heights[i + 1] - apart)
        {
            heights[i] = Math.Min(heights[i], ceiling);
        }

        foreach (var (band, height) in ordered.Zip(heights))
        {
            AddLabel(plot, band, height);
        }
    }

    private static void AddLabel(Plot plot, SeedBand band, double height)
    {
        var text = plot.Add.Text(Arms.Label(band.Arm), band.Points[^1].X, height);
        text.OffsetX = 5;
        text.LabelStyle.ForeColor = Color.FromHex(Arms.Colour(band.Optimiser));
        text.LabelStyle.FontName = EmbeddedFont.Name;
        text.LabelStyle.FontSize = 13;
        text.LabelStyle.Alignment = Alignment.MiddleLeft;
    }

    private static void NameAxes(Plot plot, Panel panel)
    {
        var unit = panel.Curve.Unit.Length > 0 ? $" ({panel.Curve.Unit})" : "";
        plot.YLabel(panel.Curve.Name + unit, 13);
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
