using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace ExactGN.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The standard output.</param>
/// <param name="Error">The error stream.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>What it says where saving lasts longer than a moment.</summary>
    public const string Waiting =
        "exactgn: Ending as soon as what is done is saved; another signal ends at once.";

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The same without what a busy machine makes it say before it ends.</summary>
    public ProgramResult WithoutWaiting =>
        this with { Error = string.Join('\n', Error.Split('\n').Where(line => line != Waiting)) };

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}

/// <summary>The program as a user runs it: its own process, from its own output folder, in the configuration of these
/// tests.</summary>
public static class ExactGnProgram
{
    // Below the ten minutes of silence after which a test run is given up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>The folder of ExactGN.Verification.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static string OracleFolder => Path.Combine(Root, "fixtures", "oracle");

    /// <summary>Where its native libraries are.</summary>
    public static string NativeFolder => Path.Combine(Path.GetDirectoryName(Dll)!, "runtimes", "linux-x64", "native");

    public static string Dll
    {
        get
        {
            var configuration = typeof(ExactGnProgram).Assembly
                .GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
            var framework = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var dll = Path.Combine(Root, "src", "ExactGN.Cli", "bin", configuration, framework, "ExactGN.Cli.dll");
            return File.Exists(dll)
                ? dll
                : throw new FileNotFoundException($"These tests run the program, and it is not built: {dll}");
        }
    }

    public static ProgramResult Run(params string[] arguments) => Run(null, arguments);

    /// <summary>Whether the program is built with a runtime setting switched on.</summary>
    public static bool Setting(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Dll, "runtimeconfig.json")));
        return json.RootElement
            .GetProperty("runtimeOptions")
            .GetProperty("configProperties")
            .TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Runs it with one environment variable changed.</summary>
    public static ProgramResult Run((string Name, string Value)? variable, params string[] arguments) =>
        RunIn(variable is { } one ? [one] : [], arguments);

    /// <summary>Runs it with environment variables changed.</summary>
    public static ProgramResult RunIn((string Name, string Value)[] variables, params string[] arguments)
    {
        using var process = Start(variables, arguments);
        return End(process, arguments);
    }

    private static ProgramResult End(Process process, string[] arguments)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"exactgn {string.Join(' ', arguments)} was still running after {Patience}.");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs it from a shell script, which has its command line as "$@"; with Bash.</summary>
    public static ProgramResult RunIn(string script, params string[] arguments)
    {
        using var process = Start("bash", ["-c", script, "bash", "dotnet", Dll, .. arguments], []);
        return End(process, arguments);
    }

    /// <summary>Starts it and kills it, and all processes that it started, after a while.</summary>
    /// <returns>Whether it had ended by itself before.</returns>
    public static bool KillAfter(TimeSpan time, params string[] arguments)
    {
        using var process = Start([], arguments);
        _ = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (process.WaitForExit(time))
        {
            return true;
        }

        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return false;
    }

    /// <summary>Runs it until a line of its output begins with something, runs it with other command lines in the
    /// meantime, then kills the first, and all processes that it started.</summary>
    /// <returns>What the others left.</returns>
    public static ProgramResult[] Meanwhile(string line, string[] first, params string[][] others)
    {
        using var process = Start([], first);
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            while (process.StandardOutput.ReadLine() is var next
                && next?.StartsWith(line, StringComparison.Ordinal) != true)
            {
                if (next is null)
                {
                    throw new InvalidOperationException(
                        $"exactgn {string.Join(' ', first)} ended before it said '{line}': {error.Result}");
                }
            }

            _ = process.StandardOutput.ReadToEndAsync();
            ProgramResult[] results = [.. others.Select(Run)];
            return process.HasExited
                ? throw new InvalidOperationException(
                    $"exactgn {string.Join(' ', first)} ended too early: {error.Result}")
                : results;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    /// <summary>Starts it by another program, which has its command line after some words of its own.</summary>
    public static Process StartBy(string program, string[] words, params string[] arguments) =>
        Start(program, [.. words, "dotnet", Dll, .. arguments], []);

    private static Process Start((string Name, string Value)[] variables, string[] arguments) =>
        Start("dotnet", [Dll, .. arguments], variables);

    private static Process Start(string program, string[] arguments, (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // The matrices here are small: a second thread would wait more than it computes, the more so beside the other
        // tests.
        start.Environment["OMP_NUM_THREADS"] = "1";
        // The tests themselves may run in a task of an array.
        start.Environment.Remove("SLURM_ARRAY_TASK_ID");
        start.Environment.Remove("JOB_COMPLETION_INDEX");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs it until a line of its output begins with something, then asks it to end.</summary>
    /// <remarks>By SIGTERM: a shell's background job, which a test run may be, ignores SIGINT, and so does
    /// everything it starts.</remarks>
    public static ProgramResult Interrupt(string line, params string[] arguments)
    {
        using var process = Start([], arguments);
        var error = process.StandardError.ReadToEndAsync();
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is { } next)
        {
            lines.Add(next);
            if (next.StartsWith(line, StringComparison.Ordinal))
            {
                using var kill = Process.Start(
                    "kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                kill.WaitForExit();
                break;
            }
        }

        var rest = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"exactgn {string.Join(' ', arguments)} was still running {Patience} after its interrupt.");
        }

        return new ProgramResult(
            process.ExitCode, string.Join('\n', lines) + "\n" + rest.Result, error.Result).WithoutWaiting;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ExactGN.Verification.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no ExactGN.Verification.sln above {AppContext.BaseDirectory}.");
    }
}
