namespace ExactGN.Experiments.Statistics;

/// <summary>The verdicts of several experiments' primary readings, judged together at two-sided 5 % with Holm's
/// correction.</summary>
public static class PrimaryVerdicts
{
    /// <summary>The level of the family, two-sided.</summary>
    public const double Level = 0.05;

    /// <summary>A primary reading holds or fails, by the side it lies on, when its two-sided p is named by Holm's
    /// step-down at 5 %, and is undecided otherwise.</summary>
    /// <param name="primaries">One per experiment of the family that was preregistered, also those that are void or
    /// lack seeds: the family does not shrink.</param>
    /// <returns>The verdicts, in the same order.</returns>
    public static IReadOnlyList<Verdict> Of(IReadOnlyList<PartEvidence> primaries) =>
        [.. primaries.Zip(Holm.Adjusted([.. primaries.Select(primary => primary.TwoSidedP)]), (primary, adjusted) =>
            primary.Standing switch
        {
            PartStanding.Void => Verdict.Void,
            PartStanding.TooFewSeeds => Verdict.None,
            _ when adjusted > Level => Verdict.Undecided,
            _ => primary.ClaimP < primary.OppositeP ? Verdict.Holds : Verdict.Fails,
        })];

    /// <summary>The one-sided level that decides each primary among the others: half of the two-sided one at which
    /// Holm's step-down would name it.</summary>
    /// <param name="primaries">The family, as above.</param>
    /// <returns>The levels, in the same order.</returns>
    public static IReadOnlyList<double> DecidingLevels(IReadOnlyList<PartEvidence> primaries) =>
        [.. Holm.DecidingLevels([.. primaries.Select(primary => primary.TwoSidedP)], Level)
            .Select(level => level / 2)];
}
