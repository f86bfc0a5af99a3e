using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ExactGN.Tests;

/// <summary>A figure read off its SVG as a reader does: values by the axes' ticks, names by the labels at the lines'
/// ends.</summary>
internal sealed partial class WrittenFigure
{
    private const string Black = "#000000";

    private readonly bool _logarithmic;
    private readonly (double At, double Value)[] _across;
    private readonly (double At, double Value)[] _up;

    /// <summary>Reads a figure.</summary>
    /// <param name="svg">The file's text.</param>
    /// <param name="logarithmic">Whether the vertical axis is; its ticks must agree.</param>
    /// <param name="even">Whether the ticks are those of numbers along an axis, and not names of columns and
    /// rows.</param>
    internal WrittenFigure(string svg, bool logarithmic, bool even = true)
    {
        _logarithmic = logarithmic;
        var drawn = XDocument.Parse(svg);
        Paths = [.. drawn.Descendants().Where(element => element.Name.LocalName == "path").Select(Path),
            .. drawn.Descendants().Where(element => element.Name.LocalName == "rect"
                && (element.Attribute("fill") ?? element.Attribute("fill-opacity")) is not null).Select(Rectangle)];
        Texts = [.. drawn.Descendants().Where(element => element.Name.LocalName == "text").Select(Text)];
        // Ticks' labels are numbers in one row and one column, black and of font size 12.
        var ticks = Texts.Where(text => text is { Size: 12, Colour: Black } && double.TryParse(text.Words,
            CultureInfo.InvariantCulture, out _)).ToArray();
        var row = ticks.GroupBy(text => text.Y).MaxBy(group => group.Count())!.Key;
        var column = ticks.Where(text => text.Y != row).GroupBy(text => text.X).MaxBy(group => group.Count())!.Key;
        _across = [.. ticks.Where(text => text.Y == row).Select(text => (text.X, Number(text.Words)))];
        _up = [.. ticks.Where(text => text.Y != row && text.X == column).Select(text => (text.Y,
            Scaled(Number(text.Words))))];
        if (even)
        {
            RequireEven(_across);
            RequireEven(_up);
        }

        AxisNames = [.. Texts.Where(text => text is { Size: 13, Colour: Black }).Select(text => text.Words)];
    }

    /// <summary>A drawn path, in pixels: in one part, or for a broken line the outlines of its dashes.</summary>
    internal sealed record Drawn(string Colour, double Width, double Opacity, IReadOnlyList<IReadOnlyList<(double X,
        double Y)>> Parts)
    {
        internal IReadOnlyList<(double X, double Y)> Points => Parts[0];

        internal bool IsBroken => Width == 0 && Opacity == 1;
    }

    /// <summary>A text and where it stands, in pixels.</summary>
    internal sealed record Word(string Words, string Colour, double Size, double X, double Y);

    internal IReadOnlyList<Drawn> Paths { get; }

    internal IReadOnlyList<Word> Texts { get; }

    internal IReadOnlyList<string> AxisNames { get; }

    /// <summary>The lines by the names that thin lines of their colours lead to from their ends.</summary>
    internal IReadOnlyDictionary<string, Drawn> Lines()
    {
        var leaders = Paths.Where(path => path.Width is > 0.5 and < 0.9)
            .Select(path => (path.Colour, End: path.Points[0], Texts.Single(text => text.Colour == path.Colour
                && Math.Abs(text.Y - path.Points[^1].Y) < 0.1).Words)).ToList();
        Dictionary<string, Drawn> lines = [];
        foreach (var line in Paths.Where(path => path.Width == 2))
        {
            var leader = leaders.Single(candidate => candidate.Colour == line.Colour && Near(candidate.End,
                line.Points[^1]));
            leaders.Remove(leader);
            lines.Add(leader.Words, line);
        }

        // A broken line may end between two dashes: what leads to its name then has its end.
        foreach (var leader in leaders)
        {
            var line = Paths.Single(path => path.IsBroken && path.Colour == leader.Colour);
            lines.Add(leader.Words, line with { Parts = [.. line.Parts, [leader.End]] });
        }

        return lines;
    }

    /// <summary>Fails unless a line runs through the expected points and nowhere else, to a tenth of a
    /// pixel.</summary>
    internal void RequireLine(Drawn line, IReadOnlyList<(double X, double Y)> expected, string what)
    {
        (double X, double Y)[] pixels = [.. expected.Select(point => (Pixel(_across, point.X), Pixel(_up,
            Scaled(point.Y))))];
        if (!line.IsBroken)
        {
            Assert.True(line.Points.Count == pixels.Length,
                $"{what}: {line.Points.Count} points should be {pixels.Length}.");
            foreach (var (i, (found, wanted)) in line.Points.Zip(pixels).Index())
            {
                Assert.True(Far(found, wanted) <= 0.1, string.Create(CultureInfo.InvariantCulture,
                    $"{what}: ({Across(found.X):g5}, {Up(found.Y):g5}) should be ({expected[i].X:g5}, "
                    + $"{expected[i].Y:g5})."));
            }

            return;
        }

        // The middle of a straight dash, which has four corners, lies on the line, and no stretch of the line is
        // without dashes.
        (double X, double Y)[] middles = [.. line.Parts.Where(part => part.Count is 4 or 5)
            .Select(part => (part.Take(4).Average(point => point.X), part.Take(4).Average(point => point.Y)))];
        Assert.InRange(middles.Length, 3, 10_000);
        Assert.All(middles, middle => Assert.True(pixels.Zip(pixels.Skip(1)).Min(stretch => FromStretch(middle,
            stretch.First, stretch.Second)) < 0.15,
            string.Create(CultureInfo.InvariantCulture,
                $"{what}: a dash at ({Across(middle.X):g5}, {Up(middle.Y):g5}) lies beside the line.")));
        Assert.All(pixels, pixel => Assert.True(line.Parts.SelectMany(part => part).Min(point => Far(point,
            pixel)) < 8, $"{what}: no dash near ({Across(pixel.X)}, {Up(pixel.Y)})."));
        Assert.True(Far(line.Parts[^1][0], pixels[^1]) < 0.1, $"{what}: its name should stand at its end.");
    }

    /// <summary>Fails unless a band of a colour runs between the expected bounds.</summary>
    internal void RequireBand(string colour, double opacity, IReadOnlyList<(double X, double Low,
        double High)> expected, string what)
    {
        // Out along one bound and back along the other.
        var bands = Paths.Where(path => path.Colour == colour && Math.Abs(path.Opacity - opacity) < 0.01)
            .Select(path => path.Points.GroupBy(point => point.X).OrderBy(group => group.Key).ToArray());
        Assert.True(bands.Any(band => band.Length == expected.Count && band.Zip(expected).All(pair =>
            Distance((pair.First.Key, pair.First.Max(point => point.Y)), (pair.Second.X, pair.Second.Low)) <= 0.1
            && Distance((pair.First.Key, pair.First.Min(point => point.Y)), (pair.Second.X,
                pair.Second.High)) <= 0.1)), $"{what}: no band of {colour} runs between its bounds.");
    }

    /// <summary>What is written where two ticks' lines cross.</summary>
    internal string TextsAt(double across, double up)
    {
        var (x, y) = (Tick(_across, across), Tick(_up, up));
        return string.Join('\n', Texts.Where(text => text.Colour != Black && Math.Abs(text.X - x) < 60
            && Math.Abs(text.Y - y) < 45).OrderBy(text => text.Y).Select(text => text.Words));
    }

    /// <summary>The square around the place where two ticks' lines cross.</summary>
    internal Drawn SquareAt(double across, double up)
    {
        var (x, y) = (Tick(_across, across), Tick(_up, up));
        return Paths.Single(path => path.Width == 0 && path.Colour.StartsWith('#')
            && Math.Abs(path.Points.Average(point => point.X) - x) < 2 && Math.Abs(path.Points.Average(point =>
                point.Y) - y) < 2);
    }

    private static double Tick((double At, double Value)[] ticks, double value) =>
        ticks.Single(tick => tick.Value == value).At;

    private double Across(double pixel) => Along(_across, pixel);

    private double Up(double pixel) => Along(_up, pixel) is var value && _logarithmic ? Math.Pow(10, value) : value;

    private double Distance((double X, double Y) pixel, (double X, double Y) value) =>
        Far(pixel, (Pixel(_across, value.X), Pixel(_up, Scaled(value.Y))));

    private double Scaled(double value) => _logarithmic ? Math.Log10(value) : value;

    private static double Along((double At, double Value)[] ticks, double pixel) =>
        ticks[0].Value + (pixel - ticks[0].At) * (ticks[^1].Value - ticks[0].Value) / (ticks[^1].At - ticks[0].At);

    private static double Pixel((double At, double Value)[] ticks, double value) =>
        ticks[0].At + (value - ticks[0].Value) * (ticks[^1].At - ticks[0].At) / (ticks[^1].Value - ticks[0].Value);

    private static void RequireEven((double At, double Value)[] ticks)
    {
        Assert.InRange(ticks.Length, 2, 40);
        Assert.All(ticks, tick => Assert.InRange(Math.Abs(Pixel(ticks, tick.Value) - tick.At), 0, 0.05));
    }

    private static double Far((double X, double Y) a, (double X, double Y) b) => Math.Max(Math.Abs(a.X - b.X),
        Math.Abs(a.Y - b.Y));

    private static double FromStretch((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var t = Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / (dx * dx + dy * dy), 0, 1);
        return Math.Sqrt(Math.Pow(p.X - a.X - t * dx, 2) + Math.Pow(p.Y - a.Y - t * dy, 2));
    }

    private static bool Near((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) < 0.02
        && Math.Abs(a.Y - b.Y) < 0.02;

    private static Drawn Path(XElement path)
    {
        string Of(string name) => path.Attribute(name)?.Value ?? "";
        var parts = Of("d").Split('M', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => (IReadOnlyList<(double, double)>)[.. PointPattern().Matches("M" + part).Select(match =>
                (Number(match.Groups[1].Value), Number(match.Groups[2].Value)))]);
        return new(
            Colour(Of("stroke") is { Length: > 0 } stroke ? stroke : Of("fill")),
                Of("stroke-width") is { Length: > 0 } width ? Number(width) : 0,
            Of("fill-opacity") is { Length: > 0 } opacity ? Number(opacity) : 1, [.. parts]);
    }

    private static Drawn Rectangle(XElement rectangle)
    {
        double Of(string name) => rectangle.Attribute(name) is { } attribute ? Number(attribute.Value)
            : name == "fill-opacity" ? 1 : 0;
        var (x, y, width, height) = (Of("x"), Of("y"), Of("width"), Of("height"));
        return new(Colour(rectangle.Attribute("fill")?.Value ?? ""), 0, Of("fill-opacity"), [[(x, y), (x + width, y),
            (x + width, y + height), (x, y + height)]]);
    }

    private static Word Text(XElement text)
    {
        string Of(string name) => text.Attribute(name)?.Value ?? "";
        var place = PlacePattern().Match(Of("transform"));
        var (x, y) = place.Success ? (Number(place.Groups[1].Value), Number(place.Groups[2].Value)) : (double.NaN,
            double.NaN);
        return new(text.Value.Trim(), Colour(Of("fill")), Of("font-size") is { Length: > 0 } size ? Number(size) : 0,
            x, y);
    }

    // #555 is short for #555555, and what has no colour is black, which becomes #010101 where it is translucent.
    private static string Colour(string colour) => colour is "" or "black" or "#010101" ? Black : colour.Length == 4
        ? string.Concat(colour.Select((c, i) => i == 0 ? "#" : $"{c}{c}")) : colour;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[ML](-?[\d.e-]+)[ ,](-?[\d.e-]+)")]
    private static partial Regex PointPattern();

    [GeneratedRegex(@"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)")]
    private static partial Regex PlacePattern();
}
