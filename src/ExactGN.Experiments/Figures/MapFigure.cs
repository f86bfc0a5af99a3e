using System.Globalization;
using ScottPlot;

namespace ExactGN.Experiments.Figures;

/// <summary>A map over batch size and width: a cell is coloured by how far the subject's test loss lies above the
/// rival's, and says n/h, Nc/p, that ratio and the fall of the subject's training loss over the second half of
/// training.</summary>
internal static class MapFigure
{
    internal const int Width = 620;
    internal const int Height = 360;

    // The ratio at which a colour is full.
    private const double Full = 3;

    /// <summary>Draws the map of an experiment that has one.</summary>
    /// <param name="claim">The claim and its runs.</param>
    internal static Plot Draw(ClaimResult claim)
    {
        EmbeddedFont.Register();
        var plot = new Plot();
        plot.Font.Set(EmbeddedFont.Name);
        var cells = MapCell.Of(claim);
        int[] widths = [.. cells.Select(cell => cell.Hidden).Distinct().Order()],
            batches = [.. cells.Select(cell => cell.BatchSize).Distinct().Order()];
        foreach (var cell in cells)
        {
            AddCell(plot, cell, Array.IndexOf(widths, cell.Hidden), Array.IndexOf(batches, cell.BatchSize));
        }

        plot.Axes.SetLimits(-0.5, widths.Length - 0.5, -0.5, batches.Length - 0.5);
        plot.Axes.Bottom.TickGenerator = Named(widths);
        plot.Axes.Left.TickGenerator = Named(batches);
        plot.XLabel("hidden units h", 13);
        plot.YLabel("batch size n", 13);
        foreach (var axis in (IAxis[])[plot.Axes.Left, plot.Axes.Bottom])
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 12;
        }

        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.HideGrid();
        return plot;
    }

    private static ScottPlot.TickGenerators.NumericManual Named(int[] values) =>
        new([.. values.Select((value, i) => new Tick(i, value.ToString(CultureInfo.InvariantCulture), true))]);

    private static void AddCell(Plot plot, MapCell cell, double x, double y)
    {
        var square = plot.Add.Rectangle(x - 0.48, x + 0.48, y - 0.46, y + 0.46);
        square.FillColor = Shade(cell.TestGap);
        square.LineWidth = 0;
        var text = plot.Add.Text(
            string.Create(CultureInfo.InvariantCulture, $"test "
                + $"×{ReadableNumber.Of(cell.TestGap is { } gap ? Math.Exp(gap) : null)}\nfall "
                + $"{ReadableNumber.Of(cell.Fall)}\nn/h {cell.BatchSize / (double)cell.Hidden:0.###}\nNc/p "
                + $"{cell.Load:0.##}"), x, y);
        text.LabelStyle.FontName = EmbeddedFont.Name;
        text.LabelStyle.FontSize = 12;
        text.LabelStyle.Alignment = Alignment.MiddleCenter;
        text.LabelStyle.ForeColor = Color.FromHex("#111111");
    }

    // Vermillion where the subject is worse, blue where it is better; told apart by colour-blind readers.
    private static Color Shade(double? gap)
    {
        var share = Math.Clamp((gap ?? 0) / Math.Log(Full), -1, 1);
        return Color.FromHex(share > 0 ? "#D55E00" : "#0072B2").WithAlpha(0.08 + 0.62 * Math.Abs(share));
    }
}
