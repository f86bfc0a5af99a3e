namespace ExactGN.Verification.Subjects;

/// <summary>A question without a usable answer.</summary>
/// <param name="trouble">Which of the ways to fail.</param>
/// <param name="message">One sentence.</param>
/// <param name="inner">What the subject threw.</param>
public sealed class SubjectException(Trouble trouble, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Which of the ways to fail.</summary>
    public Trouble Trouble { get; } = trouble;
}
