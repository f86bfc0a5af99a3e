using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ExactGN.Experiments;

/// <summary>This program started once more, as a worker that makes one run at a time.</summary>
public sealed class WorkerProcess : IDisposable
{
    /// <summary>The program's hidden command that serves runs, <see cref="RunWorker"/>.</summary>
    public const string Command = "worker";

    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts a worker.</summary>
    /// <param name="output">The output folder.</param>
    /// <param name="environment">What the runs are computed with.</param>
    public WorkerProcess(string output, RunEnvironment environment)
    {
        // `dotnet program.dll` is started again as such, an executable of its own as itself.
        var host = Environment.ProcessPath ?? throw new WorkerException("A worker needs the path of this program, and the system does not tell it.");
        var viaDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
        [
            .. viaDotnet ? (string[])[Environment.GetCommandLineArgs()[0]] : [],
            Command, output, JsonSerializer.Serialize(environment, Json.Compact),
        ];
        var start = new ProcessStartInfo(host, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["OMP_NUM_THREADS"] = environment.ThreadsPerRun.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start) ?? throw new WorkerException($"A worker needs '{host}' to start, and it did not.");
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Has the worker make one run and waits for it.</summary>
    /// <param name="configuration">The run.</param>
    /// <exception cref="WorkerException">The run could not be carried out, or the worker ended early; the message says why.</exception>
    public RunResult Execute(RunConfiguration configuration)
    {
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(configuration, Json.Compact));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw EndedEarly();
        }

        var reply = _process.StandardOutput.ReadLine() is { } line ? JsonSerializer.Deserialize<WorkerReply>(line, Json.Compact)! : throw EndedEarly();
        return reply.Result ?? throw new WorkerException($"The run {configuration.FolderName} could not be carried out: {reply.Error}");
    }

    /// <summary>Ends the worker, a run in progress included.</summary>
    public void Stop() => _process.Kill();

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private WorkerException EndedEarly() =>
        new($"A worker process ended early: {_errors.Result.Split('\n')[0].Trim()}");
}
