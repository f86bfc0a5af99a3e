namespace ExactGN.Experiments.Figures;

/// <summary>What a cell of a map says.</summary>
/// <param name="BatchSize">n.</param>
/// <param name="Hidden">h.</param>
/// <param name="Load">Nc/p, outputs to be fitted over weights.</param>
/// <param name="TestGap">ln(subject/rival) of the final test loss, mean over seeds; null without both.</param>
/// <param name="Fall">ln(ℓ half way/ℓ at the end) of the subject's training loss, mean over seeds; null where none has
/// both.</param>
public sealed record MapCell(int BatchSize, int Hidden, double Load, double? TestGap, double? Fall)
{
    /// <summary>The cells of an experiment's map; none where it has none.</summary>
    /// <param name="claim">The claim and its runs.</param>
    public static IReadOnlyList<MapCell> Of(ClaimResult claim) =>
        [.. (claim.Experiment.Map?.Cells ?? []).Select(cell => One(cell, claim))];

    private static MapCell One(RegimeMap.Cell cell, ClaimResult claim)
    {
        var names = claim.Runs.Select(run => run.Configuration.Arm).Distinct().ToLookup(arm => arm.AtOwnRate);
        var arm = claim.Experiment.Setting.Named(cell.Subject);
        var (subject, rival) = (names[cell.Subject].FirstOrDefault(), names[cell.Rival].FirstOrDefault());
        double? Mean(Metric curve, Reading reading, Arm? rivalArm, Comparison comparison) => subject is null
            || rivalArm is null
            ? null
            : new Criterion("", curve, reading, subject, rivalArm, comparison, comparison == Comparison.AtLeast ? 0
            : 1).Judge(claim.Runs) is { Readings.Count: > 0 } judged ? judged.Readings.Average(r => r.Difference)
            : null;
        return new(
            cell.BatchSize, cell.Hidden, (double)arm.TrainSamples * (arm.Model.Classes
                ?? arm.Model.Features) / (double)new NetworkSize(arm.Model).CarriedWeights,
            Mean(Metric.TestLoss, Reading.Final, rival, Comparison.LargerByFactor),
                Mean(Metric.TrainLoss, Reading.FallSince(arm.Epochs / 2), subject, Comparison.AtLeast));
    }
}
