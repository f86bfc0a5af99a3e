using System.Text.RegularExpressions;

namespace ExactGN.Experiments.Figures;

/// <summary>A figure on disk, figures/NAME.png and .svg, and as a part of the report.</summary>
/// <param name="Name">Its file name without extension.</param>
/// <param name="Title">What it shows, and what it does not.</param>
/// <param name="InlineSvg">The SVG element for the report: scales with the page, and its ids are its own.</param>
public sealed partial record FigureFile(string Name, string Title, string InlineSvg)
{
    /// <summary>Draws and writes the figures of a claim.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="claim">The claim.</param>
    public static IReadOnlyList<FigureFile> Write(OutputFolder folder, ClaimResult claim)
    {
        FigureFile[] panels = [.. claim.Experiment.Panels.Select(panel => Write(folder, claim, panel))];
        return claim.Experiment.Map is null ? panels : [WriteMap(folder, claim), .. panels];
    }

    /// <summary>Draws and writes a panel.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="claim">The claim it stands beside.</param>
    /// <param name="panel">What it shows.</param>
    public static FigureFile Write(OutputFolder folder, ClaimResult claim, Panel panel)
    {
        var (plot, outside) = CurveFigure.Draw(panel, claim);
        var title = string.Join(". ", ((string[])[Capital(panel.Curve.Name)
            + (panel.Part.Length > 0 ? $", {panel.Part}" : ""), panel.Note, outside]).Select(text => text.TrimEnd('.'))
            .Where(text => text.Length > 0));
        return Write(folder, plot, $"{claim.Experiment.Id} {panel.Curve.Name} {panel.Part}", title, CurveFigure.Width,
            CurveFigure.Height);
    }

    private static FigureFile WriteMap(OutputFolder folder, ClaimResult claim) => Write(
        folder, MapFigure.Draw(claim), $"{claim.Experiment.Id} map",
        "Per cell: test loss of the reversible step over that of the minimum-norm step (geometric mean over "
            + "seeds; colour, full at 3 and 1/3), fall of the reversible step's training loss over the second "
            + "half of the updates in logarithms, n/h, and outputs to be fitted per weight",
        MapFigure.Width, MapFigure.Height);

    private static FigureFile Write(OutputFolder folder, ScottPlot.Plot figure, string text, string title, int width,
        int height)
    {
        using var plot = figure;
        var name = Unnamed().Replace(text.ToLowerInvariant().Replace("'", "", StringComparison.Ordinal), "-").Trim('-');
        var svg = plot.GetSvgXml(width, height);
        WholeFile.WriteText(folder.At("figures", name + ".svg"), svg);
        plot.ScaleFactor = 2;
        var png = plot.GetImageBytes(2 * width, 2 * height, ScottPlot.ImageFormat.Png);
        WholeFile.Write(folder.At("figures", name + ".png"), path => File.WriteAllBytes(path, png));
        return new(name, title, Inline(svg, name, width, height));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Inline(string svg, string prefix, int width, int height)
    {
        var element = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        element = Size().Replace(element, $"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" ", 1);
        return References().Replace(Ids().Replace(element, $"id=\"{prefix}-$1\""), $"#{prefix}-$1");
    }

    // What does not belong into a file's name.
    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex Unnamed();

    [GeneratedRegex("""<svg(?=\s)""")]
    private static partial Regex Size();

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("""(?<=url\(|href=")#([A-Za-z_][\w-]*)""")]
    private static partial Regex References();
}
