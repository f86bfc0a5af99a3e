namespace ExactGN.Verification.Xunit;

/// <summary>Laws of reversible networks that the kit supplies.</summary>
/// <param name="subject">What is judged; it is disposed of with this object.</param>
/// <param name="options">Cases and seed; the usual ones when null.</param>
[LawsOf(LawFamily.Chains)]
public abstract class ChainLaws(Subject subject, LawRunOptions? options = null) : SubjectLaws(subject, options);
