using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>The mean over seeds of a log-log slope, with its 95 % interval: mean ± t₀.₉₇₅(m − 1)·sd/√m.</summary>
public sealed record LogLogSlope(double Mean, double HalfWidth)
{
    /// <summary>One least-squares slope of log y against log x per seed.</summary>
    /// <param name="x">The values of the varied quantity.</param>
    /// <param name="y">(value, seed) → measurement.</param>
    /// <param name="seeds">The seeds.</param>
    public static LogLogSlope Of(IReadOnlyList<int> x, Func<int, int, double> y, IEnumerable<int> seeds)
    {
        var logX = x.Select(value => Math.Log(value)).ToArray();
        var slopes = seeds.Select(
            seed => MathNet.Numerics.Fit.Line(logX, [.. x.Select(value => Math.Log(y(value, seed)))]).B).ToArray();
        var (m, mean) = (slopes.Length, slopes.Average());
        var deviation = Math.Sqrt(slopes.Sum(slope => (slope - mean) * (slope - mean)) / (m - 1));
        return new(mean, StudentDistribution.InvCDF(0, 1, m - 1, 0.975) * deviation / Math.Sqrt(m));
    }

    /// <summary>Below 1 when the whole interval lies within a band around the predicted slope.</summary>
    public double OutOf(double predicted, double band) => (Math.Abs(Mean - predicted) + HalfWidth) / band;
}
