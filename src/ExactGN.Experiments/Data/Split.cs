namespace ExactGN.Experiments.Data;

/// <summary>Which images of a data set train, which validate and which test. A value:
/// part of a run's identity.</summary>
/// <remarks>
/// The digits are one pool: of its 1,797 images in the split's order the first 1,000 may train, the next 250
/// validate and the last 547 test; in order, the last 797 test. Data sets in files have a test part of their own,
/// and of their training images in the split's order the first N train and the last ones validate.
/// So validation and test part are the same whatever N is.
/// </remarks>
/// <param name="Rule">In the data set's order, or drawn per seed.</param>
/// <param name="Validation">The validation images, 0 for none; those that train are not among them.</param>
public sealed record Split(SplitRule Rule, int Validation)
{
    /// <summary>The most validation images that can be asked for.</summary>
    public const int MostValidation = 1_000_000;

    /// <summary>The validation images, 0 to <see cref="MostValidation"/>.</summary>
    public int Validation { get; init => field = InRange(value); } = InRange(Validation);

    /// <summary>As the paper's code takes them: the first N training images, the data set's own test part,
    /// no validation.</summary>
    public static Split InOrder { get; } = new(SplitRule.InOrder, 0);

    /// <summary>The digits in their published order: the first 1,000 train and the last 797, by other writers, test.
    /// A regime of its own: it is harder than a drawn split.</summary>
    public static Split OtherWriters => InOrder;

    /// <summary>Drawn per seed.</summary>
    /// <param name="validation">The validation images.</param>
    public static Split Drawn(int validation = Digits.ValidationSamples) => new(SplitRule.Drawn, validation);

    /// <summary>The images in the split's order: a permutation by the seed's own stream, or none.</summary>
    /// <param name="images">How many there are.</param>
    /// <param name="seed">The run's seed.</param>
    internal int[] Order(int images, int seed)
    {
        int[] order = [.. Enumerable.Range(0, images)];
        if (Rule == SplitRule.Drawn)
        {
            RandomDraw.Split.Of(seed).Shuffle<int>(order);
        }

        return order;
    }

    /// <summary>The images of a training part that train and those that validate.</summary>
    /// <param name="images">How many there are.</param>
    /// <param name="train">N; all that do not validate when null.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">There are not that many.</exception>
    internal (int[] Train, int[] Validation) Choose(int images, int? train, int seed)
    {
        var count = train ?? images - Validation;
        if (count < 1 || (long)count + Validation > images)
        {
            throw new ArgumentException(
                $"A subset takes 1 to {images} of {images} images, those that validate included, "
                + $"got {count}{(Validation > 0 ? $" to train and {Validation} to validate" : "")}.");
        }

        var order = Order(images, seed);
        return (order[..count], order[^Validation..]);
    }

    private static int InRange(int validation) => validation is >= 0 and <= MostValidation
        ? validation
        : throw new ArgumentException($"A split takes 0 to {MostValidation} validation images, got {validation}.");
}

/// <summary>How a split comes about.</summary>
public enum SplitRule
{
    /// <summary>The data set's own order.</summary>
    InOrder,

    /// <summary>By a permutation of the seed's.</summary>
    Drawn,
}
