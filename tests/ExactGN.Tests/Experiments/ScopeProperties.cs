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

    [Claim("RUN-48")]
    public Property An_accuracy_on_common_test_samples_is_judged_over_seeds_and_samples(
        CriterionJudge judge, AnsweredAccuracies recipe)
    {
        var (centre, half, claimP, oppositeP) = recipe.Expected();
        // On the boundary, and where nothing differs, rounding decides.
        if (half < 1e-9 || new[] { claimP, oppositeP }.Any(p => Math.Abs(p - 0.025) < 1e-6))
        {
            return Verdict.Discard();
        }

        var found = judge.Of(recipe.Criterion, recipe.Runs());

        var expected = claimP <= 0.025 ? Experiments.Statistics.Verdict.Holds
            : oppositeP <= 0.025 ? Experiments.Statistics.Verdict.Fails
                : Experiments.Statistics.Verdict.Undecided;
        // MathNet finds the quantile to about 10⁻⁹.
        return Verdict.Below(recipe,
        [
            Math.Abs(found.Interval.Centre - centre)
                / (100 * recipe.Seeds * recipe.Samples * Ratio.Eps(ScalarType.Float64)),
            Math.Abs(found.Interval.High - found.Interval.Centre - half) / (1e-9 * half + 1e-12),
            Math.Abs(found.Interval.Centre - found.Interval.Low - half) / (1e-9 * half + 1e-12),
            found.Verdict == expected ? 0 : double.PositiveInfinity,
        ]);
    }

    [Claim("RUN-48", Share = 0.2)]
    public Property Recorded_answers_are_those_to_each_test_sample_by_itself(
        AnswerRecording recording, TrainingRecipe recipe, RunChoice choice)
    {
        using var scope = NewDisposeScope();
        recipe = recipe with { TestSamples = 1 + recipe.TestSamples % 12 };
        using var data = recipe.Data();
        var run = recipe.Configuration() with
        {
            Split = Experiments.Data.Split.InOrder,
            AverageFrom = recipe.Epochs == 2 ? choice.AverageFrom % 2 + 1 : null,
            Loss = new SquaredError(),
            OutputScale = choice.OutputScale,
        };

        var answers = recording.Of(run, data);

        // A test part of one sample has the accuracy 0 or 1, and changes nothing of the training.
        var alone = Enumerable.Range(0, recipe.TestSamples).Select(i => new TrainingRun(run, data with
        {
            TestInputs = data.TestInputs.narrow(0, i, 1),
            TestTargets = data.TestTargets.narrow(0, i, 1),
        }).Execute().Epochs[^1].TestAccuracy!.Value);
        return Verdict.That(recipe, answers?.Right().Select(right => (double)right).SequenceEqual(alone) == true
            && recording.Of(run with { Split = Experiments.Data.Split.Drawn() }, data) is null);
    }
}
