namespace ExactGN.Tests;

/// <summary>The way from rows of pixels and labels to a data set under test: (rows, training samples) → standardised
/// float64 inputs and one-hot targets.</summary>
public sealed record DataPreparation(string Name, Func<IReadOnlyList<int[]>, int, DataSet> From) : UnderTest(Name)
{
    public static DataPreparation Library { get; } = new(
        "library", (rows, trainSamples) => Digits.From(rows, trainSamples, ScalarType.Float64, Steering.Device));

    /// <summary>A data set of given parts, each with its own standardisation and its labels read from rows of its
    /// own.</summary>
    public static DataSet Plain(
        (int[][] Images, int[][] Labels, Standardisation By) train,
        (int[][] Images, int[][] Labels, Standardisation By) test)
    {
        using var scope = NewDisposeScope();
        return new("plain", Inputs(train), Targets(train), Inputs(test), Targets(test));

        static Tensor Inputs((int[][] Images, int[][] Labels, Standardisation By) part) =>
            tensor(part.Images.SelectMany(Pixels).Select(part.By.Apply).ToArray())
                .reshape(part.Images.Length, Digits.Features)
                .to(Steering.Device)
                .DetachFromDisposeScope();
        static Tensor Targets((int[][] Images, int[][] Labels, Standardisation By) part) =>
            nn.functional
                .one_hot(tensor(part.Labels.Select(row => (long)row[^1]).ToArray()), Digits.Classes)
                .to(float64, Steering.Device)
                .DetachFromDisposeScope();
    }

    /// <summary>Pixels between 0 and 1.</summary>
    public static IEnumerable<double> Pixels(int[] row) => row.Take(Digits.Features).Select(pixel => pixel / 16.0);
}

/// <summary>Synthetic digit rows, no two alike; the test images are darker by <paramref name="Shift"/>,
/// so that statistics of the parts differ.</summary>
public sealed record DigitRows(int Train, int Test, int Shift, int Seed)
{
    /// <summary>One row per image. Pixel 0 is 0 and pixel 1 is 16 in each, which shows the standardisation's scale;
    /// pixels 2 and 3 number the rows.</summary>
    public IReadOnlyList<int[]> Build()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Train + Test).Select(Row)];

        int[] Row(int i) =>
        [
            0, 16, i / 17, i % 17,
            .. Enumerable.Range(4, Digits.Features - 4)
                .Select(_ => Math.Max(0, random.Next(17) - (i < Train ? 0 : Shift))),
            random.Next(Digits.Classes),
        ];
    }

    public IEnumerable<DigitRows> Shrink() => Smaller.Of(
        (Train > 1, this with { Train = Train / 2 }),
        (Test > 1, this with { Test = Test / 2 }));
}

public static partial class Arbitraries
{
    public static Arbitrary<DataPreparation> DataPreparations() => Arb.From(Gen.Constant(DataPreparation.Library));

    public static Arbitrary<DigitRows> DigitRowRecipes() => Arb.From(
        from train in Gen.Choose(1, 40)
        from test in Gen.Choose(1, 40)
        from shift in Gen.Choose(1, 8)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new DigitRows(train, test, shift, seed),
        recipe => recipe.Shrink());
}
