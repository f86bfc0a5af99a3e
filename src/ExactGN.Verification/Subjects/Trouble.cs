namespace ExactGN.Verification.Subjects;

/// <summary>Why a question has no usable answer.</summary>
public enum Trouble
{
    /// <summary>Outside what the subject takes, as it says itself: the case is not judged.</summary>
    Refused,

    /// <summary>The subject found that the numbers have no answer.</summary>
    Numerical,

    /// <summary>The subject lacks the operation.</summary>
    NotOffered,

    /// <summary>The subject's own code broke.</summary>
    Failed,

    /// <summary>An answer that is no answer: a wrong shape or dtype, NaN, another id, no JSON.</summary>
    Malformed,

    /// <summary>The program died, hung, flooded or took too much memory; it was ended.</summary>
    Lost,
}
