namespace ExactGN.Experiments;

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
}
