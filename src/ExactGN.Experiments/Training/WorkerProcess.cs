using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ExactGN.Experiments.Training;

/// <summary>This program started once more, as a worker that makes one run at a time.</summary>
public sealed class WorkerProcess : IDisposable
{
    /// <summary>The program's hidden command that serves runs, <see cref="RunWorker"/>.</summary>
    public const string Command = "worker";

    // An update at the published sizes takes seconds, and so does writing its checkpoint.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    // For a process that is killed to be gone: the system takes its memory back, gigabytes of it perhaps.
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(4);

    // 128 and the numbers of SIGHUP, SIGINT, SIGQUIT and SIGTERM.
    private static readonly int[] BySignal = [129, 130, 131, 143];

    private static readonly ConcurrentDictionary<WorkerProcess, byte> Alive = [];

    private readonly OutputFolder _folder;
    private readonly Process _process;
    private readonly Task<string> _errors;
    private volatile RunConfiguration? _run;
    private volatile bool _stopped;
    private volatile bool _serves;

    /// <summary>Starts a worker.</summary>
    /// <param name="options">What it is started with.</param>
    public WorkerProcess(WorkerOptions options)
    {
        _folder = new(options.Output);
        // `dotnet program.dll` is started again as such, an executable of its own as itself.
        var host = Environment.ProcessPath
            ?? throw new WorkerException("A worker needs the path of this program, and the system does not tell it.");
        var viaDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
            [.. viaDotnet ? (string[])[Environment.GetCommandLineArgs()[0]] : [], Command, options.Text];
        var start = new ProcessStartInfo(host, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["OMP_NUM_THREADS"] =
            options.Environment.Placement.Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment.TryAdd(CudaArithmetic.WorkspaceVariable, CudaArithmetic.Workspace);
        SetAllocator(start);
        _process = Process.Start(start)
            ?? throw new WorkerException($"A worker needs '{host}' to start, and it did not.");
        _errors = _process.StandardError.ReadToEndAsync();
        Alive.TryAdd(this, 0);
    }

    /// <summary>Kills every worker of this process, waits until they are gone, and removes what they were
    /// in the middle of writing.</summary>
    public static void KillAll()
    {
        WorkerProcess[] all = [.. Alive.Keys];
        foreach (var worker in all)
        {
            worker._stopped = true;
            worker.Try(process => process.Kill());
        }

        var clock = Stopwatch.StartNew();
        foreach (var worker in all)
        {
            var left = AfterKill - clock.Elapsed;
            worker.Try(process => process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero));
            if (worker._run is { } run)
            {
                worker._folder.RemoveUnfinished(run);
            }
        }
    }

    // One that another thread has disposed of is gone.
    private void Try(Action<Process> what)
    {
        try
        {
            what(_process);
        }
        catch (InvalidOperationException)
        {
        }
    }

    /// <summary>Settings of glibc for a process with large matrices; what the user has set stays.</summary>
    internal static void SetAllocator(ProcessStartInfo start)
    {
        // glibc would raise this threshold with every large block that is freed, and what then lies between the heap's
        // small blocks is never given back: 100 MB more per step at the published sizes.
        start.Environment.TryAdd("MALLOC_MMAP_THRESHOLD_", "1048576");
        // Huge pages, where the system gives them to those who ask: a fresh matrix is then a few page faults and not
        // thousands.
        start.Environment.TryAdd("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    }

    /// <summary>Has the worker make one run and waits for it.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="onEpoch">Hears of every epoch.</param>
    /// <param name="onNote">Hears of what happened on the way.</param>
    /// <exception cref="WorkerException">The run could not be carried out, or the worker ended early;
    /// the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was broken off, by <see cref="Stop"/> or by a signal
    /// to the worker itself.</exception>
    public RunResult Execute(
        RunConfiguration configuration, Action<EpochMetrics>? onEpoch = null, Action<string>? onNote = null)
    {
        _run = configuration;
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(configuration, Json.Compact));
            _process.StandardInput.Flush();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw EndedEarly();
        }

        while (true)
        {
            var reply = _process.StandardOutput.ReadLine() is { } line
                ? JsonSerializer.Deserialize<WorkerReply>(line, Json.Compact)!
                : throw EndedEarly();
            _serves = true;
            switch (reply)
            {
                case WorkerReply.Noted { Note: var note }:
                    onNote?.Invoke(note);
                    break;
                case WorkerReply.Trained { Epoch: var epoch }:
                    onEpoch?.Invoke(epoch);
                    break;
                case WorkerReply.Ended { Result: var result }:
                    return result;
                case WorkerReply.Failed { Trouble: WorkerTrouble.Interruption, Error: var error }:
                    throw new OperationCanceledException(error);
                case WorkerReply.Failed { Error: var error, Trouble: var trouble }:
                    throw new WorkerException(
                        $"The run {configuration.FolderName} could not be carried out: {error}", trouble: trouble);
            }
        }
    }

    /// <summary>Whether the process is gone, so that it can make no other run.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Has the worker break off its run with a checkpoint; one that has not begun to serve
    /// is killed.</summary>
    public void Stop()
    {
        _stopped = true;
        _process.StandardInput.Close();
        if (!_serves)
        {
            Try(process => process.Kill());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill();
        }

        Alive.TryRemove(this, out _);
        _process.Dispose();
    }

    private Exception EndedEarly()
    {
        var said = _errors.Wait(Patience) ? _errors.Result.Split('\n')[0].Trim() : "";
        if (_stopped || (_process.WaitForExit(Patience) && BySignal.Contains(_process.ExitCode)))
        {
            return new OperationCanceledException("A worker was asked to end.");
        }

        // Who is killed has no last words.
        var reason = said.Length > 0 ? said
            : !_process.HasExited ? "it closed its output."
            : _process.ExitCode == 137 ? "it was killed, for which too little memory is the usual reason."
            : $"its exit code is {_process.ExitCode}.";
        return new WorkerException($"A worker process ended early: {reason}");
    }
}
