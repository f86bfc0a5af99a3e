namespace ExactGN.Tests;

/// <summary>An average over batches under test: batch means with the sizes of their batches → the mean over samples;
/// a null is a batch without a value.</summary>
public sealed record BatchAverage(string Name, Func<IReadOnlyList<(double? Mean, int Samples)>, double?> Of)
    : UnderTest(Name)
{
    public static BatchAverage Library { get; } = new("library", batches =>
    {
        var mean = new WeightedMean();
        foreach (var (value, samples) in batches)
        {
            mean.Add(value, samples);
        }

        return mean.Value;
    });
}

/// <summary>Mean loss and accuracy under test: (network, inputs, one-hot targets, samples per chunk).</summary>
public sealed record Evaluator(string Name, Func<ReversibleNetwork, Tensor, Tensor, int, Evaluation> Of)
    : UnderTest(Name)
{
    public static Evaluator Library { get; } = new(
        "library", (model, x, y, chunk) => Evaluation.Of(model, new SoftmaxCrossEntropy(), x, y, chunk));
}

/// <summary>Values of single samples and two ways to cut them into batches: into equal ones with a shorter
/// last, and at random.</summary>
public sealed record BatchedValues(int Samples, int BatchSize, double Offset, bool Gaps, int Seed)
{
    public double[] Values()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Samples).Select(_ => Offset + GaussianNumbers.Next(random))];
    }

    /// <summary>Sizes of equal batches with a shorter last one.</summary>
    public int[] EqualSizes() => [.. Enumerable.Range(0, Samples).Chunk(BatchSize).Select(batch => batch.Length)];

    /// <summary>Sizes of uneven batches.</summary>
    public int[] RandomSizes()
    {
        var random = new Random(Seed + 1);
        List<int> sizes = [];
        for (var left = Samples; left > 0; left -= sizes[^1])
        {
            sizes.Add(random.Next(1, left + 1));
        }

        return [.. sizes];
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<BatchAverage> BatchAverages() => Arb.From(Gen.Constant(BatchAverage.Library));

    public static Arbitrary<Evaluator> Evaluators() => Arb.From(Gen.Constant(Evaluator.Library));

    public static Arbitrary<BatchedValues> BatchedValueRecipes() => Arb.From(
        from samples in Gen.Choose(1, 100)
        from batch in Gen.Choose(1, samples)
        from offset in Gen.Elements(0.0, 1.0, 100.0)
        from gaps in Gen.Elements(true, false)
        from seed in Gen.Choose(0, int.MaxValue - 2)
        select new BatchedValues(samples, batch, offset, gaps, seed),
        recipe => recipe.Samples > 1
            ? [recipe with { Samples = recipe.Samples - 1, BatchSize = Math.Min(recipe.BatchSize, recipe.Samples - 1) }]
            : []);
}
