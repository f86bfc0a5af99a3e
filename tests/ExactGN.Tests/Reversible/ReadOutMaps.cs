namespace ExactGN.Tests;

/// <summary>The read-out and its lift under test: x_L → f and ε → ε_x.</summary>
/// <param name="Name">For people.</param>
/// <param name="ReadOut">(network, x_L) → f, in the caller's dispose scope.</param>
/// <param name="Lift">(network, ε) → ε_x, in the caller's dispose scope.</param>
public sealed record ReadOutMaps(
    string Name, Func<ReversibleNetwork, Tensor, Tensor> ReadOut, Func<ReversibleNetwork, Tensor, Tensor> Lift)
    : UnderTest(Name)
{
    /// <summary>The library's.</summary>
    public static ReadOutMaps Library { get; } = new(
        "library", (model, state) => model.ReadOut(state), (model, output) => model.Lift(output));
}

public static partial class Arbitraries
{
    public static Arbitrary<ReadOutMaps> ReadOutMapsUnderTest() => Arb.From(Gen.Constant(ReadOutMaps.Library));
}
