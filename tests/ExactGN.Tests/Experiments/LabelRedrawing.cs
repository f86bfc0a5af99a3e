namespace ExactGN.Tests;

/// <summary>Label noise under test: (one-hot targets, share, seed) → targets.</summary>
public sealed record LabelRedrawing(string Name, Func<Tensor, double, int, Tensor> Redraw) : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<LabelRedrawing> LabelRedrawings() =>
        Arb.From(Gen.Constant(new LabelRedrawing("library", LabelNoise.Redraw)));
}
