namespace ExactGN.Experiments.Statistics;

/// <summary>The interval of order statistics for the median of paired differences, and the sign test that belongs to
/// it.</summary>
/// <remarks>
/// It asks of the differences' distribution only that it be continuous at the median, so that an arm which jumps or
/// diverges (a difference of ±∞) does it no harm.
/// [d₍r₎, d₍m+1−r₎] has the largest rank r with P(B ≤ r − 1) ≤ (1 − confidence)/2 for B binomial with m trials and
/// chance ½; fewer than six differences have none at 95 %.
/// </remarks>
public static class SignInterval
{
    /// <summary>The fewest differences that it takes.</summary>
    public const int LeastSeeds = 6;

    /// <summary>[d₍r₎, d₍m+1−r₎]; unbounded for fewer than six differences.</summary>
    /// <param name="differences">d, one per seed; ±∞ where an arm diverged.</param>
    /// <param name="confidence">At least this much.</param>
    public static ConfidenceInterval Of(IReadOnlyCollection<double> differences,
        double confidence = ConfidenceInterval.Confidence)
    {
        var rank = Rank(differences.Count, (1 - confidence) / 2);
        double[] sorted = [.. differences.Order()];
        return rank == 0
            ? new(Median.Of(differences) ?? double.NaN, double.NegativeInfinity, double.PositiveInfinity)
            : new(Median.Of(differences)!.Value, sorted[rank - 1], sorted[^rank]);
    }

    /// <summary>The one-sided p against "the median is not positive", P(B ≤ number of d ≤ 0): a difference of 0 speaks
    /// for no side. 1 for fewer than six.</summary>
    /// <param name="differences">d, one per seed; ±∞ where an arm diverged.</param>
    public static double OneSidedP(IReadOnlyCollection<double> differences) =>
        differences.Count < LeastSeeds ? 1 : AtMost(differences.Count(d => d <= 0), differences.Count);

    /// <summary>The rank r from either end; 0 where there is none.</summary>
    /// <param name="seeds">m.</param>
    /// <param name="tail">The most that either side may miss.</param>
    public static int Rank(int seeds, double tail) => seeds < LeastSeeds ? 0
        : Enumerable.Range(0, seeds / 2).TakeWhile(r => AtMost(r, seeds) <= tail).Count();

    // P(B ≤ k) for m trials of chance ½, as a sum of C(m, i)/2^m.
    private static double AtMost(int k, int trials)
    {
        var (term, sum) = (Math.Pow(0.5, trials), 0.0);
        for (var i = 0; i <= k; i++)
        {
            sum += term;
            term *= (double)(trials - i) / (i + 1);
        }

        return Math.Min(1, sum);
    }
}
