namespace ExactGN.Experiments;

/// <summary>An arm's curve over seeds: median, least and greatest value per epoch.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Optimiser">Its optimiser.</param>
/// <param name="Points">One entry per epoch at which the curve has a value; runs that have diverged before no longer count.</param>
public sealed record SeedBand(string Arm, OptimiserKind Optimiser, IReadOnlyList<SeedBand.Point> Points)
{
    /// <summary>The seeds at one epoch.</summary>
    /// <param name="X">Epochs or updates.</param>
    /// <param name="Low">The least value.</param>
    /// <param name="Median">The median.</param>
    /// <param name="High">The greatest value.</param>
    public readonly record struct Point(double X, double Low, double Median, double High);

    /// <summary>The bands of all arms, in the order of the runs.</summary>
    /// <param name="panel">The curve.</param>
    /// <param name="runs">The runs.</param>
    public static IReadOnlyList<SeedBand> Of(Panel panel, IEnumerable<RunResult> runs) =>
        [.. runs.GroupBy(run => (run.Configuration.Arm, run.Configuration.Optimiser)).Select(arm => new SeedBand(arm.Key.Arm, arm.Key.Optimiser, [.. PointsOf(panel, arm)]))];

    private static IEnumerable<Point> PointsOf(Panel panel, IEnumerable<RunResult> arm) =>
        from row in arm.SelectMany(run => run.Epochs)
        where panel.Curve.Of(row) is not null
        group row by row.Epoch into epoch
        orderby epoch.Key
        let values = epoch.Select(row => panel.Curve.Of(row)!.Value).ToArray()
        select new Point(panel.AgainstUpdates ? epoch.First().Updates : epoch.Key, values.Min(), Median.Of(values)!.Value, values.Max());
}
