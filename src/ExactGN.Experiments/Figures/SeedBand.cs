namespace ExactGN.Experiments.Figures;

/// <summary>An arm's curve over seeds: median, quartiles and extremes per epoch.</summary>
/// <param name="Arm">A run of the arm.</param>
/// <param name="Points">One entry per epoch at which the curve has a value; runs that have diverged before no longer
/// count.</param>
public sealed record SeedBand(RunConfiguration Arm, IReadOnlyList<SeedBand.Point> Points)
{
    /// <summary>The seeds at one epoch.</summary>
    /// <param name="X">Epochs or updates.</param>
    /// <param name="Low">The least value.</param>
    /// <param name="LowerQuartile">The first quartile.</param>
    /// <param name="Median">The median.</param>
    /// <param name="UpperQuartile">The third quartile.</param>
    /// <param name="High">The greatest value.</param>
    public readonly record struct Point(double X, double Low, double LowerQuartile, double Median, double UpperQuartile,
        double High);

    /// <summary>The bands of all arms, in the order of the runs.</summary>
    /// <param name="panel">The curve.</param>
    /// <param name="runs">The runs.</param>
    public static IReadOnlyList<SeedBand> Of(Panel panel, IEnumerable<RunResult> runs) =>
        [.. runs.GroupBy(run => run.Configuration.Arm).Select(arm => new SeedBand(arm.First().Configuration,
            [.. PointsOf(panel, arm)]))];

    /// <summary>A quantile of sorted values, linear between them: at 0 the least, at 1 the greatest.</summary>
    /// <param name="sorted">The values, ascending, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        var (place, last) = (share * (sorted.Count - 1), sorted.Count - 1);
        var below = Math.Min((int)place, last);
        return below == last ? sorted[last] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    private static IEnumerable<Point> PointsOf(Panel panel, IEnumerable<RunResult> arm) =>
        from row in arm.SelectMany(run => run.Epochs)
        where panel.Curve.Of(row) is not null
        group row by row.Epoch into epoch
        orderby epoch.Key
        let values = epoch.Select(row => panel.Curve.Of(row)!.Value).Order().ToArray()
        select new Point(
            panel.AgainstUpdates ? epoch.First().Updates : epoch.Key, values[0], Quantile(values, 0.25),
                Median.Of(values)!.Value, Quantile(values, 0.75), values[^1]);
}
