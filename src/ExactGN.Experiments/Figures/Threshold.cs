using System.Globalization;

namespace ExactGN.Experiments.Figures;

/// <summary>A claim's boundary on a curve: what the subject has to be above or below.</summary>
/// <param name="Label">What it is, such as "0.9" or "2 × Adam".</param>
/// <param name="Points">Where it runs: X in epochs or updates.</param>
internal sealed record Threshold(string Label, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The boundaries of an experiment's parts on a panel's curve.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="criteria">The parts.</param>
    /// <param name="bands">What is drawn, for boundaries that move with a rival.</param>
    internal static IReadOnlyList<Threshold> Of(Panel panel, IEnumerable<Criterion> criteria,
        IReadOnlyList<SeedBand> bands) =>
    [
        .. criteria.Where(criterion => criterion.Curve == panel.Curve && criterion.GetType() == typeof(Criterion))
        .Select(criterion => One(criterion, bands))
            .OfType<Threshold>().Where(threshold => threshold.Points.Count > 0)
            .DistinctBy(threshold => threshold.Label),
    ];

    private static Threshold? One(Criterion criterion, IReadOnlyList<SeedBand> bands)
    {
        var (factor, rival) = (criterion.Factor, bands.FirstOrDefault(band =>
            band.Arm.Arm.AtOwnRate == criterion.Rival));
        var points = bands.SelectMany(band => band.Points).Select(point => point.X).ToArray();
        return criterion.Comparison switch
        {
            Comparison.AtLeast when factor != 0 && points.Length > 0 =>
                new(Text(factor), [(points.Min(), factor), (points.Max(), factor)]),
            Comparison.LargerByFactor or Comparison.Higher when factor != 1 => Times(factor, Text(factor)),
            Comparison.SmallerByFactor when factor != 1 => Times(1 / factor, "1/" + Text(factor)),
            _ => null,
        };

        Threshold? Times(double times, string text) => rival is null ? null
            : new($"{text} × {Arms.Label(criterion.Rival)}", [.. rival.Points.Select(point =>
            (point.X, times * point.Median))]);
        static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
    }
}
