namespace ExactGN.Tests;

#pragma warning disable xUnit1000 // Not public, so that neither the runner nor the ledger takes these for its own.
internal sealed class WrongSolverKeepsTheLaws() : LeastSquaresLaws(new MinusSolver());

internal sealed class WrongSolverThatIsKnown() : LeastSquaresLaws(new MinusSolver())
{
    protected override IReadOnlyDictionary<string, string> Known { get; } =
        new Dictionary<string, string> { ["LS-7"] = "signs are mended next week", ["LS-3"] = "once it was broken" };
}

internal sealed class MistypedKnown() : LeastSquaresLaws(new TruncatedSvd())
{
    protected override IReadOnlyDictionary<string, string> Known { get; } =
        new Dictionary<string, string> { ["LS-99"] = "no law has this id" };
}

// What is not finite goes on into the update.
internal sealed class HeedlessSteps() : GaussNewtonLaws(new WrongSubject((question, right) =>
    question.Operation == Operations.Step && !question.Arguments.Array("error").AllFinite
        ? new(question.Arguments.Precision, ("delta", question.Arguments.Array("theta").Map(_ => double.NaN)))
        : right.Answer(question)));

// One output twice: J never has full row rank.
internal sealed class ExhaustedSteps() : GaussNewtonLaws(new WrongSubject((question, right) =>
    question.Operation == Operations.Forward
        ? WrongSubject.With(right.Answer(question), "f", Twice(right.Answer(question).Array("f")))
        : right.Answer(question)))
{
    private static Numbers Twice(Numbers f) => f.Slice(0, 1).Beside(f.Slice(0, 1));
}

internal sealed class RefusingMap() : TangentLaws(new WrongSubject((_, _) =>
    throw new SubjectException(Trouble.Refused, "only on Sundays")));

internal sealed class StepsOfASolver() : GaussNewtonLaws(new SolverSubject(new TruncatedSvd()));
#pragma warning restore xUnit1000
