using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ExactGN.Verification.Protocol;

/// <summary>A running adapter: lines to it and from it, each within its time, and nothing that it sends is
/// executed.</summary>
internal sealed class AdapterProcess : IDisposable
{
    private static readonly ConcurrentDictionary<AdapterProcess, bool> Running = [];

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly LineReader _lines;
    private readonly LastWords _log;
    private readonly AdapterOptions _options;

    private AdapterProcess(Process process, AdapterOptions options)
    {
        (_process, _options) = (process, options);
        (_lines, _log) = (new(process.StandardOutput.BaseStream), new(process.StandardError));
        Running[this] = true;
    }

    /// <summary>Ends all that are running, before the kit's own process ends.</summary>
    internal static void KillAll()
    {
        foreach (var process in Running.Keys)
        {
            process.Kill();
        }
    }

    /// <summary>Starts the program.</summary>
    /// <exception cref="SubjectException">It cannot be started.</exception>
    internal static AdapterProcess Start(IReadOnlyList<string> command, AdapterOptions options)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new(Process.Start(start)!, options);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException)
        {
            throw new SubjectException(Trouble.Lost,
                $"'{Quoted.Short(command[0])}' could not be started: {Quoted.Short(error.Message)}", error);
        }
    }

    /// <summary>Sends a line and waits for one.</summary>
    /// <exception cref="SubjectException">The program died, hung, flooded or took too much memory; it has been
    /// ended.</exception>
    internal ReadOnlyMemory<byte> Exchange(ReadOnlyMemory<byte> line, TimeSpan patience)
    {
        if (_lines.HasLine)
        {
            throw Lost("wrote a line that nobody had asked for");
        }

        var clock = Stopwatch.StartNew();
        var input = _process.StandardInput.BaseStream;
        var sent = Task.Run(() =>
        {
            input.Write(line.Span);
            input.Flush();
        });
        try
        {
            while (true)
            {
                var left = patience - clock.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    var seconds = patience.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
                    throw Lost($"did not answer within {seconds} s");
                }

                // Asked first: what it wrote before its end is still to be read.
                var hasEnded = _process.HasExited;
                if (_lines.Next(left < Look ? left : Look) is { } answer)
                {
                    return answer.Length > 0 || !_lines.HasEnded ? answer
                        : throw Lost(HasEnded ? $"ended with exit code {_process.ExitCode}" : "closed its output");
                }

                // A child that it left behind may hold its output open.
                if (hasEnded)
                {
                    throw Lost($"ended with exit code {_process.ExitCode}");
                }

                if (Memory > _options.Memory)
                {
                    throw Lost($"held more than {_options.Memory >> 20} MiB of memory");
                }
            }
        }
        finally
        {
            // A program that does not read its input holds the writing until it is ended.
            _ = sent.ContinueWith(task => task.Exception, TaskScheduler.Default);
        }
    }

    /// <summary>What the program is asked to do: to end; otherwise it is ended.</summary>
    public void Dispose()
    {
        Running.TryRemove(this, out _);
        _lines.Dispose();
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }

        if (!_process.WaitForExit(Farewell))
        {
            Kill();
        }

        _process.Dispose();
    }

    /// <summary>A sentence about the program, with the last line of its log; it is ended.</summary>
    internal SubjectException Lost(string what)
    {
        Kill();
        var log = _log.Line;
        return new(Trouble.Lost, log.Length == 0 ? what : $"{what}; the last line of its log: {log}");
    }

    // Its output ends a little before the program does.
    private bool HasEnded => _process.WaitForExit(Farewell);

    private long Memory
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.HasExited ? 0 : Math.Max(_process.WorkingSet64, ProcessTree.ResidentBytes(_process.Id));
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    private void Kill()
    {
        _lines.Dispose();
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(Farewell);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It is gone already.
        }
    }
}
