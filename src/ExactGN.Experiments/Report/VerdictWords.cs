namespace ExactGN.Experiments;

/// <summary>Verdicts as words.</summary>
public static class VerdictWords
{
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
