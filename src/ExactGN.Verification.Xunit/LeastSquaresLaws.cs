namespace ExactGN.Verification.Xunit;

/// <summary>Laws of least-squares solutions: of least norm, cut, damped.</summary>
[LawsOf(LawFamily.LeastSquares)]
public abstract class LeastSquaresLaws : SubjectLaws
{
    /// <summary>Holds a subject with the operation <c>lstsq</c> to them.</summary>
    /// <param name="subject">What is judged; it is disposed of with this object.</param>
    /// <param name="options">Cases and seed; the usual ones when null.</param>
    protected LeastSquaresLaws(Subject subject, LawRunOptions? options = null)
        : base(subject, options)
    {
    }

    /// <summary>Holds a strategy to them.</summary>
    /// <param name="solver">It gives X = a⁺s with an error that grows with κ, whatever the rank; where it promises
    /// something else hand over a <see cref="SolverSubject"/>.</param>
    /// <param name="options">Cases and seed; the usual ones when null.</param>
    protected LeastSquaresLaws(LeastSquaresSolver solver, LawRunOptions? options = null)
        : base(new SolverSubject(solver), options)
    {
    }
}
