using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using ExactGN.Tests;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ExactGN.TestRunner;

/// <summary>One run of the suite in this process: a line for each test as it ends, and the sums last.</summary>
internal static class SuiteRun
{
    /// <summary>Runs the chosen tests.</summary>
    /// <returns>0 where some ran and none failed.</returns>
    public static int Make(Assembly assembly, Selection selection)
    {
        var clock = Stopwatch.StartNew();
        using var framework = new SuiteFramework(new Silent());
        using var found = new Discovered();
        using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        discoverer.Find(includeSourceInformation: false, found, new Options());
        found.Done.Wait();
        ITestCase[] chosen = [.. selection.Choose(found.Cases)];
        Line($"{found.Cases.Count} test cases found in {clock.Elapsed.TotalSeconds:0.0} s, {chosen.Length} chosen");

        using var outcomes = new Outcomes(chosen.Length, selection, clock);
        using var executor = framework.GetExecutor(assembly.GetName());
        // One case after another: xunit would order them itself, and a limit would then leave out others each time.
        foreach (var test in chosen.TakeWhile(_ => clock.Elapsed < selection.Limit))
        {
            outcomes.Done.Reset();
            executor.RunTests([test], outcomes, new Options());
            outcomes.Done.Wait();
        }

        return outcomes.Conclude();
    }

    private static void Line(FormattableString text) =>
        Console.Out.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Everything in this thread's order: TorchSharp's dispose scopes and the suite's counts belong to one test at a
    /// time.
    /// </summary>
    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string,
            object?> _values = new()
            {
                ["xunit.execution.DisableParallelization"] = true,
                ["xunit.execution.SynchronousMessageReporting"] = true
            };

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) && value is TValue typed
            ? typed : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
    }

    private sealed class Silent : IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => true;
    }

    private sealed class Discovered : IMessageSink, IDisposable
    {
        public List<ITestCase> Cases { get; } = [];

        public ManualResetEventSlim Done { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    Cases.Add(found.TestCase);
                    break;
                case IDiscoveryCompleteMessage:
                    Done.Set();
                    break;
            }

            return true;
        }

        public void Dispose() => Done.Dispose();
    }

    private sealed class Outcomes(int chosen, Selection selection, Stopwatch clock) : IMessageSink, IDisposable
    {
        private readonly HashSet<string> _ran = [];
        private int _passed;
        private int _failed;
        private int _skipped;
        private int _notOffered;

        public ManualResetEventSlim Done { get; } = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseFinished ended:
                    _ran.Add(ended.TestCase.UniqueID);
                    break;
                case ITestPassed passed:
                    _passed++;
                    Line($"passed   {passed.ExecutionTime,7:0.00} s  {passed.Test.DisplayName}");
                    break;
                case ITestSkipped { Reason: { } reason } when reason.StartsWith(
                    "not offered: ", StringComparison.Ordinal):
                    // A law that a subject does not promise, as on every machine.
                    _notOffered++;
                    break;
                case ITestSkipped skipped when selection.SkipsFail:
                    Fail(skipped.Test.DisplayName, $"skipped, which counts as a failure here: {skipped.Reason}");
                    break;
                case ITestSkipped skipped:
                    _skipped++;
                    Line($"skipped            {skipped.Test.DisplayName}: {skipped.Reason}");
                    break;
                case ITestFailed failed:
                    Fail(failed.Test.DisplayName, Reason(failed));
                    break;
                case ITestAssemblyFinished:
                    Done.Set();
                    break;
                case IFailureInformation trouble:
                    // A class, fixture or assembly that could not be made or disposed.
                    Fail("outside the tests", Reason(trouble));
                    break;
            }

            return true;
        }

        public int Conclude()
        {
            var left = chosen - _ran.Count;
            var rest = left > 0 ? FormattableString.Invariant($", {left} not run in {selection.Limit.TotalSeconds:0} s")
                : "";
            Line($"{_passed} passed, {_failed} failed, {_skipped} skipped{NotOffered}{rest}; {clock.Elapsed.TotalSeconds:0.0} s");
            // Where a skipped test has failed, one that was never run is no success either.
            return _failed > 0 || _passed == 0 ? 1 : left > 0 && selection.SkipsFail ? 124 : 0;
        }

        public void Dispose() => Done.Dispose();

        private string NotOffered => _notOffered > 0 ? $", {_notOffered} not offered" : "";

        private void Fail(string test, string reason)
        {
            _failed++;
            Line($"FAILED             {test}: {reason}");
        }

        private static string Reason(IFailureInformation failure) =>
            string.Join(" | ", failure.Messages).ReplaceLineEndings(" ");
    }
}
