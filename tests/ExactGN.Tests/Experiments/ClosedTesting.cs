namespace ExactGN.Tests;

/// <summary>
/// Marcus, Peritz and Gabriel's closed testing with Bonferroni's test: a hypothesis is rejected when every set of
/// hypotheses that contains it has a p of at most level/size. Holm's
/// step-down is a short cut to it; this is the long way, over all subsets.
/// </summary>
internal static class ClosedTesting
{
    internal static IReadOnlyList<bool> Rejected(IReadOnlyList<double> p, double level)
    {
        int[][] sets = [.. Enumerable.Range(1, (1 << p.Count) - 1)
            .Select(bits => Enumerable.Range(0, p.Count).Where(i => (bits >> i) % 2 == 1).ToArray())];
        return [.. Enumerable.Range(0, p.Count).Select(
            i => sets.Where(set => set.Contains(i)).All(set => set.Min(j => p[j]) <= level / set.Length))];
    }
}
