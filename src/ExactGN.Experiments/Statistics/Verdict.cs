namespace ExactGN.Experiments;

/// <summary>What the seeds say about a claim in its regime.</summary>
public enum Verdict
{
    /// <summary>The whole confidence interval lies on the claim's side.</summary>
    Holds,

    /// <summary>The whole confidence interval lies on the other side.</summary>
    Fails,

    /// <summary>The confidence interval contains the boundary.</summary>
    Undecided,
}

/// <summary>Verdicts of a claim with several parts.</summary>
public static class Verdicts
{
    /// <summary>A claim holds when all its parts hold, fails when one part fails, and is undecided otherwise.</summary>
    /// <param name="parts">The verdicts of its parts, at least one.</param>
    public static Verdict Conjunction(IEnumerable<Verdict> parts)
    {
        var seen = parts.ToHashSet();
        return seen.Contains(Verdict.Fails) ? Verdict.Fails : seen.SetEquals([Verdict.Holds]) ? Verdict.Holds : Verdict.Undecided;
    }
}
