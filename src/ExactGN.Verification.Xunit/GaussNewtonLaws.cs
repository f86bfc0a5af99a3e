namespace ExactGN.Verification.Xunit;

/// <summary>Laws of Gauss-Newton steps, of any differentiable map.</summary>
/// <param name="subject">What is judged; it is disposed of with this object.</param>
/// <param name="options">Cases and seed; the usual ones when null.</param>
[LawsOf(LawFamily.GaussNewton)]
public abstract class GaussNewtonLaws(Subject subject, LawRunOptions? options = null) : SubjectLaws(subject, options);
