namespace ExactGN.Tests;

/// <summary>Two blocks on more samples than the first, linear one can have rank for, and few
/// enough for the second.</summary>
public sealed record PartlyDeficientNetwork(NetworkRecipe Network);

public static partial class Arbitraries
{
    public static Arbitrary<PartlyDeficientNetwork> PartlyDeficientNetworks() => Arb.From(
        from halfWidth in Gen.Choose(3, 4)
        from samples in Gen.Choose(halfWidth + 2, halfWidth + 4)
        from hidden in Gen.Choose(3 * samples, 5 * samples)
        from recipe in Networks(halfWidth, hidden, samples)
        select new PartlyDeficientNetwork(recipe with { Blocks = 2, LinearInput = true }),
        recipe => recipe.Network.Classes > 1
            ? [new(recipe.Network with { Classes = recipe.Network.Classes - 1 })]
            : []);
}
