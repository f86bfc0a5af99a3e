namespace ExactGN.Verification.Xunit;

/// <summary>Laws of similarities: CKA, alignment and drift of kernels.</summary>
/// <param name="subject">What is judged; it is disposed of with this object.</param>
/// <param name="options">Cases and seed; the usual ones when null.</param>
[LawsOf(LawFamily.Similarity)]
public abstract class SimilarityLaws(Subject subject, LawRunOptions? options = null) : SubjectLaws(subject, options);
