namespace ExactGN.Experiments.Statistics;

/// <summary>The interval of a mean difference over m seeds on one common test set of n samples, which speaks of new
/// seeds and new samples together.</summary>
/// <remarks>
/// With d_si the difference of seed s on sample i, such as 1[a right] − 1[b right], the variance of the mean has a term
/// of the seeds, a term of the samples, and what both count twice. A bootstrap over ten seeds undercovers.
/// </remarks>
public static class CommonTestSetInterval
{
    /// <summary>
    /// V = Σ_s(d̄_s − d̄)²/(m(m − 1)) + Σ_i(d̄_i − d̄)²/(n(n − 1)) − Σ_si(d_si − d̄)²/(mn(mn − 1)), not below the
    /// larger of its first two terms.
    /// </summary>
    /// <param name="differences">d_si: a row per seed, at least two, each of the same n ≥ 2 samples.</param>
    /// <exception cref="ArgumentException">Fewer than two rows or columns, or rows of different lengths.</exception>
    public static double Variance(IReadOnlyList<IReadOnlyList<double>> differences)
    {
        var (m, n) = (differences.Count, differences.Count == 0 ? 0 : differences[0].Count);
        if (m < 2 || n < 2 || differences.Any(row => row.Count != n))
        {
            var lengths = string.Join(", ", differences.Select(row => row.Count).Distinct());
            throw new ArgumentException(
                "A common test set needs at least two seeds with the same two or more samples each, "
                + $"got {m} seeds with {lengths} samples.");
        }

        var mean = differences.Average(row => row.Average());
        var seeds = differences.Sum(row => Square(row.Average() - mean)) / ((double)m * (m - 1));
        var samples = Enumerable.Range(0, n).Sum(i => Square(differences.Average(row => row[i]) - mean))
            / ((double)n * (n - 1));
        var both = differences.Sum(row => row.Sum(d => Square(d - mean))) / ((double)m * n * ((double)m * n - 1));
        return Math.Max(seeds + samples - both, Math.Max(seeds, samples));
    }

    /// <summary>What the differences say about "their mean is positive", by d̄/√V and Student's t with m − 1 degrees of
    /// freedom; with a margin about its lying within that on either side, as <see cref="EquivalenceTest"/>
    /// has it.</summary>
    /// <param name="differences">d_si, positive on the claim's side.</param>
    /// <param name="margin">The margin of an equivalence; null for none.</param>
    internal static PartEvidence Evidence(IReadOnlyList<IReadOnlyList<double>> differences, double? margin = null)
    {
        var (mean, error) = (differences.Average(row => row.Average()), Math.Sqrt(Variance(differences)));
        return margin is { } within
            ? EquivalenceTest.Evidence((side, shift) => P(side * mean + shift), within)
            : new(P(mean), P(-mean));

        // Equal differences: 0/0 says nothing, and is no evidence.
        double P(double centre) => centre == 0 ? 0.5 : StudentT.UpperTail(centre / error, differences.Count - 1);
    }

    /// <summary>The mean that would have come out significant four times in five, (t₀.₉₇₅ + t₀.₈)·√V.</summary>
    /// <param name="differences">d_si.</param>
    internal static double DetectableEffect(IReadOnlyList<IReadOnlyList<double>> differences) =>
        (StudentT.Quantile(1 - ConfidenceInterval.Level, differences.Count - 1)
            + StudentT.Quantile(0.8, differences.Count - 1)) * Math.Sqrt(Variance(differences));

    /// <summary>d̄ ± t₍m−1₎·√V.</summary>
    /// <param name="differences">d_si: a row per seed, at least two, each of the same n ≥ 2 samples.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two rows or columns, or rows of different lengths.</exception>
    public static ConfidenceInterval Of(IReadOnlyList<IReadOnlyList<double>> differences,
        double confidence = ConfidenceInterval.Confidence)
    {
        var half = StudentT.TwoSidedQuantile(confidence, Math.Max(1, differences.Count - 1))
            * Math.Sqrt(Variance(differences));
        var mean = differences.Average(row => row.Average());
        return new(mean, mean - half, mean + half);
    }

    private static double Square(double x) => x * x;
}
