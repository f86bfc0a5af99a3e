namespace ExactGN.Verification.Xunit;

/// <summary>Laws of losses: value, derivatives and directions.</summary>
[LawsOf(LawFamily.Losses)]
public abstract class LossLaws : SubjectLaws
{
    /// <summary>Holds a subject with the operation <c>loss</c> to them.</summary>
    /// <param name="subject">What is judged; it is disposed of with this object.</param>
    /// <param name="options">Cases and seed; the usual ones when null.</param>
    protected LossLaws(Subject subject, LawRunOptions? options = null)
        : base(subject, options)
    {
    }

    /// <summary>Holds a loss to them.</summary>
    /// <param name="name">squared-error or softmax-cross-entropy where it is one of these; any other name takes the
    /// laws of every smooth loss.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="options">Cases and seed; the usual ones when null.</param>
    protected LossLaws(string name, Loss loss, LawRunOptions? options = null)
        : base(new LossSubject(name, loss), options)
    {
    }
}
