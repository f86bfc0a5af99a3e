using System.Collections.Concurrent;
using ExactGN.Progress;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ExactGN.Tests;

/// <summary>A run says where it is, and one in which nothing happens ends with the name of the test that
/// hangs.</summary>
public sealed class ProgressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_run_says_how_many_tests_ended_and_which_one_runs()
    {
        using var lines = new BlockingCollection<string>();
        using var sink = new ProgressSink(new Nobody(), 7, Every(20, lines) with { Patience = Patience });

        foreach (var name in (string[])["a", "b"])
        {
            sink.OnMessage(new TestStarting(Test(name)));
            sink.OnMessage(name == "a"
                ? new TestPassed(Test(name), 0, "")
                : new TestFailed(Test(name), 0, "", new InvalidOperationException()));
            sink.OnMessage(new TestFinished(Test(name), 0, ""));
            sink.OnMessage(new TestCaseFinished(Case, 0, 1, 0, 0));
        }

        sink.OnMessage(new TestStarting(Test("Hangs")));

        Assert.Contains(
            Lines(lines),
            line => line.StartsWith("2 of 7 tests, 1 failed, 0:", StringComparison.Ordinal)
                && line.Contains("; now Hangs, for ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_in_which_nothing_happens_ends_with_the_name_of_what_hangs()
    {
        using var lines = new BlockingCollection<string>();
        using var last = new BlockingCollection<string>();
        using var sink = new ProgressSink(
            new Nobody(), 2, Every(20, lines) with { Patience = TimeSpan.FromMilliseconds(200), GiveUp = last.Add });

        sink.OnMessage(new TestStarting(Test("Hangs")));

        Assert.True(last.TryTake(out var end, Patience), "the run ends");
        Assert.Begins("Nothing has happened for ", end);
        Assert.Says("; now Hangs, for ", end);
    }

    [Fact]
    public void A_run_in_which_tests_end_goes_on()
    {
        using var lines = new BlockingCollection<string>();
        using var last = new BlockingCollection<string>();
        using var sink = new ProgressSink(
            new Nobody(), 2, Every(10, lines) with { Patience = Patience, GiveUp = last.Add });

        Assert.NotEmpty(Lines(lines));
        Assert.Empty(last);
    }

    private static ITestCase Case { get; } = new XunitTestCase(
        new Nobody(), TestMethodDisplay.Method, TestMethodDisplayOptions.None, new TestMethod(
            new TestClass(
                new TestCollection(new TestAssembly(Reflector.Wrap(typeof(ProgressTests).Assembly)), null, "told"),
                Reflector.Wrap(typeof(ProgressTests))),
            Reflector.Wrap(typeof(ProgressTests).GetMethod(nameof(A_run_in_which_tests_end_goes_on))!)));

    private static ProgressRules Every(int milliseconds, BlockingCollection<string> lines) =>
        new(lines.Add) { Interval = TimeSpan.FromMilliseconds(milliseconds) };

    private static XunitTest Test(string name) => new((IXunitTestCase)Case, name);

    // Until the run has told a few.
    private static IEnumerable<string> Lines(BlockingCollection<string> lines)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.True(lines.TryTake(out var line, Patience), "the run tells");
            yield return line;
        }
    }

    private sealed class Nobody : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }
}
