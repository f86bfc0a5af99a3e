namespace ExactGN.Experiments.Report;

/// <summary>The order of claims in a report.</summary>
public static class ClaimOrder
{
    /// <summary>What fails first, then what has no verdict, is void or undecided, then what holds, and last what was
    /// explored; within these the order stays.</summary>
    /// <param name="claims">The claims.</param>
    public static IReadOnlyList<ClaimResult> FailingFirst(IEnumerable<ClaimResult> claims) =>
        [.. claims.OrderBy(claim => (claim.Experiment.Standing, claim.Verdict) switch
    {
        (Standing.Exploration, _) => 5,
        (_, Verdict.Fails) => 0,
        (_, Verdict.None) => 1,
        (_, Verdict.Void) => 2,
        (_, Verdict.Undecided) => 3,
        _ => 4,
    })];
}
