namespace ExactGN.Tests;

/// <summary>One block on the whole state with more samples than features, which are likely to have full column
/// rank.</summary>
public sealed record TallNetwork(NetworkRecipe Network);

public static partial class Arbitraries
{
    /// <summary>h ≤ q, so that a linear block's features have full column rank as well.</summary>
    public static Arbitrary<TallNetwork> TallNetworks() => Arb.From(
        from halfWidth in Gen.Choose(2, 5)
        from hidden in Gen.Choose(1, halfWidth)
        from samples in Gen.Choose(hidden + 4, hidden + 10)
        from recipe in Networks(halfWidth, hidden, samples)
        select new TallNetwork(recipe with { Blocks = 1, Classes = null }),
        recipe => recipe.Network
            .Shrink()
            .Where(smaller => smaller.Samples >= smaller.Hidden + 4)
            .Select(smaller => new TallNetwork(smaller)));
}
