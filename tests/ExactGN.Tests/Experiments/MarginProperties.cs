using StudentDistribution = MathNet.Numerics.Distributions.StudentT;

namespace ExactGN.Tests;

/// <summary>theory/experiments.md: equivalence, repairs, and what seeds could have told.</summary>
public sealed class MarginProperties
{
    [Claim("RUN-38")]
    public Property Readings_are_alike_when_the_90_per_cent_interval_lies_within_the_margin(
        EquivalenceRule rule, AlikeReadings recipe) =>
        Verdict.That(recipe, rule.Of(recipe.Draw(), recipe.Margin) == recipe.Expected);

    [Claim("RUN-39")]
    public Property A_cure_is_judged_by_half_of_the_gap_and_only_where_there_was_one(
        RepairJudge judge, CuredReadings recipe) =>
        Verdict.That(recipe, judge.Of(recipe.Criterion, recipe.Runs()) == recipe.Expected);

    [Claim("RUN-40")]
    public Property The_detectable_effect_is_the_closed_form(PowerRule rule, NormalDifferences recipe)
    {
        var d = recipe.Draw(new(recipe.Seed));
        var (m, mean) = (d.Length, d.Average());
        var error = Math.Sqrt(d.Sum(x => (x - mean) * (x - mean)) / (m - 1) / m);
        var power = StudentDistribution.InvCDF(0, 1, m - 1, 0.8);

        // MathNet finds quantiles to about 10⁻⁹; cancellation in d − mean is that of RUN-10.
        return Verdict.Below(recipe,
            from level in (double[])[0.025, 0.025 / 7]
            let expected = (StudentDistribution.InvCDF(0, 1, m - 1, 1 - level) + power) * error
            select Math.Abs(rule.Of(d, level) - expected)
                / (expected * (1e-9 + d.Max(Math.Abs) / (error * Math.Sqrt(m)) * m * Ratio.Eps(ScalarType.Float64))));
    }

    [Claim("RUN-40")]
    public Property A_primary_is_named_exactly_where_its_p_is_at_most_the_level_that_decides_it(
        DecidingLevels rule, PrimaryEvidence recipe)
    {
        double[] p = [.. recipe.Evidence.Select(part => part.TwoSidedP)];

        var levels = rule.Of(p, 0.05);

        return Verdict.That(recipe, Enumerable.Range(0, p.Length)
            .All(i => Named(i, levels[i] * (1 - 1e-9)) && !Named(i, levels[i] * (1 + 1e-9))));

        bool Named(int i, double own) =>
            ClosedTesting.Rejected([.. p.Select((other, j) => j == i ? own : other)], 0.05)[i];
    }

    [Claim("RUN-47")]
    public Property A_gap_s_change_is_judged_by_the_paired_difference_of_two_paired_gaps(
        GapJudge judge, ChangedGaps recipe)
    {
        var (here, there) = recipe.Gaps();

        var found = judge.Of(recipe.Criterion, recipe.Runs());

        return Verdict.Below(recipe,
        [
            .. Off(found.Change, [.. here.Zip(there, (h, t) => h - t)]),
            .. Off(found.Here, here),
            .. Off(found.There, there),
            found.Verdict == PairedReadings.Of(recipe.Position) ? 0 : double.PositiveInfinity,
        ]);

        // Logarithms of losses near e^±3 and of gaps, and MathNet's quantile.
        IEnumerable<double> Off(ConfidenceInterval interval, double[] d)
        {
            var mean = d.Average();
            var half = PairedReadings.Quantile(d.Length)
                * Math.Sqrt(d.Sum(x => (x - mean) * (x - mean)) / (d.Length - 1) / d.Length);
            var scale = (10 + here.Concat(there).Max(Math.Abs)) * PairedReadings.Quantile(d.Length) * d.Length
                * Ratio.Eps(ScalarType.Float64) + 1e-9 * half;
            return [Math.Abs(interval.Low - (mean - half)) / scale, Math.Abs(interval.High - (mean + half)) / scale];
        }
    }
}
