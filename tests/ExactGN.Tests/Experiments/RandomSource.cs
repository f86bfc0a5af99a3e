namespace ExactGN.Tests;

/// <summary>A run's random streams under test: (stream, seed, places) → numbers, and (stream, seed) → the seed
/// of a tensor's generator.</summary>
public sealed record RandomSource(
    string Name,
    Func<RandomDraw, int, ulong[], int, IReadOnlyList<ulong>> Numbers,
    Func<RandomDraw, int, int> TensorSeed) : UnderTest(Name)
{
    public static RandomSource Library { get; } = new("library", Take, (stream, seed) => stream.SeedFrom(seed));

    /// <summary>The first numbers of a stream at a place.</summary>
    public static IReadOnlyList<ulong> Take(RandomDraw stream, int seed, ulong[] place, int count)
    {
        var random = stream.Of(seed, place);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next())];
    }
}

/// <summary>A seed, and a place in its streams.</summary>
public sealed record StreamRecipe(int Seed, uint Place);

public static partial class Arbitraries
{
    public static Arbitrary<RandomSource> RandomSources() => Arb.From(Gen.Constant(RandomSource.Library));

    public static Arbitrary<StreamRecipe> StreamRecipes() => Arb.From(
        from seed in Gen.Choose(0, 2000)
        from place in Gen.Choose(0, 1000)
        select new StreamRecipe(seed, (uint)place));
}
