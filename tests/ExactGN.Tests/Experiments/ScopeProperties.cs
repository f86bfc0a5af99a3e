using FsCheck;
using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>theory/experiments.md: what intervals speak of, the samples at hand or new ones.</summary>
public sealed class ScopeProperties
{
    [Claim("RUN-33", Share = 0.3)]
    public Property The_interval_for_new_samples_covers_the_mean_of_correlated_splits_in_95_of_100_experiments(
        SplitIntervalRule rule, OverlappingSplits recipe)
    {
        const int Experiments = 4000;
        var random = new Random(recipe.Seed);

        var covered = Enumerable.Range(0, Experiments)
            .Count(_ => rule.Of(recipe.Draw(random), recipe.Test, recipe.Train) is var interval
            && interval.Low <= recipe.Mean && recipe.Mean <= interval.High);

        // Five standard deviations of a binomial count.
        return Verdict.Below(recipe, Math.Abs(covered - 0.95 * Experiments) / Math.Sqrt(0.95 * 0.05 * Experiments),
            threshold: 5);
    }

    [Claim("RUN-34")]
    public Property The_variance_over_seeds_and_samples_is_the_formula_in_whole_numbers(
        CommonTestSetRule rule, Answers recipe)
    {
        var d = recipe.Draw();
        var (m, n) = ((long)recipe.Seeds, (long)recipe.Samples);
        long Sum(IEnumerable<double> values) => values.Sum(value => (long)value);
        var total = Sum(d.SelectMany(row => row));
        // Every sum of squares about the mean is a whole number over mn: n·m·Σ_s(d̄_s − d̄)²·n = mΣ_s S_s² − T², and so
        // on.
        var seeds = (m * d.Sum(row => Sum(row) * Sum(row)) - total * total) / (double)(m * n * n * m * (m - 1));
        var samples = (n * Enumerable.Range(0, (int)n)
            .Sum(i => Sum(d.Select(row => row[i])) is var s ? s * s : 0) - total * total)
            / (double)(n * m * m * n * (n - 1));
        var both = (m * n * Sum(d.SelectMany(row => row).Select(x => x * x)) - total * total)
            / ((double)(m * n) * (m * n) * (m * n - 1));
        var variance = Math.Max(seeds + samples - both, Math.Max(seeds, samples));
        var expected = StudentDistribution.InvCDF(0, 1, m - 1, 0.975) * Math.Sqrt(variance);

        var interval = rule.Of(d);

        // MathNet finds the quantile to about 10⁻⁹.
        return Verdict.Below(recipe,
        [
            Math.Abs((interval.Low + interval.High) / 2 - (double)total / (m * n))
                / ((1 + expected) * m * n * Ratio.Eps(ScalarType.Float64)),
            Math.Abs((interval.High - interval.Low) / 2 - expected) / ((1e-9 * expected) + 1e-12),
        ]);
    }

    [Claim("RUN-35", Share = 0.3)]
    public Property The_interval_over_seeds_and_samples_covers_in_at_least_95_of_100_experiments(
        CommonTestSetRule rule, CrossedEffects recipe)
    {
        const int Experiments = 1000;
        var random = new Random(recipe.Seed);

        var covered = Enumerable.Range(0, Experiments)
            .Count(_ => rule.Of(recipe.Draw(random)) is var interval && interval.Low <= 0 && 0 <= interval.High);

        return Verdict.Below(recipe, (0.95 * Experiments - covered) / Math.Sqrt(0.95 * 0.05 * Experiments),
            threshold: 5);
    }
}
