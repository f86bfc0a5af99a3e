namespace ExactGN.Tests;

/// <summary>theory/experiments.md: how learning rates are chosen.</summary>
public sealed class RateProperties
{
    [Claim("RUN-41")]
    public Property The_search_finds_the_rate_of_the_least_mean_log_validation_loss_with_equally_many_rates_per_arm(
        RateProcedure procedure, RateLandscape recipe)
    {
        var (end, asked) = recipe.Run(procedure);

        var facts =
            end.Chosen.Count == recipe.Best.Count
            && asked.Distinct().Count() == asked.Count
            && asked.Select(trial => trial.Seed).Distinct().Order().SequenceEqual([101, 102, 103, 104, 105])
            && asked.GroupBy(trial => trial.Arm).Select(arm => arm.Count()).Distinct().Count() == 1
            && end.Chosen.Select((choice, arm) => Steps(choice.Rate, arm) == recipe.StepOf(arm) && !choice.OnEdge
                && choice.Tried.Select(rate => Steps(rate, arm)) is var tried && tried.Min() < recipe.StepOf(arm)
                    && recipe.StepOf(arm) < tried.Max()
                && tried.SequenceEqual(Enumerable.Range(tried.Min(), tried.Count())) && tried.Count() is >= 3 and <= 9)
                    .All(fact => fact);
        return Verdict.That(recipe, facts);

        static int Steps(double rate, int arm) => (int)Math.Round(2 * (Math.Log10(rate) + arm));
    }

    [Claim("RUN-42")]
    public Property Rates_are_not_judged_on_the_seeds_that_chose_them(TunedJudge judge, TunedRuns recipe)
    {
        var parts = judge.Of(recipe.Experiment, recipe.Runs());

        return Verdict.That(recipe, parts.Count == 2 && parts.All(part =>
            part.Readings.Select(reading => reading.Subject.Configuration.Seed).SequenceEqual(recipe.Judging)
            && part.Criterion is { Subject.Rate: not null, Rival.Rate: not null }
            && part.Interval.Centre > 0));
    }
}
