namespace ExactGN.Tests;

/// <summary>A recipe of many blocks with moderate weights: σ ≤ 0.1 and σ²qL ≤ 4.</summary>
public sealed record DeepNetwork(NetworkRecipe Network);

public static partial class Arbitraries
{
    public static Arbitrary<DeepNetwork> DeepNetworks() => Arb.From(
        from halfWidth in Gen.Choose(2, 6)
        from hidden in Gen.Elements<int?>(null, 8, 16, 32)
        from blocks in Gen.Elements(8, 16, 32, 64)
        from samples in Gen.Choose(1, 5)
        from bias in Gen.Elements(true, false)
        from linearInput in Gen.Elements(true, false)
        from sigma in Gen.Elements(1e-3, 0.03, 0.1)
        from seed in Gen.Choose(0, int.MaxValue - 1000)
        select new DeepNetwork(new(halfWidth, hidden, blocks, null, samples, bias, linearInput, sigma, seed)),
        recipe => recipe.Network.Shrink().Select(smaller => new DeepNetwork(smaller)));
}
