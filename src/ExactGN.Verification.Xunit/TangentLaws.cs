namespace ExactGN.Verification.Xunit;

/// <summary>Laws of products with J = ∂f/∂θ, of any differentiable map.</summary>
/// <param name="subject">What is judged; it is disposed of with this object.</param>
/// <param name="options">Cases and seed; the usual ones when null.</param>
[LawsOf(LawFamily.Tangents)]
public abstract class TangentLaws(Subject subject, LawRunOptions? options = null) : SubjectLaws(subject, options);
