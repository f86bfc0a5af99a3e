namespace ExactGN.Tests;

/// <summary>theory/experiments.md: stalls, and readings beside the last epoch's.</summary>
public sealed class ReadingProperties
{
    [Claim("RUN-43")]
    public Property The_falls_are_those_of_geometric_means_over_doublings_and_the_course_follows(
        StallRule rule, RoughLoss recipe)
    {
        var losses = recipe.Draw();

        var (falls, course) = rule.Of(losses);

        var expected = recipe.Second < 0 ? LateCourse.Rises : recipe.Second < Math.Log(1.1)
            && recipe.Second < recipe.First / 2 ? LateCourse.Stalls : LateCourse.Falls;
        var eps = Ratio.Eps(ScalarType.Float64);
        return Verdict.Below(recipe,
        [
            Math.Abs(falls.First - recipe.First) / ((1 + recipe.First + recipe.Second) * 9 * eps),
            Math.Abs(falls.Second - recipe.Second) / ((1 + recipe.Second) * 9 * eps),
            course == expected ? 0 : double.PositiveInfinity,
        ]);
    }

    [Claim("RUN-44")]
    public Property A_power_law_never_stalls(StallRule rule, PowerLaw recipe)
    {
        var (falls, course) = rule.Of(recipe.Draw());

        // F(e) − k ln 2 = (k/3)·Σ_{j = 1, 2} ln(1 + j/(e − 2j)), between 0 and 0.035·k for e ≥ 32.
        double Excess(double fall) => fall / recipe.Exponent - Math.Log(2);
        return Verdict.That(recipe, course == LateCourse.Falls && Excess(falls.First) is > 0 and < 0.035
            && Excess(falls.Second) is > 0 and < 0.035);
    }

    [Claim("RUN-45")]
    public Property Readings_at_equal_training_loss_and_at_the_best_validation_are_those_of_the_law(
        CurveReader reader, FallingRun recipe)
    {
        var run = recipe.Run();
        double Read(Reading reading, Metric curve) => reading.Read(curve, run, [run]) ?? double.NaN;
        var (loss, best) = (3 * Math.Pow(recipe.Level, recipe.Power), run.Epochs[recipe.BestEpoch]);
        // The epochs around the crossing are found by comparing losses; a rounding of ln ℓ moves e by eps·|ln ℓ|/r.
        var scale = (1 + Math.Abs(Math.Log(recipe.Level))) / Math.Min(1, recipe.Rate) * Ratio.Eps(ScalarType.Float64);

        return Verdict.Below(recipe,
        [
            Math.Abs(Read(reader.AtTrainLoss(recipe.Level), Metric.TestLoss) - loss) / (loss * scale),
            Math.Abs(Read(reader.AtTrainLoss(recipe.Level), Metric.KernelRate) - loss) / (loss * scale),
            Math.Abs(Read(reader.AtTrainLoss(recipe.Level), Metric.TestAccuracy) - 100
                * (0.8 - 0.02 * Math.Log(recipe.Level))) / (100 * scale),
            Math.Abs(Read(reader.EpochsTo(recipe.Level), Metric.TestLoss) - recipe.Crossing)
                / (recipe.Crossing * scale),
            double.IsPositiveInfinity(Read(reader.EpochsTo(1e-9), Metric.TestLoss)) ? 0 : double.PositiveInfinity,
            Math.Abs(Read(reader.AtBestValidation, Metric.TestLoss) - best.TestLoss!.Value)
                / (best.TestLoss.Value * scale),
            Math.Abs(Read(reader.AtBestValidation, Metric.KernelRate) - best.KernelRate!.Value)
                / (best.KernelRate.Value * scale),
        ]);
    }

    [Claim("RUN-45")]
    public Property A_seed_on_which_neither_arm_arrives_is_in_no_comparison_of_epochs_to_a_loss(
        SignedDifferences rule, ArrivingSeeds recipe)
    {
        var (runs, expected) = recipe.Build();

        var found = rule.Of(recipe.Criterion, runs);

        return Verdict.Below(recipe, found.Count != expected.Count
            ? [double.PositiveInfinity]
            : found.Zip(expected, (d, e) => d.Equals(e) ? 0 : Math.Abs(d - e) / (100 * Ratio.Eps(ScalarType.Float64))));
    }
}
