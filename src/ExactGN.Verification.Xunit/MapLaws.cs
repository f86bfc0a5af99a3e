namespace ExactGN.Verification.Xunit;

/// <summary>Laws of any differentiable map f(θ, x) and of its products with ∂f/∂x.</summary>
/// <param name="subject">What is judged; it is disposed of with this object.</param>
/// <param name="options">Cases and seed; the usual ones when null.</param>
[LawsOf(LawFamily.Map)]
public abstract class MapLaws(Subject subject, LawRunOptions? options = null) : SubjectLaws(subject, options);
