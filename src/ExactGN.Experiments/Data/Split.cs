namespace ExactGN.Experiments;

/// <summary>Which images of a data set train, which validate and which test. A value: part of a run's identity.</summary>
/// <param name="Rule">In the data set's order, or drawn per seed.</param>
/// <param name="Validation">The validation images, 0 for none; as many as are unused at most.</param>
public sealed record Split(SplitRule Rule, int Validation)
{
    /// <summary>The validation images, 0 to 1,000,000.</summary>
    public int Validation { get; init => field = NotNegative(value); } = NotNegative(Validation);

    /// <summary>As the paper's code takes them: the first N training images, the official test part, no validation.</summary>
    public static Split InOrder { get; } = new(SplitRule.InOrder, 0);

    /// <summary>The digits in their published order: the first 1,000 train and the last 797, by other writers, test. A regime of its own, not the usual one.</summary>
    public static Split OtherWriters => InOrder;

    /// <summary>Drawn per seed.</summary>
    /// <param name="validation">The validation images.</param>
    public static Split Drawn(int validation = Digits.ValidationSamples) => new(SplitRule.Drawn, validation);

    private static int NotNegative(int validation) => validation is >= 0 and <= 1_000_000
        ? validation
        : throw new ArgumentException($"A split takes 0 to 1000000 validation images, got {validation}.");
}

/// <summary>How a split comes about.</summary>
public enum SplitRule
{
    /// <summary>The data set's own order: the first images train, the next ones validate.</summary>
    InOrder,

    /// <summary>By a permutation of the seed's: of all 1,797 digits; of the training images, beside the official test part, elsewhere.</summary>
    Drawn,
}
