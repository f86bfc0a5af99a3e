using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace ExactGN.Progress;

/// <summary>
/// Hands messages on, counts the tests that end, and tells from time to time where the run is, also while a test
/// hangs; where nothing has happened for too long it gives up, with the name of the test that is running.
/// </summary>
internal sealed class ProgressSink : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly IMessageSink _runner;
    private readonly ProgressRules _rules;
    private readonly int _cases;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, TimeSpan> _running = [];
    private TimeSpan _latest;
    private int _ended;
    private int _failed;

    /// <summary>Begins to tell.</summary>
    /// <param name="runner">Who is to have the messages.</param>
    /// <param name="cases">How many tests there are.</param>
    /// <param name="rules">How often it tells, and to whom; when it gives up, and how.</param>
    internal ProgressSink(IMessageSink runner, int cases, ProgressRules rules)
    {
        (_runner, _cases, _rules) = (runner, cases, rules);
        _timer = new(_ => Look(), null, rules.Interval, rules.Interval);
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_lock)
        {
            _latest = _clock.Elapsed;
            switch (message)
            {
                case ITestStarting starting:
                    _running[starting.Test.DisplayName] = _latest;
                    break;
                case ITestFinished finished:
                    _running.Remove(finished.Test.DisplayName);
                    break;
                case ITestFailed:
                    _failed++;
                    break;
                case ITestCaseFinished:
                    _ended++;
                    break;
            }
        }

        return _runner.OnMessage(message);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        string line;
        TimeSpan silent;
        lock (_lock)
        {
            var now = _clock.Elapsed;
            silent = now - _latest;
            line = Text(
                $"{_ended} of {_cases} tests, {_failed} failed, {(int)now.TotalMinutes}:{now:ss}{Current(now)}");
        }

        _rules.Tell(line);
        if (silent > _rules.Patience)
        {
            _rules.GiveUp(Text($"Nothing has happened for {silent.TotalMinutes:0.#} minutes, so the run ends: {line}"));
        }
    }

    // The one that has been running longest: a suite may run several at a time.
    private string Current(TimeSpan now) => _running.OrderBy(test => test.Value)
        .FirstOrDefault() is { Key: { } name } oldest
        ? Text($"; now {name}, for {(now - oldest.Value).TotalSeconds:0} s")
        : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
