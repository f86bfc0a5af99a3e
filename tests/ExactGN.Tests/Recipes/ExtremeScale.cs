namespace ExactGN.Tests;

/// <summary>A factor whose square the dtype cannot hold: 10^±30 in float32 and 10^±200 in float64; or 1.</summary>
public enum ExtremeScale
{
    One,
    Huge,
    Tiny,
}

public static class ExtremeScaleExtensions
{
    /// <summary>The factor.</summary>
    public static double Of(this ExtremeScale scale, Precision precision) => scale switch
    {
        ExtremeScale.Huge => precision == Precision.Single ? 1e30 : 1e200,
        ExtremeScale.Tiny => precision == Precision.Single ? 1e-30 : 1e-200,
        _ => 1,
    };
}

public static partial class Arbitraries
{
    public static Arbitrary<ExtremeScale> ExtremeScales() => Arb.From(
        Gen.Elements(Enum.GetValues<ExtremeScale>()), scale => scale == ExtremeScale.One ? [] : [ExtremeScale.One]);
}
