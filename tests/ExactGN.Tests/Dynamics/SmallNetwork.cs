namespace ExactGN.Tests;

/// <summary>A network with few enough parameters (p ≤ 72) for dense p × p linear algebra.</summary>
public sealed record SmallNetwork(NetworkRecipe Network);

public static partial class Arbitraries
{
    public static Arbitrary<SmallNetwork> SmallNetworks() => Arb.From(
        from halfWidth in Gen.Choose(2, 3)
        from samples in Gen.Choose(1, 3)
        from hidden in Gen.Choose(2, 5)
        from recipe in Networks(halfWidth, hidden, samples)
        select new SmallNetwork(recipe with { Blocks = Math.Min(recipe.Blocks, 2) }),
        recipe => recipe.Network.Shrink().Select(smaller => new SmallNetwork(smaller)));
}
