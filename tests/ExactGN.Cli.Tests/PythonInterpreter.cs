using System.ComponentModel;
using System.Diagnostics;

namespace ExactGN.Cli.Tests;

/// <summary>A Python that is installed here: EXACTGN_PYTHON, else the first in PATH, else the system's own.</summary>
/// <param name="Program">The interpreter.</param>
internal sealed record PythonInterpreter(string Program)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The adapters that this repository ships.</summary>
    internal static string Adapters { get; } = Path.Combine(ExactGnProgram.Root, "fixtures", "adapters", "python");

    private static IEnumerable<string> Candidates =>
        Environment.GetEnvironmentVariable("EXACTGN_PYTHON") is { Length: > 0 } chosen
            ? [chosen]
            : ["python3", "/usr/bin/python3"];

    /// <summary>One of version 3.8 or later that can import a module, or null.</summary>
    internal static PythonInterpreter? With(string module) =>
        Candidates.Select(program => new PythonInterpreter(program)).FirstOrDefault(python => python.Imports(module));

    /// <summary>Runs it to its end in the adapters' folder; its whole tree is killed after three minutes.</summary>
    internal ProgramResult Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = Adapters,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Program} {string.Join(' ', arguments)} was still running after {Patience}.");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    private bool Imports(string module)
    {
        try
        {
            return Run("-c", $"import sys, {module}; sys.exit(sys.version_info < (3, 8))").ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
