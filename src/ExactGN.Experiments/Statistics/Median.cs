namespace ExactGN.Experiments.Statistics;

/// <summary>The median over seeds.</summary>
public static class Median
{
    /// <summary>The middle value, or the mean of the two middle ones; null when there is none.</summary>
    /// <param name="values">The values.</param>
    public static double? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length == 0 ? null
            : sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
