namespace ExactGN.Tests;

/// <summary>The dtype of a case; a property that takes one is judged in both.</summary>
public enum Precision
{
    Double,
    Single,
}

public static class PrecisionExtensions
{
    /// <summary>The torch dtype.</summary>
    public static ScalarType Dtype(this Precision precision) =>
        precision == Precision.Double ? ScalarType.Float64 : ScalarType.Float32;
}

public static partial class Arbitraries
{
    public static Arbitrary<Precision> Precisions() => Arb.From(Gen.Elements(Precision.Double, Precision.Single));
}
