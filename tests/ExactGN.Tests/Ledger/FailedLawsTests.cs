using FsCheck.Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ExactGN.Tests;

/// <summary>A red law says first which law it is and last how to run its case again, wherever and however it
/// fails.</summary>
public sealed class FailedLawsTests
{
    [SkippableTheory]
    [InlineData(nameof(FailingLaws.Fails_at_once), "ratio 100, threshold 30", "case 1: ", ",2)")]
    [InlineData(nameof(FailingLaws.Fails_later), "ratio 100, threshold 30", "case 6: ", ",7)")]
    [InlineData(
        nameof(FailingLaws.Throws_at_once), "threw ExactGN.NumericalException: Something is NaN.", "case 1: ", ",2)")]
    [InlineData(
        nameof(FailingLaws.Throws_later), "threw ExactGN.NumericalException: Something is NaN.", "case 6: ", ",7)")]
    public async Task A_law_that_fails_says_which_and_how_to_run_its_case_again(
        string property, string what, string at, string size)
    {
        AsManyCasesAsUsual();
        var lines = await Red(property);

        Assert.Begins($"GN-1 {Ledger.Claims.Single(claim => claim.Id == "GN-1").Title}: {property}", lines[0]);
        Assert.Ends(what, lines[0]);
        Assert.Begins($"{at}NetworkRecipe {{", lines[1]);
        var command = Experiments.Claims.PropertyEvidence.Command("HERE", "GN-1", property).Split("HERE");
        Assert.Begins($"again: {command[0]}(", lines[^1]);
        Assert.Ends($"{size}{command[1]}", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Contains("Expected true", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(nameof(FailingLaws.Fails_later))]
    [InlineData(nameof(FailingLaws.Throws_later))]
    public async Task The_replay_that_it_names_makes_the_case_that_it_names(string property)
    {
        AsManyCasesAsUsual();
        var lines = await Red(property);
        List<string> drawn = [];

        Check.One(
            Config.Quick.WithReplay(CaseReplay.Parse(lines[^1].Split('"')[1]).ForFsCheck),
            Prop.ForAll(Arbitraries.NetworkRecipes(), recipe => drawn.Add($"{recipe}")));

        Assert.Equal(lines[1], $"case 6: {Assert.Single(drawn)}");
    }

    [Fact]
    public async Task A_law_without_cases_says_which_and_how_to_run_it_again()
    {
        var lines = await Red(nameof(FailingLaws.Has_no_cases));

        Assert.Begins("GN-1 ", lines[0]);
        Assert.Ends("too few cases within its hypotheses: Arguments exhausted after 0 tests.", lines[0]);
        var replay = Steering.Replay(nameof(FailingLaws.Has_no_cases));
        Assert.Equal(
            $"again: {Experiments.Claims.PropertyEvidence.Command(replay, "GN-1", nameof(FailingLaws.Has_no_cases))}",
            lines[^1]);
    }

    [Fact]
    public async Task The_shrunken_case_is_told_beside_the_one_drawn() =>
        Assert.Begins("smallest: NetworkRecipe {", (await Red(nameof(FailingLaws.Fails_at_once)))[2]);

    // Sizes grow by the number of cases.
    private static void AsManyCasesAsUsual() =>
        Skip.If(Steering.Cases != 100, $"The numbers are those of 100 cases, not of {Steering.Cases}.");

    // What the runner would print.
    private static async Task<string[]> Red(string property)
    {
        using var bus = new Messages();
        var type = Reflector.Wrap(typeof(FailingLaws));
        var collection = new TestCollection(new TestAssembly(type.Assembly), null, "red");
        var method = new TestMethod(
            new TestClass(collection, type), Reflector.Wrap(typeof(FailingLaws).GetMethod(property)!));
        using var test = new PropertyTestCase(
            bus, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, method, null);
        using var cancellation = new CancellationTokenSource();
        await test.RunAsync(bus, bus, [], new ExceptionAggregator(), cancellation);
        bus.Hand(new FailedLaws(bus));
        return Assert.Single(bus.Told.OfType<ITestFailed>()).Messages.Single().Split('\n');
    }

    private sealed class Messages : LongLivedMarshalByRefObject, IMessageBus, IMessageSink
    {
        private readonly List<IMessageSinkMessage> _queued = [];

        public List<IMessageSinkMessage> Told { get; } = [];

        public bool QueueMessage(IMessageSinkMessage message)
        {
            _queued.Add(message);
            return true;
        }

        public bool OnMessage(IMessageSinkMessage message)
        {
            Told.Add(message);
            return true;
        }

        public void Hand(FailedLaws to) => _queued.ForEach(message => to.OnMessage(message));

        public void Dispose() => _queued.Clear();
    }
}

#pragma warning disable xUnit1000 // Not public, so that neither the runner nor the ledger takes these for laws.
internal sealed class FailingLaws
{
    private int _calls;

    private bool IsSixth => ++_calls == 6;

    [Claim("GN-1")]
    public Property Fails_at_once(NetworkRecipe recipe) => Judged(recipe is null);

    [Claim("GN-1")]
    public Property Fails_later(NetworkRecipe recipe) => Judged(recipe is null || !IsSixth);

    [Claim("GN-1")]
    public Property Throws_at_once(NetworkRecipe recipe) => recipe is null ? Judged(true) : throw Trouble();

    [Claim("GN-1")]
    public Property Throws_later(NetworkRecipe recipe) =>
        recipe is not null && IsSixth ? throw Trouble() : Judged(true);

    [Claim("GN-1")]
    public Property Has_no_cases(NetworkRecipe recipe) => Judged(true).When(recipe is null);

    // As Verdict labels it, which would leave evidence.
    private static Property Judged(bool holds) => holds.Label("ratio 100, threshold 30");

    private static NumericalException Trouble() => new(NumericalTrouble.NotFinite, "Something is NaN.");
}
#pragma warning restore xUnit1000
