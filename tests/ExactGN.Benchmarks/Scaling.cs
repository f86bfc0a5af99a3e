using System.Globalization;
using ScottPlot;

namespace ExactGN.Benchmarks;

/// <summary>Seconds per step against L, n and h beside the count of operations, and against the dense step that forms
/// J and takes its SVD.</summary>
internal static class Scaling
{
    internal const string Command = "--scaling";

    internal const string DrawCommand = "--draw";

    // One algorithm at every shape; a step that fails ends the table with its message.
    private static LeastSquaresSolver Cholesky { get; }
        = new GramCholesky { RefineInGram = true, FallbackSolver = null };

    /// <summary>A measured point.</summary>
    /// <param name="Series">blocks, samples, hidden, or dense and reversible, which are compared over the
    /// samples.</param>
    /// <param name="Size">L, n or h.</param>
    /// <param name="Seconds">The median.</param>
    /// <param name="Operations">What <see cref="Arithmetic"/> counts; 0 for the dense step.</param>
    internal sealed record Point(string Series, int Size, double Seconds, double Operations);

    /// <summary>Time against L = 1 … 16, d = 784, h = 2,000, n = 256.</summary>
    internal static Point[] InBlocks(int rounds) =>
        Series("blocks", rounds, [1, 2, 4, 8, 16], size => (256, 2000, size));

    /// <summary>R² of the straight line through the points.</summary>
    internal static double Linearity(Point[] points)
    {
        var (x, y) = (points.Average(point => point.Size), points.Average(point => point.Seconds));
        var covariance = points.Sum(point => (point.Size - x) * (point.Seconds - y));
        return covariance * covariance / (points.Sum(point => (point.Size - x) * (point.Size - x))
            * points.Sum(point => (point.Seconds - y) * (point.Seconds - y)));
    }

    /// <summary>Measures everything and writes scaling.csv and a figure for each series.</summary>
    /// <param name="folder">Where.</param>
    internal static int Write(string folder)
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        Point[] points =
        [
            .. InBlocks(5),
            .. Series("samples", 5, [64, 128, 256, 512, 1024, 2048], size => (size, 4000, 2)),
            .. Series("hidden", 5, [1000, 2000, 4000, 8000, 16000], size => (512, size, 2)),
            .. Dense(),
        ];
        Directory.CreateDirectory(folder);
        File.WriteAllLines(
            Path.Combine(folder, "scaling.csv"), ["Series,Size,Seconds,Operations", .. points.Select(Line)]);
        Array.ForEach(points, point => Console.WriteLine(Line(point)));
        return Draw(folder);
    }

    /// <summary>Draws the figures from a folder's scaling.csv.</summary>
    internal static int Draw(string folder)
    {
        var points = File.ReadLines(Path.Combine(folder, "scaling.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(cell => new Point(
                cell[0], int.Parse(cell[1], CultureInfo.InvariantCulture), Number(cell[2]), Number(cell[3])));
        Draw([.. points], folder);
        return 0;

        static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
    }

    private static string Line(Point point) => string.Create(
        CultureInfo.InvariantCulture, $"{point.Series},{point.Size},{point.Seconds:g5},{point.Operations:g5}");

    private static Point[] Series(
        string name, int rounds, int[] sizes, Func<int, (int Samples, int Hidden, int Blocks)> shape) =>
        [
            .. sizes.Select(size =>
            {
                var (samples, hidden, blocks) = shape(size);
                using var network = new PublishedShape("mnist", blocks, hidden, samples, linear: false);
                var seconds = Interleaved.Medians(rounds, new HostClock(), () => network.GaussNewton(Cholesky))[0];
                return new Point(
                    name,
                    size,
                    seconds,
                    Arithmetic.GaussNewton(samples, network.Model.Options.HalfWidth, hidden, blocks));
            }),
        ];

    // d = 64, h = 128, L = 2, c = 10: J has n·c rows and 4·129·32 = 16,512 columns.
    private static IEnumerable<Point> Dense()
    {
        foreach (var samples in (int[])[4, 8, 16, 32, 64])
        {
            using var model = new RevMlp(
                new RevMlpOptions { Features = 64, Hidden = 128, Blocks = 2, Classes = 10, LinearInputBlock = false });
            using var workspace = new Workspace();
            using var scope = NewDisposeScope();
            random.manual_seed(1);
            var (x, targets) =
                (randn(samples, 64), nn.functional.one_hot(randint(10, samples, dtype: int64), 10).to(float32));
            var (loss, curvature) = (new SoftmaxCrossEntropy(), Curvature.Identity);
            var seconds = Interleaved.Medians(
                3,
                new HostClock(),
                () => new ReversibleGaussNewton(Cholesky, loss, curvature)
                {
                    KeepFeatures = true,
                    Workspace = workspace,
                }.Step(model, x, targets).Dispose(),
                () =>
                {
                    var error = loss.NewtonDirection(model.Output(x), targets, curvature);
                    var (u, sigma, vh) = linalg.svd(DenseJacobian.InParameters(model, x), fullMatrices: false);
                    vh.mT.mm(u.mT.mm(error.reshape(-1, 1)) / sigma.unsqueeze(1));
                });
            yield return new("reversible", samples, seconds[0], Arithmetic.GaussNewton(samples, 32, 128, 2));
            yield return new("dense", samples, seconds[1], 0);
        }
    }

    private static void Draw(Point[] points, string folder)
    {
        EmbeddedFont.Register();
        (string Label, string[] Series)[] panels =
        [
            ("blocks L (n = 256, h = 2,000)", ["blocks"]),
            ("samples n (h = 4,000, L = 2)", ["samples"]),
            ("hidden units h (n = 512, L = 2)", ["hidden"]),
            ("samples n (d = 64, h = 128, c = 10)", ["reversible", "dense"]),
        ];
        foreach (var (label, series) in panels)
        {
            using var plot = new Plot();
            Panel(plot, points, label, series);
            File.WriteAllText(Path.Combine(folder, $"scaling-{series[^1]}.svg"), plot.GetSvgXml(460, 320));
        }
    }

    // Both axes logarithmic; dots are measured, the line is the count of operations at the rate of the largest point
    // (not in the panel of small networks, whose steps are all overhead).
    private static void Panel(Plot plot, Point[] points, string label, string[] series)
    {
        var shown = points.Where(point => series.Contains(point.Series)).ToArray();
        foreach (var (i, name) in series.Index())
        {
            var own = shown.Where(point => point.Series == name).ToArray();
            var colour = Color.FromHex(i == 0 ? "#0072B2" : "#D55E00");
            var dots = plot.Add.ScatterPoints(
                own.Select(point => new Coordinates(Math.Log10(point.Size), Math.Log10(point.Seconds))).ToArray(),
                colour);
            dots.MarkerSize = 8;
            var rate = own[^1].Operations / own[^1].Seconds;
            if (rate > 0 && series.Length == 1)
            {
                var line = plot.Add.ScatterLine(
                    own.Select(point => new Coordinates(Math.Log10(point.Size), Math.Log10(point.Operations / rate)))
                        .ToArray(),
                    colour.WithAlpha(0.5));
                line.LineWidth = 2;
            }

            if (series.Length > 1)
            {
                var text = plot.Add.Text(name, Math.Log10(own[^1].Size), Math.Log10(own[^1].Seconds));
                text.LabelStyle.Alignment = Alignment.LowerRight;
                text.LabelStyle.ForeColor = colour;
                text.LabelStyle.FontName = EmbeddedFont.Name;
                text.OffsetY = -6;
            }
        }

        var (low, high) = (
            Math.Log10(shown.Min(point => point.Seconds)) - 0.15,
            Math.Log10(shown.Max(point => point.Seconds)) + (series.Length > 1 ? 0.5 : 0.25));
        var (left, right) =
            (Math.Log10(shown.Min(point => point.Size)) - 0.1, Math.Log10(shown.Max(point => point.Size)) + 0.1);
        plot.Axes.SetLimits(left, right, low, high);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(LabelledTicks.Logarithmic(low, high));
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([
            .. shown.Select(point => point.Size)
                .Distinct()
                .Select(size => new Tick(Math.Log10(size), size.ToString("N0", CultureInfo.InvariantCulture)))
        ]);
        plot.Font.Set(EmbeddedFont.Name);
        plot.XLabel(label, 13);
        plot.YLabel("seconds per step", 13);
        plot.Axes.Left.Label.Bold = plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Color.FromHex("#E6E6E6");
    }
}
