namespace ExactGN.Experiments.Statistics;

/// <summary>Whether there is anything to judge.</summary>
public enum PartStanding
{
    /// <summary>There is.</summary>
    Judged,

    /// <summary>What the claim supposes did not hold, so that it says nothing here.</summary>
    Void,

    /// <summary>Too few seeds for an interval.</summary>
    TooFewSeeds,
}

/// <summary>What the seeds say about one part of a claim, before it is judged together with the other parts.</summary>
/// <param name="ClaimP">The one-sided p of the claim's side: small where the claim is true.</param>
/// <param name="OppositeP">The one-sided p of the opposite side: small where it is false.</param>
/// <param name="Standing">Whether there is anything to judge; both p are 1 where there is not.</param>
public sealed record PartEvidence(double ClaimP, double OppositeP, PartStanding Standing = PartStanding.Judged)
{
    /// <summary>No evidence, because what the claim supposes did not hold.</summary>
    public static PartEvidence Void { get; } = new(1, 1, PartStanding.Void);

    /// <summary>No evidence, for want of seeds.</summary>
    public static PartEvidence TooFewSeeds { get; } = new(1, 1, PartStanding.TooFewSeeds);

    /// <summary>The two-sided p.</summary>
    public double TwoSidedP => Math.Min(1, 2 * Math.Min(ClaimP, OppositeP));
}
