namespace ExactGN.Experiments.Report;

/// <summary>Verdicts as words.</summary>
public static class VerdictWords
{
    /// <summary>A claim's verdict; of what has none, why.</summary>
    /// <param name="claim">The claim.</param>
    public static string Of(ClaimResult claim) => (claim.Experiment.Standing, claim.Verdict) switch
    {
        (Standing.Exploration, _) => "explored",
        (Standing.Primary, Verdict.None) => "exploratory",
        (_, var verdict) => Of(verdict),
    };

    /// <summary>The word.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Fails => "fails",
        Verdict.Undecided => "undecided",
        Verdict.Void => "void",
        _ => "no verdict",
    };
}
