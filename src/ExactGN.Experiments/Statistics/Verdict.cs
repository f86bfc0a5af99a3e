namespace ExactGN.Experiments.Statistics;

/// <summary>What the seeds say about a claim, or a part of one, in its regime.</summary>
public enum Verdict
{
    /// <summary>It is so.</summary>
    Holds,

    /// <summary>It is not so.</summary>
    Fails,

    /// <summary>The seeds do not tell; the detectable effect says what they could have told.</summary>
    Undecided,

    /// <summary>What the claim supposes did not hold, so that there was nothing to judge.</summary>
    Void,

    /// <summary>Too few seeds: there is no verdict.</summary>
    None,
}
