using System.Globalization;

namespace ExactGN.Experiments;

/// <summary>A small sweep beside the chosen rates, so that no optimiser is judged by an unlucky one.</summary>
public static class LearningRateSweep
{
    /// <summary>The rates tried beside an arm's own, as multiples of it; the same for every optimiser and fixed beforehand.</summary>
    public static IReadOnlyList<double> Factors { get; } = [1.0 / 3, 3];

    private const string Mark = "-rate-";

    /// <summary>The arm's copies at the other rates.</summary>
    /// <param name="arm">The arm.</param>
    public static IEnumerable<RunConfiguration> Around(RunConfiguration arm) => Factors.Select(factor => arm with
    {
        Arm = string.Create(CultureInfo.InvariantCulture, $"{arm.Arm}{Mark}{factor * arm.LearningRate:0.###e0}"),
        LearningRate = factor * arm.LearningRate,
    });

    /// <summary>Whether an arm belongs to a sweep beside the chosen rate.</summary>
    /// <param name="arm">The arm's name.</param>
    public static bool IsSwept(string arm) => arm.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The arm with the least median of the final training loss, among an arm and its copies at other rates: chosen by training, never by a test part.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="runs">All runs.</param>
    public static string Best(string arm, IReadOnlyCollection<RunResult> runs) => runs
        .Where(run => run.Configuration.Arm == arm || run.Configuration.Arm.StartsWith(arm + Mark, StringComparison.Ordinal))
        .GroupBy(run => run.Configuration.Arm)
        .MinBy(group => Median.Of(group.Select(run => Reading.Final.Read(Curve.TrainLoss, run, runs)).OfType<double>()) ?? double.PositiveInfinity)?.Key ?? arm;
}
