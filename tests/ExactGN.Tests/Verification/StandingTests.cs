namespace ExactGN.Tests;

/// <summary>What is not judged never holds, and what is broken for one reason is not told many times.</summary>
public sealed class StandingTests
{
    private static readonly LawRunOptions Few = new() { Cases = 10 };

    [Fact]
    public void A_law_without_cases_is_exhausted_and_never_holds()
    {
        // One output twice: J never has full row rank.
        var subject = new WrongSubject((question, right) => question.Operation == Operations.Forward
            ? WrongSubject.With(right.Answer(question), "f", Twice(right.Answer(question).Array("f")))
            : right.Answer(question));

        var outcome = Judged(subject, "GN-6");

        Assert.Equal(LawStanding.Exhausted, outcome.Standing);
        Assert.Says("κ of J", outcome.Reason);
    }

    [Fact]
    public void What_is_not_a_number_rejects_and_discards_no_case() => Assert.Equal(
        LawStanding.Rejected,
        Judged(WrongSubject.Of([Operations.ParameterJvp], "tangent", (_, tangent) => tangent.Map(_ => double.NaN)),
            "TAN-13").Standing);

    [Fact]
    public void A_wrong_shape_is_named()
    {
        var outcome = Judged(WrongSubject.Of([Operations.ParameterJvp], "tangent", (_, tangent) =>
            tangent.Transposed().Beside(tangent.Transposed())), "KIT-1");

        Assert.Equal(LawStanding.Rejected, outcome.Standing);
        Assert.Says("'tangent' must have shape", outcome.Reason);
    }

    [Fact]
    public void Refused_throughout_is_refused()
    {
        var outcome = Judged(new WrongSubject((_, _) => throw new SubjectException(Trouble.Refused, "only on Sundays")),
            "KIT-1");

        Assert.Equal(LawStanding.Refused, outcome.Standing);
        Assert.Says("only on Sundays", outcome.Reason);
    }

    [Fact]
    public void A_refusal_now_and_then_is_no_failure()
    {
        var asked = 0;
        var outcome = Judged(new WrongSubject((question, right) => asked++ % 4 == 3
            ? throw new SubjectException(Trouble.Refused, "not this one") : right.Answer(question)), "KIT-16");

        Assert.Equal((LawStanding.Holds, Few.Cases), (outcome.Standing, outcome.Cases));
    }

    [Fact]
    public void Laws_that_rest_on_a_rejected_one_are_shadowed_and_known_ones_are_known()
    {
        var subject = WrongSubject.Of([Operations.ParameterJvp], "tangent", (_, tangent) => 1.01 * tangent);
        var laws = LawBook.Named(["TAN-12", "TAN-13", "TAN-14", "NTK-8", "KIT-1"]);

        var outcomes = Judging.Of(subject, laws, Few, new HashSet<string> { "TAN-13", "KIT-1" }).ToDictionary(outcome =>
            outcome.Law.Id, outcome => outcome.Standing);

        Assert.Equal(
            (LawStanding.Known, LawStanding.Holds, LawStanding.Rejected, LawStanding.Shadowed, LawStanding.Shadowed),
            (outcomes["TAN-13"], outcomes["KIT-1"], outcomes["TAN-12"], outcomes["TAN-14"], outcomes["NTK-8"]));
    }

    [Fact]
    public void A_counterexample_is_small_fails_again_and_can_be_judged_alone()
    {
        var subject = WrongSubject.Of([Operations.ParameterVjp], "gradient", (_, gradient) => 1.01 * gradient);
        var found = Judged(subject, "TAN-12").Counterexample!;
        var text = found.ToJson("wrong");

        Assert.True(found.FailsAgain);
        Assert.Equal(1, found.Recipe.GetProperty("Samples").GetInt32());
        Assert.Equal(["parameter_jvp", "parameter_vjp"],
            found.Questions.Select(question => question.Operation).Order(StringComparer.Ordinal));
        Assert.Equal(LawStanding.Rejected, Judging.Replay(subject, text).Standing);
        Assert.Equal(LawStanding.Holds, Judging.Replay(RightSubject.Kept, text).Standing);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("""{"form": 1}""")]
    [InlineData("""{"form": 2, "law": "KIT-1", "recipe": {}}""")]
    [InlineData("""{"form": 1, "law": "KIT-1", "recipe": {"Samples": "many"}}""")]
    public void What_is_no_counterexample_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => Judging.Replay(RightSubject.Kept, text));

    [Fact]
    public void A_failure_that_does_not_come_again_is_told()
    {
        var asked = 0;
        var outcome = Judged(WrongSubject.Of([Operations.ParameterJvp], "tangent", (_, tangent) => asked++ == 4
            ? tangent.Map(value => value + 1) : tangent), "KIT-1");

        Assert.Equal(LawStanding.Rejected, outcome.Standing);
        Assert.False(outcome.Counterexample!.FailsAgain);
        Assert.Says("not deterministic", outcome.Reason);
    }

    private static LawOutcome Judged(Subject subject, string law) =>
        Judging.Of(subject, [LawBook.Of(law)], Few).Single();

    private static Numbers Twice(Numbers f) => f.Slice(0, 1).Beside(f.Slice(0, 1));
}
