using System.Globalization;
using ScottPlot;

namespace ExactGN.Experiments;

/// <summary>Ticks of a logarithmic axis, which holds log₁₀ of the values: decades, and 2 and 5 between them where there are few.</summary>
internal static class LabelledTicks
{
    internal static Tick[] Logarithmic(double low, double high)
    {
        double[] labelled = high - low < 1.6 ? [1, 2, 5] : high - low < 3 ? [1, 3] : [1];
        return
        [
            .. from decade in Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
               from digit in Enumerable.Range(1, 9)
               let position = decade + Math.Log10(digit)
               where position >= low && position <= high
               let major = labelled.Contains(digit)
               select new Tick(position, major ? (digit * Math.Pow(10, decade)).ToString("0.######", CultureInfo.InvariantCulture) : "", major),
        ];
    }
}
