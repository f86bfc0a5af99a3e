using System.Globalization;
using ScottPlot;

namespace ExactGN.Experiments.Figures;

/// <summary>Where axes have their ticks.</summary>
internal static class LabelledTicks
{
    /// <summary>Of an axis that holds log₁₀ of the values: decades, and more between them where there are
    /// few.</summary>
    internal static Tick[] Logarithmic(double low, double high)
    {
        double[] labelled = high - low < 0.8
            ? [1, 2, 3, 4, 5, 6, 8]
            : high - low < 1 ? [1, 2, 3, 5] : high - low < 1.6 ? [1, 2, 5] : high - low < 3 ? [1, 3] : [1];
        return
        [
            .. from decade in Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
               from digit in Enumerable.Range(1, 9)
               let position = decade + Math.Log10(digit)
               where position >= low && position <= high
               let major = labelled.Contains(digit)
               select new Tick(position, major ? Number(digit * Math.Pow(10, decade)) : "", major),
        ];
    }

    /// <summary>A tick's label; the same in every culture.</summary>
    internal static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Of a linear axis: round numbers, four to eight of them, and none beyond the data.</summary>
    internal static Tick[] UpTo(double left, double right)
    {
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(right - left, 1e-9))));
        var step = magnitude * (((right - left) / magnitude) switch { < 1.6 => 0.2, < 4 => 0.5, < 8 => 1, _ => 2 });
        return
        [
            .. from i in Enumerable.Range(
                (int)Math.Ceiling(left / step), (int)Math.Floor(right / step) - (int)Math.Ceiling(left / step) + 1)
               select new Tick(i * step, (i * step).ToString("0.####", CultureInfo.InvariantCulture), true),
        ];
    }
}
