namespace ExactGN.Verification.Subjects;

/// <summary>What is held to the laws: it describes itself and answers questions, as theory/protocol.md has
/// them.</summary>
public abstract class Subject : IDisposable
{
    /// <summary>What it offers and promises.</summary>
    public abstract Description Description { get; }

    /// <summary>Answers one question.</summary>
    /// <param name="question">The operation and its arguments.</param>
    /// <returns>The result, with the members that the protocol names.</returns>
    /// <exception cref="SubjectException">There is no usable answer.</exception>
    public abstract Values Answer(Question question);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
