namespace ExactGN.Experiments.Statistics;

/// <summary>The interval of a mean over splits that speaks of new samples, not of the samples that were
/// split.</summary>
/// <remarks>
/// Splits of one data set overlap, so their differences are correlated, and sd²/m says only what other splits of the
/// same samples would give. With correlation
/// ρ = n_test/(n_test + n_train) between any two splits the mean's variance is sd²·(1/m + n_test/n_train) in
/// expectation (Nadeau and Bengio 2003).
/// </remarks>
public static class NewSamplesInterval
{
    /// <summary>mean(d) ± t·sd(d)·√(1/m + n_test/n_train); unbounded for fewer than two differences.</summary>
    /// <param name="differences">d, one per split.</param>
    /// <param name="test">n_test.</param>
    /// <param name="train">n_train.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static ConfidenceInterval Of(IReadOnlyCollection<double> differences, int test, int train,
        double confidence = ConfidenceInterval.Confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(test);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(train);
        if (differences.Count < 2)
        {
            return MeanInterval.Of(differences, confidence);
        }

        var mean = differences.Average();
        var deviation = Math.Sqrt(MeanInterval.Variance(differences, mean)
            * (1.0 / differences.Count + (double)test / train));
        var half = StudentT.TwoSidedQuantile(confidence, differences.Count - 1) * deviation;
        return new(mean, mean - half, mean + half);
    }
}
