using System.Text.RegularExpressions;

namespace ExactGN.Experiments;

/// <summary>A panel on disk, figures/NAME.png and .svg, and as a part of the report.</summary>
/// <param name="Name">Its file name without extension.</param>
/// <param name="Panel">What it shows.</param>
/// <param name="InlineSvg">The SVG element for the report: scales with the page, and its ids are its own.</param>
public sealed partial record FigureFile(string Name, Panel Panel, string InlineSvg)
{
    /// <summary>Draws and writes a panel.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="claim">The claim it stands beside.</param>
    /// <param name="panel">What it shows.</param>
    public static FigureFile Write(OutputFolder folder, ClaimResult claim, Panel panel)
    {
        var name = $"{claim.Experiment.Id}-{panel.Curve.Name}".ToLowerInvariant().Replace(' ', '-').Replace("'", "", StringComparison.Ordinal);
        using var plot = CurveFigure.Draw(panel, claim.Runs);
        var svg = plot.GetSvgXml(CurveFigure.Width, CurveFigure.Height);
        WholeFile.WriteText(folder.At("figures", name + ".svg"), svg);
        plot.ScaleFactor = 2;
        var png = plot.GetImageBytes(2 * CurveFigure.Width, 2 * CurveFigure.Height, ScottPlot.ImageFormat.Png);
        WholeFile.Write(folder.At("figures", name + ".png"), path => File.WriteAllBytes(path, png));
        return new(name, panel, Inline(svg, name));
    }

    private static string Inline(string svg, string prefix)
    {
        var element = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        element = Size().Replace(element, $"<svg viewBox=\"0 0 {CurveFigure.Width} {CurveFigure.Height}\" role=\"img\" ", 1);
        return References().Replace(Ids().Replace(element, $"id=\"{prefix}-$1\""), $"#{prefix}-$1");
    }

    [GeneratedRegex("""<svg(?=\s)""")]
    private static partial Regex Size();

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("""(?<=url\(|href=")#([A-Za-z_][\w-]*)""")]
    private static partial Regex References();
}
