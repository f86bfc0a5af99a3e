using System.Diagnostics;
using System.Globalization;

namespace ExactGN.Cli.Tests;

/// <summary>One signal: its name, when it is sent, and whether it goes to the whole process group, as a terminal's
/// Ctrl-C does.</summary>
internal sealed record SignalSent(string Name, TimeSpan After, bool ToGroup)
{
    /// <summary>The exit code of a process that it ended.</summary>
    internal int ExitCode => Name switch
    {
        "INT" => 130,
        "HUP" => 129,
        "QUIT" => 131,
        _ => 143,
    };
}

/// <summary>What came of it.</summary>
/// <param name="Result">What the program left.</param>
/// <param name="Sent">The signals that found it running.</param>
/// <param name="Answer">From the first signal to the program's end or its first word on the error stream.</param>
internal sealed record SignalledResult(ProgramResult Result, IReadOnlyList<SignalSent> Sent, TimeSpan Answer);

/// <summary>The program in a process group of its own, with SIGINT as a terminal's programs have it: a test run in a
/// shell's background ignores it, and so would everything that it starts.</summary>
internal static class SignalledProgram
{
    /// <summary>No end within this time is a hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Whether this system has what starts a program so.</summary>
    internal static bool IsPossible =>
        OperatingSystem.IsLinux() && Shell.Succeeds("setsid env --default-signal=INT,TERM,HUP,QUIT true");

    /// <summary>Runs it and sends it signals, each so long after the one before.</summary>
    internal static SignalledResult Run(IReadOnlyList<SignalSent> signals, params string[] arguments)
    {
        using var process = ExactGnProgram.StartBy("setsid", ["env", "--default-signal=INT,TERM,HUP,QUIT"], arguments);
        try
        {
            var clock = new Stopwatch();
            TimeSpan? firstWord = null;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), ReadError());
            List<SignalSent> sent = [];
            foreach (var signal in signals)
            {
                if (process.WaitForExit(signal.After))
                {
                    break;
                }

                sent.Add(signal);
                clock.Start();
                Send(signal, process.Id);
            }

            if (!process.WaitForExit(Patience))
            {
                throw new TimeoutException($"exactgn {string.Join(' ', arguments)} was still running {Patience} after "
                    + $"{string.Join(" and ", sent.Select(signal => signal.Name))}.");
            }

            var end = clock.Elapsed;
            Assert.True(Task.WaitAll([output, error], Patience), "somebody else still has the program's output");
            return new(new(process.ExitCode, output.Result, error.Result), sent, firstWord ?? end);

            async Task<string> ReadError()
            {
                var text = new System.Text.StringBuilder();
                while (await process.StandardError.ReadLineAsync() is { } line)
                {
                    firstWord ??= clock.IsRunning ? clock.Elapsed : null;
                    text.Append(line).Append('\n');
                }

                return text.ToString();
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The processes whose command line holds a text: workers that are still there.</summary>
    internal static string[] With(string text) =>
        [.. Directory.GetDirectories("/proc")
            .Where(folder => Holds(folder, text))
            .Select(folder => Path.GetFileName(folder))];

    /// <summary>Those of them that make runs.</summary>
    internal static string[] WorkersWith(string text) =>
        [.. With(text).Where(process => Holds($"/proc/{process}", "\0worker\0"))];

    /// <summary>Sends a process, or its group, a signal; it may have ended just before.</summary>
    internal static void Send(SignalSent signal, int process)
    {
        var to = (signal.ToGroup ? -process : process).ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [$"-{signal.Name}", "--", to]) { RedirectStandardError = true })!;
        Assert.True(kill.WaitForExit(Patience));
    }

    private static bool Holds(string folder, string text)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No process, or one that is gone by now.
            return false;
        }
    }
}
