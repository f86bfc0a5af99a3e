namespace ExactGN.Experiments.Statistics;

/// <summary>The verdict of a claim of several parts, and of each of them.</summary>
/// <param name="Verdict">The claim's.</param>
/// <param name="Parts">The parts'.</param>
public sealed record ClaimVerdict(Verdict Verdict, IReadOnlyList<Verdict> Parts)
{
    /// <summary>
    /// A claim holds when every part's one-sided p is at most 0.025. It fails when the least p of the opposite sides is
    /// at most 0.025/k for k parts, and Holm's step-down names
    /// the parts that fail, whatever the others are. Otherwise there is no verdict with a part of too few seeds, it is
    /// void with a void part, and undecided without one.
    /// </summary>
    /// <remarks>
    /// All parts have to be true, so holding needs no correction (Berger 1982); one false part refutes the claim, so
    /// failing does, or a claim on the boundary of many parts would
    /// fail by chance far more often than once in forty. A part that says nothing counts among the k.
    /// </remarks>
    /// <param name="parts">What the seeds say about each part, at least one.</param>
    public static ClaimVerdict Of(IReadOnlyList<PartEvidence> parts)
    {
        var opposite = Holm.Adjusted([.. parts.Select(part => part.OppositeP)]);
        Verdict[] verdicts = [.. parts.Select((part, i) => Part(part, opposite[i]))];
        return new(Whole(verdicts), verdicts);
    }

    private static Verdict Part(PartEvidence part, double adjustedOpposite) => part.Standing switch
    {
        PartStanding.Void => Verdict.Void,
        PartStanding.TooFewSeeds => Verdict.None,
        _ when part.ClaimP <= ConfidenceInterval.Level => Verdict.Holds,
        _ when adjustedOpposite <= ConfidenceInterval.Level => Verdict.Fails,
        _ => Verdict.Undecided,
    };

    private static Verdict Whole(Verdict[] parts) =>
        parts.Contains(Verdict.Fails) ? Verdict.Fails
        : parts.Contains(Verdict.None) ? Verdict.None
        : parts.Contains(Verdict.Void) ? Verdict.Void
        : parts.Contains(Verdict.Undecided) ? Verdict.Undecided
        : Verdict.Holds;
}
