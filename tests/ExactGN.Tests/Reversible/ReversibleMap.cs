namespace ExactGN.Tests;

/// <summary>A network's map and its inverse under test: (network, x₀) → x_L and (network, x_L) → x₀.</summary>
/// <param name="Name">For people.</param>
/// <param name="Forward">x₀ → x_L, in the caller's dispose scope.</param>
/// <param name="Inverse">x_L → x₀, in the caller's dispose scope.</param>
public sealed record ReversibleMap(
    string Name, Func<ReversibleNetwork, Tensor, Tensor> Forward, Func<ReversibleNetwork, Tensor, Tensor> Inverse)
    : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static ReversibleMap Library { get; } = new(
        "library", (model, x) => model.Forward(x), (model, y) => model.Inverse(y));

    /// <summary>The library's, with another step through a block in one direction or both.</summary>
    public static ReversibleMap Blockwise(
        string name,
        Func<CouplingBlock, Halves, Halves>? forward = null,
        Func<CouplingBlock, Halves, Halves>? inverse = null) => new(
            name,
            (model, x) => model.Blocks
                .Aggregate(Halves.Split(x), (state, block) => forward?.Invoke(block, state) ?? block.Forward(state))
                .Join(),
            (model, y) => model.Blocks
                .Reverse()
                .Aggregate(Halves.Split(y), (state, block) => inverse?.Invoke(block, state) ?? block.Inverse(state))
                .Join());
}

public static partial class Arbitraries
{
    public static Arbitrary<ReversibleMap> ReversibleMaps() => Arb.From(Gen.Constant(ReversibleMap.Library));
}
