namespace ExactGN.Tests;

/// <summary>A network of half width q = 1 with four samples or more: its half-couplings see one number per
/// sample.</summary>
public sealed record NarrowNetwork(NetworkRecipe Network);

public static partial class Arbitraries
{
    public static Arbitrary<NarrowNetwork> NarrowNetworks() => Arb.From(
        from samples in Gen.Choose(4, 9)
        from hidden in Gen.Choose(4, 16)
        from recipe in Networks(1, hidden, samples)
        select new NarrowNetwork(recipe),
        recipe => recipe.Network
            .Shrink()
            .Where(smaller => smaller.Samples >= 4 && smaller.Hidden >= 4)
            .Select(smaller => new NarrowNetwork(smaller)));
}
