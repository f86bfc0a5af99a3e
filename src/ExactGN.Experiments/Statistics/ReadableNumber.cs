using System.Globalization;

namespace ExactGN.Experiments.Statistics;

/// <summary>A number as reports and figures show it.</summary>
public static class ReadableNumber
{
    /// <summary>About three significant digits, invariant.</summary>
    /// <param name="value">The value; null gives a dash.</param>
    public static string Of(double? value) => value switch
    {
        null => "–",
        // Of either sign.
        0 => "0",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        { } v => v.ToString(Digits(Math.Abs(v)), CultureInfo.InvariantCulture).Replace('-', '−'),
    };

    private static string Digits(double size) => size switch
    {
        >= 1e4 or < 1e-3 => "0.##e0",
        >= 10 => "0.#",
        >= 1 => "0.##",
        _ => "0.###",
    };
}
