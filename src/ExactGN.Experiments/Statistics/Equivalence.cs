namespace ExactGN.Experiments.Statistics;

/// <summary>What the seeds say about two readings' being alike.</summary>
public enum Equivalence
{
    /// <summary>The 90 % interval of their difference lies within the margin.</summary>
    Equivalent,

    /// <summary>Their difference lies beyond the margin.</summary>
    NotEquivalent,

    /// <summary>Neither can be said. That two readings do not differ significantly is not that they are
    /// alike.</summary>
    Undecided,

    /// <summary>Too few seeds: there is no verdict.</summary>
    None,
}

/// <summary>Two one-sided tests of a difference against a margin on either side.</summary>
public static class EquivalenceTest
{
    /// <summary>
    /// Evidence for |centre| &lt; margin. The p of the claim is half of the larger of the two one-sided p, so that it
    /// is at most 0.025 where the 90 % interval lies within the margin; the p of
    /// the opposite side is twice the smaller of the two against "no further than the margin".
    /// </summary>
    /// <param name="differences">d, one per seed: ln(a/b) for losses, a − b otherwise.</param>
    /// <param name="margin">The margin, positive; see <see cref="EquivalenceMargin"/>.</param>
    /// <param name="test">t or sign.</param>
    public static PartEvidence Evidence(IReadOnlyCollection<double> differences, double margin, LocationTest test)
    {
        return differences.Count < test.LeastSeeds
            ? PartEvidence.TooFewSeeds
            : Evidence((side, shift) => test.OneSidedP([.. differences.Select(d => side * d + shift)]), margin);
    }

    /// <summary>The same from any test of a centre.</summary>
    /// <param name="p">(±1, shift) → the one-sided p against "±centre + shift is not positive".</param>
    /// <param name="margin">The margin, positive.</param>
    internal static PartEvidence Evidence(Func<int, double, double> p, double margin)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(margin);
        return new(Math.Max(p(1, margin), p(-1, margin)) / 2, Math.Min(1, 2 * Math.Min(p(1, -margin), p(-1, -margin))));
    }

    /// <summary>The verdict on its own.</summary>
    /// <param name="differences">d, one per seed.</param>
    /// <param name="margin">The margin.</param>
    /// <param name="test">t or sign.</param>
    public static Equivalence Of(IReadOnlyCollection<double> differences, double margin, LocationTest test) =>
        ClaimVerdict.Of([Evidence(differences, margin, test)]).Verdict switch
        {
            Verdict.Holds => Equivalence.Equivalent,
            Verdict.Fails => Equivalence.NotEquivalent,
            Verdict.None => Equivalence.None,
            _ => Equivalence.Undecided,
        };
}
