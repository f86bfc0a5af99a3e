namespace ExactGN.Experiments.Statistics;

/// <summary>Holm's step-down correction for looking at several hypotheses: the chance of naming any true one wrongly is
/// at most the level.</summary>
public static class Holm
{
    /// <summary>Adjusted p: the i-th least p becomes max over j ≤ i of (k − j + 1)·p₍j₎, at most 1. A hypothesis is
    /// rejected at a level when its adjusted p is at most it.</summary>
    /// <param name="p">One p per hypothesis.</param>
    /// <returns>The adjusted p, in the same order.</returns>
    public static IReadOnlyList<double> Adjusted(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        var least = 0.0;
        foreach (var (step, index) in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Index())
        {
            adjusted[index] = least = Math.Max(least, Math.Min(1, (p.Count - step) * p[index]));
        }

        return adjusted;
    }

    /// <summary>The level that decides each hypothesis: with the others' p as they are, it is rejected exactly when its
    /// own is at most this. That is level/(k − r), r of the others being rejected when it is left standing.</summary>
    /// <param name="p">One p per hypothesis.</param>
    /// <param name="level">The family's.</param>
    /// <returns>The levels, in the same order.</returns>
    public static IReadOnlyList<double> DecidingLevels(IReadOnlyList<double> p, double level) =>
        [.. Enumerable.Range(0, p.Count).Select(i =>
        {
            double[] others = [.. p.Where((_, j) => j != i).Order()];
            return level / (p.Count - others.Index().TakeWhile(other => other.Item <= level / (p.Count - other.Index))
                .Count());
        })];
}
