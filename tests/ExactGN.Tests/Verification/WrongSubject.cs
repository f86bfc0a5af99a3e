namespace ExactGN.Tests;

/// <summary>A right subject, some of whose answers are spoilt.</summary>
/// <param name="spoil">Gets the question and the right subject, and answers.</param>
internal sealed class WrongSubject(Func<Question, Subject, Values> spoil) : Subject
{
    public override Description Description => RightSubject.Kept.Description;

    public override Values Answer(Question question) => spoil(question, RightSubject.Kept);

    /// <summary>One array of some operations' answers is another.</summary>
    internal static WrongSubject Of(IReadOnlyList<string> operations, string result, Func<Question, Numbers,
        Numbers> spoil) => new((question, right) =>
    {
        var answer = right.Answer(question);
        return operations.Contains(question.Operation) ? With(answer, result, spoil(question, answer.Array(result)))
            : answer;
    });

    /// <summary>One argument of an operation is another before the right subject answers.</summary>
    internal static WrongSubject Asked(string operation, string argument, Func<Values, object?> spoil) =>
        new((question, right) =>
        right.Answer(question.Operation == operation && question.Arguments.Has(argument)
            ? question with { Arguments = With(question.Arguments, argument, spoil(question.Arguments)) }
            : question));

    /// <summary>The values with one of them changed.</summary>
    internal static Values With(Values values, string name, object? value) =>
        new(values.Precision, values.Entries.Select(entry => (entry.Key, entry.Key == name ? value is Numbers numbers
            ? numbers.Rounded(values.Precision) : value : entry.Value)));

    /// <summary>All arrays and numbers of an answer changed.</summary>
    internal static Values All(Values values, Func<double, double> change) =>
        new(values.Precision, values.Entries.Select(entry => (entry.Key, entry.Value switch
        {
            Numbers numbers => numbers.Map(change),
            double number => change(number),
            Numbers[] arrays => arrays.Select(array => array.Map(change)).ToArray(),
            var other => other,
        })));
}
