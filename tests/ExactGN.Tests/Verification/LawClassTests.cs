using Xunit.Abstractions;
using Xunit.Sdk;

namespace ExactGN.Tests;

/// <summary>One inherited line judges, and what is wrong, or was not judged, is never green.</summary>
public sealed class LawClassTests
{
    [Fact]
    public void Each_law_of_the_family_is_a_test_named_by_it_that_a_filter_finds()
    {
        var tests = Tests(typeof(QrKeepsTheLaws));

        Assert.Equal(
            LawBook.In(LawFamily.LeastSquares).Select(law => ($"{law} (QrKeepsTheLaws)", law.Id)),
            tests.Select(test => (test.DisplayName, Assert.Single(test.Traits["Claim"]))));
        Assert.All(tests, test => Assert.Equal(["LeastSquares"], test.Traits["Family"]));
        Assert.Equal(tests.Length, tests.Select(test => test.UniqueID).Distinct().Count());
    }

    [Fact]
    public void A_runner_that_stores_a_test_finds_it_again()
    {
        var test = Test(typeof(QrKeepsTheLaws), "LS-7");

        var again = SerializationHelper.Deserialize<LawTestCase>(SerializationHelper.Serialize(test));

        Assert.Equal((test.DisplayName, test.UniqueID, "LS-7"),
            (again.DisplayName, again.UniqueID, again.Traits["Claim"].Single()));
    }

    [Fact]
    public async Task A_right_subclass_passes() =>
        Assert.IsAssignableFrom<ITestPassed>(await Outcome(typeof(QrKeepsTheLaws), "LS-7"));

    [Fact]
    public async Task A_wrong_subclass_fails_and_says_first_which_law_and_last_how_to_run_its_case_again()
    {
        var failed = Assert.IsAssignableFrom<ITestFailed>(await Outcome(typeof(WrongSolverKeepsTheLaws), "LS-7"));

        var lines = failed.Messages.Single().Split('\n');
        Assert.Begins("LS-7 The solution is that of an independent SVD", lines[0]);
        Assert.Begins("rejected: ratio ", lines[1]);
        Assert.Begins("again: EXACTGN_REPLAY=\"(", lines[^1]);
        Assert.Ends(
            "\" dotnet test --filter \"Claim=LS-7&FullyQualifiedName~ExactGN.Tests.WrongSolverKeepsTheLaws\"",
            lines[^1]);
        // xunit writes no exception's name before a message of its own kind.
        Assert.Equal("Xunit.Sdk.XunitException", Assert.Single(failed.ExceptionTypes));
    }

    [Fact]
    public void The_replay_that_it_names_makes_the_case_that_it_names()
    {
        using var subject = new SolverSubject(new MinusSolver());
        LawOutcome Judged(LawRunOptions options) => Judging.Of(subject, [LawBook.Of("LS-3")], options).Single();
        var run = Judged(new() { Cases = 30 });

        var again = Judged(new() { Cases = 30, Replay = $"{run.WorstReplay}" });

        Assert.Equal(LawStanding.Holds, run.Standing);
        Assert.Equal((1, run.WorstRatio), (again.Cases, again.WorstRatio));
        Assert.Equal($"{run.WorstRecipe}", $"{again.WorstRecipe}");
    }

    [Theory]
    [InlineData("1,3")]
    [InlineData("(1)")]
    [InlineData("(1,3,x)")]
    [InlineData("(1,3,99999999999)")]
    public void A_replay_that_is_none_is_refused(string replay) =>
        Assert.Says($"got '{replay}'", Assert.Throws<ArgumentException>(() => CaseReplay.Parse(replay)).Message);

    [Fact]
    public async Task An_exhausted_law_is_not_green()
    {
        var failed = Assert.IsAssignableFrom<ITestFailed>(await Outcome(typeof(ExhaustedSteps), "GN-6"));

        Assert.Begins("GN-6 ", failed.Messages.Single());
        Assert.Says($"exhausted: 0 of {Steering.Cases} cases", failed.Messages.Single());
    }

    [Fact]
    public async Task A_law_that_the_subject_refuses_to_be_judged_by_is_not_green()
    {
        var failed = Assert.IsAssignableFrom<ITestFailed>(await Outcome(typeof(RefusingMap), "KIT-1"));

        Assert.Says("only on Sundays", failed.Messages.Single());
    }

    [Fact]
    public async Task What_is_not_offered_is_skipped_with_the_reason() => Assert.Equal(
        "not offered: needs the promise damped",
        Assert.IsAssignableFrom<ITestSkipped>(await Outcome(typeof(WrongSolverKeepsTheLaws), "LS-27")).Reason);

    [Fact]
    public async Task A_known_deviation_is_skipped_and_fails_once_it_is_mended()
    {
        Assert.Equal("known: signs are mended next week",
            Assert.IsAssignableFrom<ITestSkipped>(await Outcome(typeof(WrongSolverThatIsKnown), "LS-7")).Reason);

        var mended = Assert.IsAssignableFrom<ITestFailed>(await Outcome(typeof(WrongSolverThatIsKnown), "LS-3"));
        Assert.Says("holds, and is known as broken: once it was broken", mended.Messages.Single());
    }

    [Fact]
    public async Task A_known_deviation_that_is_no_law_fails()
    {
        var failed = Assert.IsAssignableFrom<ITestFailed>(await Outcome(typeof(MistypedKnown), "LS-3"));

        Assert.Says("'LS-99' is none", failed.Messages.Single());
        using var laws = new MistypedKnown();
        Assert.Says("'LS-99' is none", Assert.Throws<XunitException>(laws.Some_law_applies).Message);
    }

    [Fact]
    public async Task A_step_of_an_error_that_is_not_finite_is_told_what_is_asked_for()
    {
        var failed = Assert.IsAssignableFrom<ITestFailed>(await Outcome(typeof(HeedlessSteps), "GN-31"));

        Assert.Says("given an error that holds NaN it must refuse, by a NumericalException", failed.Messages.Single());
    }

    [Fact]
    public void Where_no_law_applies_nothing_passes()
    {
        using var laws = new StepsOfASolver();

        Assert.Begins("No law of GaussNewton applies to TruncatedSvd",
            Assert.Throws<XunitException>(laws.Some_law_applies).Message);
    }

    [Fact]
    public void The_environment_steers_a_run()
    {
        var variables = new Dictionary<string, string> { ["EXACTGN_CASES"] = "1000", ["EXACTGN_SEED"] = "7" };

        var steered = SubjectLaws.Steered(new() { Cases = 10 }, variables.GetValueOrDefault);

        Assert.Equal((100, 7, null), (steered.Cases, steered.Seed, steered.Replay));
        variables["EXACTGN_SEED"] = "seven";
        Assert.Says(
            "EXACTGN_SEED must be a whole number",
            Assert.Throws<ArgumentException>(() => SubjectLaws.Steered(new(), variables.GetValueOrDefault)).Message);
    }

    private static LawTestCase[] Tests(Type type)
    {
        var wrapped = Reflector.Wrap(type);
        var collection = new TestCollection(new TestAssembly(wrapped.Assembly), null, "laws");
        var method = new TestMethod(new TestClass(collection, wrapped), Reflector.Wrap(type.GetMethod("Keeps")!));
        using var bus = new Messages();
        return [.. new LawDiscoverer(bus).Discover(null!, method, null!)
            .Cast<LawTestCase>()];
    }

    private static LawTestCase Test(Type type, string law) =>
        Tests(type).Single(test => test.Traits["Claim"].Contains(law));

    // What the runner is told of one law.
    private static async Task<ITestResultMessage> Outcome(Type type, string law)
    {
        using var bus = new Messages();
        using var cancellation = new CancellationTokenSource();
        using var test = Test(type, law);
        await test.RunAsync(bus, bus, [], new ExceptionAggregator(), cancellation);
        return Assert.Single(bus.Told.OfType<ITestResultMessage>());
    }

    private sealed class Messages : LongLivedMarshalByRefObject, IMessageBus, IMessageSink
    {
        public List<IMessageSinkMessage> Told { get; } = [];

        public bool QueueMessage(IMessageSinkMessage message) => OnMessage(message);

        public bool OnMessage(IMessageSinkMessage message)
        {
            Told.Add(message);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
