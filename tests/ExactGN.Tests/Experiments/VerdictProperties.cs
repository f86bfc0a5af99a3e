namespace ExactGN.Tests;

/// <summary>theory/experiments.md: how a criterion is judged from the runs of two arms.</summary>
public sealed class VerdictProperties
{
    [Claim("RUN-12")]
    public Property What_both_arms_of_a_seed_share_leaves_the_interval_alone(
        CriterionJudge judge, PairedReadings recipe)
    {
        if (!recipe.OfLosses && recipe.Factor != 1)
        {
            return Verdict.Discard();
        }

        var (values, random) = (recipe.Values(), new Random(recipe.Seed + 1));
        var shared = values.Select(_ => 3 * GaussianNumbers.Next(random)).ToArray();
        var moved = values.Zip(shared, (pair, by) => recipe.OfLosses
            ? (pair.Subject * Math.Exp(by), pair.Rival * Math.Exp(by))
            : (pair.Subject + by, pair.Rival + by)).ToArray();

        var before = judge.Of(recipe.Criterion, recipe.Runs(values)).Interval;
        var after = judge.Of(recipe.Criterion, recipe.Runs(moved)).Interval;

        return Verdict.Below(recipe, Difference(before, after, recipe, values.Concat(moved)));
    }

    [Claim("RUN-13")]
    public Property Exchanging_the_arms_turns_interval_and_verdict_round(CriterionJudge judge, PairedReadings recipe)
    {
        var runs = recipe.Runs(recipe.Values());
        var criterion = recipe.Criterion with { Factor = 1 };

        var there = judge.Of(criterion, runs);
        var back = judge.Of(criterion with { Subject = "rival", Rival = "subject" }, runs);

        // Negation is exact, so the ends agree to the last bit.
        var opposite = there.Verdict switch
        {
            Experiments.Statistics.Verdict.Holds => Experiments.Statistics.Verdict.Fails,
            Experiments.Statistics.Verdict.Fails => Experiments.Statistics.Verdict.Holds,
            _ => Experiments.Statistics.Verdict.Undecided,
        };
        return Verdict.That(
            recipe,
            back.Interval == new ConfidenceInterval(-there.Interval.Centre, -there.Interval.High, -there.Interval.Low)
            && back.Verdict == opposite);
    }

    [Claim("RUN-14")]
    public Property The_names_of_the_seeds_and_the_order_of_the_runs_are_no_matter(
        CriterionJudge judge, PairedReadings recipe)
    {
        var values = recipe.Values();
        var (runs, random) = (recipe.Runs(values), new Random(recipe.Seed + 2));
        var names = Enumerable.Range(-100, 200).ToArray();
        random.Shuffle(names);
        var renamed = runs.Select(
            run => run with { Configuration = run.Configuration with { Seed = names[run.Configuration.Seed] } })
            .Append(SyntheticCurves.Run("subject", 1000, [new(0, 0, 9, 0, 9, 0, 9), new(1, 1, 9, 0, 9, 0, 9)]))
            .ToArray();
        random.Shuffle(renamed);

        var before = judge.Of(recipe.Criterion, runs);
        var after = judge.Of(recipe.Criterion, renamed);

        return Verdict.Below(recipe, [
            Difference(before.Interval, after.Interval, recipe, values),
            before.Verdict == after.Verdict ? 0 : double.PositiveInfinity,
        ]);
    }

    [Claim("RUN-15")]
    public Property A_criterion_finds_the_verdict_that_its_readings_were_made_for(
        CriterionJudge judge, PairedReadings recipe)
    {
        var judgement = judge.Of(recipe.Criterion, recipe.Runs(recipe.Values()));

        return Verdict.That(recipe, judgement.Verdict == recipe.Expected);
    }

    // Rounding of d is that of the readings or their logarithms; the half-width multiplies it by t.
    private static double Difference(
        ConfidenceInterval a,
        ConfidenceInterval b,
        PairedReadings recipe,
        IEnumerable<(double Subject, double Rival)> values)
    {
        var scale = values.SelectMany(pair => (double[])[pair.Subject, pair.Rival])
            .Max(value => recipe.OfLosses ? 1 + Math.Abs(Math.Log(value)) : Math.Abs(value));
        return Math.Max(Math.Abs(a.Low - b.Low), Math.Abs(a.High - b.High))
            / (scale * PairedReadings.Quantile(recipe.Seeds) * recipe.Seeds * Ratio.Eps(ScalarType.Float64));
    }
}
