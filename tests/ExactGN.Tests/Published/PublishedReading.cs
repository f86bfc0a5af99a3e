namespace ExactGN.Tests;

/// <summary>The reading of published files under test.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Read">(a file's text, what is set beside it) → the run.</param>
public sealed record PublishedReading(string Name, Func<string, IReadOnlyList<string>, RunConfiguration> Read)
    : UnderTest(Name)
{
    public static PublishedReading Library { get; } = new(
        "library",
        (text, settings) => PublishedRun.Of(PublishedFile.Parse("recipe.yaml", text, settings)).Configuration);
}

public static partial class Arbitraries
{
    public static Arbitrary<PublishedReading> PublishedReadings() => Arb.From(Gen.Constant(PublishedReading.Library));
}
