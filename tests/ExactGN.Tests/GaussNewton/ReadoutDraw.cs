using FsCheck;
using FsCheck.Fluent;

namespace ExactGN.Tests;

/// <summary>How U comes to be: a network → the same network with its U; the caller owns it.</summary>
public sealed record ReadoutDraw(string Name, Func<RevMlp, RevMlp> Draw)
{
    /// <summary>The same network with another U.</summary>
    public static RevMlp With(RevMlp model, Func<Tensor, Tensor> readout)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return RevMlp.FromTensors(
            model.Options,
            model.NamedTensors().ToDictionary(entry => entry.Name, entry => entry.Name == "readout" ? readout(entry.Tensor) : entry.Tensor),
            model.Dtype,
            model.Device);
    }

    public override string ToString() => Name;
}

public static partial class Arbitraries
{
    public static Arbitrary<ReadoutDraw> ReadoutDraws() => Arb.From(Gen.Constant(new ReadoutDraw("as drawn", model => ReadoutDraw.With(model, u => u))));
}
