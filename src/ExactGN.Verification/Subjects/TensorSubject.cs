namespace ExactGN.Verification.Subjects;

/// <summary>A subject of this process that computes with tensors. What it throws becomes the error of its
/// kind.</summary>
public abstract class TensorSubject : Subject
{
    private protected TensorSubject(Device? device) => Device = device ?? CPU;

    private protected Device Device { get; }

    /// <inheritdoc/>
    public sealed override Values Answer(Question question)
    {
        if (!Description.Operations.Contains(question.Operation))
        {
            throw new SubjectException(Trouble.NotOffered,
                $"{Description.Name} has no operation '{Quoted.Short(question.Operation)}'");
        }

        try
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            return Compute(question.Operation, question.Arguments);
        }
        catch (NumericalException error)
        {
            throw new SubjectException(Trouble.Numerical, error.Message, error);
        }
        catch (Exception error) when (error is not SubjectException)
        {
            throw new SubjectException(
                Trouble.Failed, $"{error.GetType().Name}: {Quoted.Short(FirstLine(error.Message))}", error);
        }
    }

    // libtorch's messages go on with where they come from.
    private static string FirstLine(string message) => message.Split('\n')[0].Trim();

    private protected abstract Values Compute(string operation, Values arguments);

    private protected Tensor Input(Values arguments, string name) =>
        Tensors.Of(arguments.Array(name), arguments.Precision, Device);

    private protected static Values Result(Values arguments, params IEnumerable<(string Name, Tensor Value)> results) =>
        new(arguments.Precision, results.Select(result => (result.Name, (object?)Tensors.Read(result.Value))));
}
