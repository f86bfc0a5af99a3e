namespace ExactGN.Tests;

/// <summary>theory/experiments.md: what a run that diverged counts as.</summary>
public sealed class DivergenceProperties
{
    [Claim("RUN-18")]
    public Property A_diverged_run_goes_on_with_the_worst_value_of_any_finished_run(
        DivergenceRule rule, DivergedRuns recipe)
    {
        var runs = recipe.Build();
        var late = recipe.Epochs / 4;
        var ratios =
            from curve in new (Metric Curve, Func<EpochMetrics, double?> Of, bool LargestIsWorst)[]
            {
                (Metric.TrainLoss, row => row.TrainLoss, true),
                (Metric.TestAccuracy, row => 100 * row.TestAccuracy, false),
                (Metric.BatchCut, row => row.BatchCut, false),
            }
            let judging = recipe.Finished > 0 ? runs.Take(recipe.Finished) : runs
            let recorded = judging.SelectMany(run => run.Epochs).Select(curve.Of).OfType<double>().ToArray()
            let worst = curve.LargestIsWorst ? recorded.Max() : recorded.Min()
            from run in runs
            let v = Enumerable.Range(0, recipe.Epochs + 1)
                .Select(epoch => epoch < run.Epochs.Count ? curve.Of(run.Epochs[epoch]) ?? double.NaN : worst)
                .ToArray()
            from reading in new (Reading Reading, double Expected)[]
            {
                (Reading.Final, v[^1]),
                (Reading.After(1), v[1]),
                (Reading.LastQuarter, v.TakeLast(late).Average()),
                (Reading.LateFall, Math.Log(v[^(late + 1)] / v[^1])),
            }
            where !double.IsNaN(reading.Expected)
            select Math.Abs(
                (rule.Read(reading.Reading, curve.Curve, run, runs) ?? double.PositiveInfinity) - reading.Expected)
                / ((v.Skip(1).Max(Math.Abs) + Math.Abs(reading.Expected))
                    * recipe.Epochs
                    * Ratio.Eps(ScalarType.Float64));

        return Verdict.Below(recipe, ratios);
    }

    [Claim("RUN-46")]
    public Property Where_the_sign_decides_a_diverged_run_is_infinitely_bad(
        SignedDifferences rule, DivergingSeeds recipe)
    {
        var (runs, expected) = recipe.Build();

        var found = rule.Of(recipe.Criterion, runs);

        return Verdict.Below(recipe, found.Count != expected.Count
            ? [double.PositiveInfinity]
            : found.Zip(expected, (d, e) => d.Equals(e) ? 0 : Math.Abs(d - e) / (100 * Ratio.Eps(ScalarType.Float64))));
    }
}
