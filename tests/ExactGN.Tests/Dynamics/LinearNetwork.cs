namespace ExactGN.Tests;

/// <summary>A network recipe with c ≤ q classes, of which only the last block's G is trained:
/// f is linear (affine) in θ.</summary>
public sealed record LinearNetwork(NetworkRecipe Network)
{
    /// <summary>The network with every other half-coupling frozen, and its batch.</summary>
    public NetworkCase Build()
    {
        var built = Network.Build();
        foreach (var half in built.Model.HalfCouplings.SkipLast(1))
        {
            half.Trainable = false;
        }

        return built;
    }

    /// <summary>ã of the last G, shape [n, m], in the caller's dispose scope.</summary>
    public static Tensor Features(ReversibleNetwork model, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = model.Blocks.SkipLast(1).Aggregate(Halves.Split(x), (halves, block) => block.Forward(halves));
        var last = model.Blocks[^1];
        return last.G.At(state.First + last.F.At(state.Second).Value()).Features().MoveToOuterDisposeScope();
    }
}

public static partial class Arbitraries
{
    /// <summary>q ≥ 3, c ≤ 3 ≤ q, h ≥ 2n and L ≤ 3; where the only block is linear, n ≤ q.</summary>
    public static Arbitrary<LinearNetwork> LinearNetworks() => Arb.From(
        from halfWidth in Gen.Choose(3, 6)
        from samples in Gen.Choose(2, halfWidth)
        from hidden in Gen.Choose(2 * samples, 4 * samples + 4)
        from classes in Gen.Choose(1, Math.Min(3, halfWidth - 1))
        from recipe in Networks(halfWidth, hidden, samples)
        select new LinearNetwork(recipe with { Classes = classes, Blocks = Math.Min(recipe.Blocks, 3) }),
        recipe => recipe.Network
            .Shrink()
            .Where(smaller => smaller.Samples >= 2)
            .Select(smaller => new LinearNetwork(smaller)));
}
