namespace ExactGN.Experiments;

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
}
