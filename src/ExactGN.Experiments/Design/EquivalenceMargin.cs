namespace ExactGN.Experiments.Design;

/// <summary>How far apart two readings may be and still count as alike, fixed before the runs.</summary>
public static class EquivalenceMargin
{
    /// <summary>Test losses: a factor, so that ln(a/b) may be ± ln 1.10.</summary>
    public const double TestLossFactor = 1.10;

    /// <summary>Training losses: a factor, so that ln(a/b) may be ± ln 1.25.</summary>
    public const double TrainLossFactor = 1.25;

    /// <summary>Accuracies on the digits, in per cent.</summary>
    public const double DigitsAccuracy = 0.5;

    /// <summary>Accuracies on MNIST, in per cent.</summary>
    public const double MnistAccuracy = 0.3;

    /// <summary>Similarities, cosines and CKA.</summary>
    public const double Similarity = 0.05;

    /// <summary>The margin of what a comparison of two arms after the last epoch compares, in its differences;
    /// null where none is fixed.</summary>
    /// <param name="criterion">The comparison.</param>
    /// <param name="data">The data set's id.</param>
    public static double? Of(Criterion criterion, string data) =>
        criterion is { Factor: not 1 } or { HasRival: false } or RepairCriterion or GapChange
            || criterion.Reading != Reading.Final ? null
        : criterion.Curve == Metric.TestLoss ? Math.Log(TestLossFactor)
        : criterion.Curve == Metric.TrainLoss ? Math.Log(TrainLossFactor)
        : criterion.Curve == Metric.TestAccuracy ? data switch
        {
            DataCatalogue.Digits => DigitsAccuracy,
            "mnist" => MnistAccuracy,
            _ => null,
        }
        : criterion.Curve.IsSimilarity ? Similarity : null;
}
