namespace ExactGN.Tests;

/// <summary>A full-rank recipe small enough for dense Jacobians and managed SVDs: q = 3, n ≤ 3, L ≤ 3.</summary>
public sealed record DenseSizedNetwork(NetworkRecipe Network);

public static partial class Arbitraries
{
    public static Arbitrary<DenseSizedNetwork> DenseSizedNetworks() => Arb.From(
        from samples in Gen.Choose(2, 3)
        from hidden in Gen.Choose(2 * samples, 2 * samples + 4)
        from recipe in Networks(3, hidden, samples)
        select new DenseSizedNetwork(recipe with { Blocks = Math.Min(recipe.Blocks, 3) }),
        recipe => recipe.Network
            .Shrink()
            .Where(smaller => smaller.Samples >= 2 && smaller.Hidden >= 2 * smaller.Samples)
            .Select(smaller => new DenseSizedNetwork(smaller)));
}
