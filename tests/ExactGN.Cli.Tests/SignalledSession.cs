using System.Diagnostics;

namespace ExactGN.Cli.Tests;

/// <summary>The program in a process group of its own, followed line by line: what is done to it waits for what it
/// says.</summary>
internal sealed class SignalledSession : IDisposable
{
    // No line within this time is a hang.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly string _command;
    private readonly List<string> _output = [];
    private readonly List<string> _error = [];

    /// <summary>Starts it.</summary>
    internal SignalledSession(params string[] arguments)
    {
        _command = $"exactgn {string.Join(' ', arguments)}";
        // With the collector that a user's program has: the suite's own keeps 256 MB for the young generation.
        _process = ExactGnProgram.StartBy(
            "setsid", ["env", "-u", "DOTNET_GCgen0size", "--default-signal=INT,TERM,HUP,QUIT"], arguments);
        _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has said so far, and its exit code once it has ended.</summary>
    internal ProgramResult Result =>
        new(
            _process.HasExited ? _process.ExitCode : 0,
            string.Join('\n', Lines(_output)),
            string.Join('\n', Lines(_error)));

    /// <summary>Waits for a line of its output that begins so.</summary>
    internal void AwaitOutput(string start) => Await(_output, start);

    /// <summary>Waits for a line of its error stream that begins so.</summary>
    internal void AwaitError(string start) => Await(_error, start);

    /// <summary>Sends it a signal.</summary>
    internal void Send(string name, bool toGroup) =>
        SignalledProgram.Send(new(name, TimeSpan.Zero, toGroup), _process.Id);

    /// <summary>Whether it ends within a time.</summary>
    internal bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Waits for its end.</summary>
    /// <returns>How long that took.</returns>
    internal TimeSpan AwaitEnd()
    {
        var clock = Stopwatch.StartNew();
        if (!_process.WaitForExit(Patience))
        {
            throw new TimeoutException($"{_command} was still running after {Patience}: {Result}");
        }

        var took = clock.Elapsed;
        // The overload without a time waits for the last lines too; a worker that still had the streams would keep it.
        Assert.True(Task.Run(_process.WaitForExit).Wait(Patience), $"somebody still has the streams of {_command}");
        return took;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Await(List<string> lines, string start)
    {
        for (var clock = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            var hasEnded = _process.HasExited;
            if (Lines(lines).Any(line => line.StartsWith(start, StringComparison.Ordinal)))
            {
                return;
            }

            if (hasEnded || clock.Elapsed > Patience)
            {
                throw new TimeoutException(
                    $"{_command} {(hasEnded ? "ended" : "went on")} without a line '{start}': {Result}");
            }
        }
    }

    private static string[] Lines(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }

    private static void Add(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }
}
