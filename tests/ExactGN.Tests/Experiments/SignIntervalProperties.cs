using MathNet.Numerics.Distributions;

namespace ExactGN.Tests;

/// <summary>theory/experiments.md: the sign interval.</summary>
public sealed class SignIntervalProperties
{
    [Claim("RUN-31")]
    public Property The_sign_interval_has_the_binomial_s_ranks_and_its_test_agrees_with_it(
        SignRule rule, RoughDifferences recipe)
    {
        var d = recipe.Draw();
        var (sorted, m) = (d.Order().ToArray(), d.Length);
        var facts =
            from confidence in (double[])[0.95, 0.90]
            let interval = rule.Of(d, confidence)
            let rank = m < 6 ? 0 : Enumerable.Range(1, m)
                .TakeWhile(r => Binomial.CDF(0.5, m, r - 1) <= (1 - confidence) / 2).Last()
            select rank == 0
                ? double.IsNegativeInfinity(interval.Low) && double.IsPositiveInfinity(interval.High)
                : interval.Low.Equals(sorted[rank - 1]) && interval.High.Equals(sorted[m - rank]);
        var p = rule.OneSidedP(d);
        var expected = m < 6 ? 1 : Binomial.CDF(0.5, m, d.Count(x => x <= 0));

        return Verdict.Below(recipe,
        [
            facts.All(fact => fact) ? 0 : double.PositiveInfinity,
            // MathNet's distribution function is an incomplete beta function, good to about 10⁻¹⁴.
            Math.Abs(p - expected) / 1e-14,
            rule.Of(d, 0.95).Low > 0 == p <= 0.025 ? 0 : double.PositiveInfinity,
        ]);
    }

    [Claim("RUN-32", Share = 0.3)]
    public Property The_sign_interval_covers_the_median_as_often_as_the_binomial_says_whatever_jumps(
        SignRule rule, JumpingDifferences recipe)
    {
        const int Experiments = 4000;
        var (random, median) = (new Random(recipe.Seed), recipe.Median);
        if (recipe.Jumps + recipe.Diverges > 0.9)
        {
            return Verdict.Discard();
        }

        var covered = Enumerable.Range(0, Experiments)
            .Count(_ => rule.Of(recipe.Draw(random), 0.95) is var interval && interval.Low <= median
            && median <= interval.High);

        var rank = Enumerable.Range(1, recipe.Seeds).TakeWhile(r => Binomial.CDF(0.5, recipe.Seeds, r - 1) <= 0.025)
            .Last();
        var promised = 1 - 2 * Binomial.CDF(0.5, recipe.Seeds, rank - 1);
        return Verdict.Below(recipe, [Math.Abs(covered - promised * Experiments)
            / Math.Sqrt(promised * (1 - promised) * Experiments), promised >= 0.95 ? 0 : double.PositiveInfinity],
            threshold: 5);
    }
}
