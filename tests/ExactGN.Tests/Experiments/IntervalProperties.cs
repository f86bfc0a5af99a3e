using MathNet.Numerics;

namespace ExactGN.Tests;

/// <summary>theory/experiments.md: the paired t interval.</summary>
public sealed class IntervalProperties
{
    [Claim("RUN-10")]
    public Property The_interval_is_the_closed_form_with_student_s_quantile(IntervalRule rule, NormalDifferences recipe)
    {
        var d = recipe.Draw(new(recipe.Seed));
        var (m, mean) = (d.Length, d.Average());
        var deviation = Math.Sqrt(d.Sum(x => (x - mean) * (x - mean)) / (m - 1));

        var interval = rule.Of(d);

        // The half-width in standard errors is the t with P(|T| ≤ t) = 1 − I_x(ν/2, ½), x = ν/(ν + t²);
        // MathNet's incomplete beta function tells P.
        var half = (interval.High - interval.Low) / 2;
        var t = half / (deviation / Math.Sqrt(m));
        var probability = 1 - SpecialFunctions.BetaRegularized((m - 1) / 2.0, 0.5, (m - 1) / (m - 1 + t * t));
        var largest = d.Max(Math.Abs);
        var condition = largest / deviation + largest / half;
        return Verdict.Below(recipe,
        [
            Math.Abs(probability - 0.95) / (condition * m * Ratio.Eps(ScalarType.Float64)),
            Math.Abs((interval.Low + interval.High) / 2 - mean)
            / ((largest + half) * m * Ratio.Eps(ScalarType.Float64)),
            Math.Abs(interval.Centre - mean) / (largest * m * Ratio.Eps(ScalarType.Float64)),
        ]);
    }

    [Claim("RUN-11", Share = 0.2)]
    public Property The_interval_covers_the_true_mean_of_normal_differences_in_95_of_100_experiments(
        IntervalRule rule, NormalDifferences recipe)
    {
        const int Experiments = 4000;
        var random = new Random(recipe.Seed);
        var few = recipe with { Seeds = 2 + recipe.Seeds % 11 };

        var covered = Enumerable.Range(0, Experiments).Count(_ =>
            rule.Of(few.Draw(random)) is var interval && interval.Low <= recipe.Mean && recipe.Mean <= interval.High);

        // The count is binomial: five standard deviations are left by chance once in 1.7 million.
        return Verdict.Below(
            recipe, Math.Abs(covered - 0.95 * Experiments) / Math.Sqrt(0.95 * 0.05 * Experiments), threshold: 5);
    }
}
