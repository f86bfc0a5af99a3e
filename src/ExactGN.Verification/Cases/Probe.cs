namespace ExactGN.Verification.Cases;

/// <summary>Asks the subject, and takes no answer that is none.</summary>
internal sealed class Probe(Subject subject)
{
    private readonly List<Question> _asked = [];

    internal Description Description => subject.Description;

    /// <summary>What was asked since <see cref="Forget"/>.</summary>
    internal IReadOnlyList<Question> Asked => _asked;

    internal void Forget() => _asked.Clear();

    /// <summary>Asks, and hands back what came.</summary>
    internal Values Ask(string operation, Values arguments)
    {
        var question = new Question(operation, arguments);
        _asked.Add(question);
        try
        {
            return subject.Answer(question);
        }
        catch (SubjectException error) when (error.Trouble is Trouble.Malformed or Trouble.Lost)
        {
            throw;
        }
        catch (SubjectException error)
        {
            throw new SubjectException(error.Trouble, $"{operation}: {error.Message}", error);
        }
    }

    /// <summary>Asks for one array of finite numbers.</summary>
    internal Numbers Ask(string operation, string result, IReadOnlyList<int> shape, Values arguments) =>
        Checked(operation, result, shape, Read(operation, Ask(operation, arguments), values => values.Array(result)));

    /// <summary>Asks for one finite number.</summary>
    internal double AskNumber(string operation, Values arguments)
    {
        var value = Read(operation, Ask(operation, arguments), values => values.Number("value"));
        return double.IsFinite(value) ? value : throw new SubjectException(Trouble.Malformed,
            $"{operation}: 'value' must be finite, got {value}");
    }

    /// <summary>An array of that shape and of finite numbers.</summary>
    internal static Numbers Checked(string operation, string name, IReadOnlyList<int> shape, Numbers array)
    {
        if (!array.Shape.SequenceEqual(shape))
        {
            throw new SubjectException(Trouble.Malformed,
                $"{operation}: '{name}' must have shape [{string.Join(", ", shape)}], got {array}");
        }

        return array.AllFinite ? array
            : throw new SubjectException(Trouble.Malformed, $"{operation}: '{name}' holds NaN or infinity");
    }

    /// <summary>Reads what an answer must have.</summary>
    internal static T Read<T>(string operation, Values answer, Func<Values, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (SubjectException error)
        {
            throw new SubjectException(error.Trouble, $"{operation}: in the result {error.Message}", error);
        }
    }
}
