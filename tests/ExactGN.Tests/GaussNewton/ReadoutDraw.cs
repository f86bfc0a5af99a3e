namespace ExactGN.Tests;

/// <summary>How U comes to be: a network → the same network with its U; the caller owns it.</summary>
public sealed record ReadoutDraw(string Name, Func<ReversibleNetwork, ReversibleNetwork> Draw) : UnderTest(Name)
{
    /// <summary>The same network with another U.</summary>
    public static ReversibleNetwork With(ReversibleNetwork model, Func<Tensor, Tensor> readout) =>
        model.With((name, tensor) => name == "readout" ? readout(tensor) : tensor);
}

public static partial class Arbitraries
{
    public static Arbitrary<ReadoutDraw> ReadoutDraws() =>
        Arb.From(Gen.Constant(new ReadoutDraw("as drawn", model => ReadoutDraw.With(model, u => u))));
}
