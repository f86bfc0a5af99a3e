using System.Globalization;

namespace ExactGN.Experiments.Data;

/// <summary>The embedded handwritten digits: 1,797 images of 8×8 pixels 0…16 with a label 0…9. In their own order
/// the first 1,000 train and the remaining 797, by other writers, test; a drawn split has 1,000, 250 and 547.</summary>
/// <remarks>Provenance and licence: fixtures/data/README.md. Inputs are (pixel/16 − mean)/std with the training
/// part's mean and std.</remarks>
public static class Digits
{
    /// <summary>d, the number of pixels.</summary>
    public const int Features = 64;

    /// <summary>c, the number of classes.</summary>
    public const int Classes = 10;

    /// <summary>The number of all images.</summary>
    public const int Samples = 1797;

    /// <summary>N, the number of training images.</summary>
    public const int TrainSamples = 1000;

    /// <summary>The validation images of a drawn split.</summary>
    public const int ValidationSamples = 250;

    /// <summary>The number of test images in order.</summary>
    public const int TestSamples = Samples - TrainSamples;

    /// <summary>Loads the data set in its own order, <see cref="Split.OtherWriters"/>.</summary>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The data set; the caller owns it.</returns>
    public static DataSet Load(ScalarType dtype = ScalarType.Float32, Device? device = null) =>
        From(Rows(), TrainSamples, dtype, device ?? CPU);

    /// <summary>Loads the data set by a split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="trainSamples">N, at most 1,000; the first of the training part, which in a drawn split alone
    /// give the standardisation.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">The device; the CPU when null.</param>
    /// <returns>The data set; the caller owns it.</returns>
    /// <exception cref="ArgumentException">There are not that many images.</exception>
    public static DataSet Load(
        Split split, int trainSamples, int seed, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        if (trainSamples is < 1 or > TrainSamples)
        {
            throw new ArgumentException(
                $"A subset takes 1 to {TrainSamples} of {TrainSamples} images, got {trainSamples}.");
        }

        var most = split.Rule == SplitRule.Drawn ? ValidationSamples : 0;
        if (split.Validation > most)
        {
            throw new ArgumentException(
                $"{(most > 0 ? "A drawn split" : "The order")} of the digits leaves at most {most} images to validate, "
                + $"got {split.Validation}.");
        }

        var rows = Rows();
        int[][] ordered = [.. split.Order(rows.Count, seed).Select(i => rows[i])];
        if (split.Rule == SplitRule.InOrder)
        {
            using var all = From(ordered, TrainSamples, dtype, device ?? CPU);
            return all.First(trainSamples);
        }

        return From(
            ordered[..trainSamples], ordered[TrainSamples..(TrainSamples + split.Validation)],
            ordered[(TrainSamples + ValidationSamples)..], dtype, device ?? CPU);
    }

    private static List<int[]> Rows()
    {
        using var stream = typeof(Digits).Assembly.GetManifestResourceStream("optdigits.csv")
            ?? throw new InvalidOperationException("The digits must be embedded in this assembly as optdigits.csv.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    /// <summary>One row per image: 64 pixels, then the label.</summary>
    internal static List<int[]> Parse(TextReader reader)
    {
        List<int[]> rows = [];
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var row = Array.ConvertAll(line.Split(','), cell => int.Parse(cell, CultureInfo.InvariantCulture));
            rows.Add(row.Length == Features + 1
                ? row
                : throw new InvalidDataException(
                    $"A row of the digits has {Features} pixels and a label, row {rows.Count + 1} "
                    + $"has {row.Length} values."));
        }

        return rows;
    }

    /// <summary>Splits the rows in order and standardises both parts with the training part's statistics.</summary>
    internal static DataSet From(IReadOnlyList<int[]> rows, int trainSamples, ScalarType dtype, Device device) =>
        From([.. rows.Take(trainSamples)], [], [.. rows.Skip(trainSamples)], dtype, device);

    private static DataSet From(int[][] train, int[][] validation, int[][] test, ScalarType dtype, Device device)
    {
        var standardisation = Standardisation.Of([.. train.SelectMany(Pixels)]);
        using var scope = NewDisposeScope();
        return new("8×8 digits", Inputs(train), Targets(train), Inputs(test), Targets(test))
        {
            Validation = validation.Length > 0 ? (Inputs(validation), Targets(validation)) : null,
        };

        Tensor Inputs(int[][] part) => tensor(
            part.SelectMany(Pixels).Select(standardisation.Apply).ToArray(), dtype: float64)
            .reshape(part.Length, Features).to(dtype, device).DetachFromDisposeScope();
        Tensor Targets(int[][] part) =>
            nn.functional.one_hot(tensor(part.Select(row => (long)row[^1]).ToArray()), Classes)
                .to(dtype, device).DetachFromDisposeScope();
    }

    private static IEnumerable<double> Pixels(int[] row) => row.Take(Features).Select(pixel => pixel / 16.0);
}
