namespace ExactGN.Tests;

/// <summary>The order of samples under test: (N, n and seed; epoch) → the sample indices of each batch.</summary>
public sealed record Shuffler(string Name, Func<BatchOrder, int, IReadOnlyList<long[]>> Epoch) : UnderTest(Name)
{
    /// <summary>The batches one after the other.</summary>
    public IReadOnlyList<long> Order(BatchOrder order, int epoch) =>
        [.. Epoch(order, epoch).SelectMany(batch => batch)];
}

/// <summary>An epoch of a run; its full batch may be larger than the data.</summary>
public sealed record EpochRecipe(int Samples, int BatchSize, int Seed, int Epoch)
{
    public BatchOrder Order => new(Samples, BatchSize, Seed);
}

public static partial class Arbitraries
{
    public static Arbitrary<Shuffler> Shufflers() =>
        Arb.From(Gen.Constant(new Shuffler("library", (order, epoch) => [.. order.Epoch(epoch)])));

    public static Arbitrary<EpochRecipe> EpochRecipes() => Arb.From(
        from samples in Gen.Choose(1, 120)
        from batch in Gen.Choose(1, samples + 2)
        from seed in Gen.Choose(int.MinValue, int.MaxValue)
        from epoch in Gen.Choose(1, 1000)
        select new EpochRecipe(samples, batch, seed, epoch),
        recipe => recipe.Samples > 1
            ? [recipe with { Samples = recipe.Samples - 1, BatchSize = Math.Min(recipe.BatchSize, recipe.Samples) }]
            : []);
}
