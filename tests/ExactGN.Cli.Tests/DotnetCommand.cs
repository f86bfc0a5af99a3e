using System.Diagnostics;

namespace ExactGN.Cli.Tests;

/// <summary>Runs a program, the SDK's own or an installed tool, in a folder, as its user would from a fresh
/// shell.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    // What the SDK tells the test run about itself would lead a build started from it astray.
    private static readonly string[] OfTheTestRun = [
        "MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly",
        "NUGET_PACKAGES",
    ];

    /// <summary>Runs it to its end.</summary>
    internal static ProgramResult Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var name in OfTheTestRun)
        {
            start.Environment.Remove(name);
        }

        // A build server would outlive its build, and hold our ends of its streams open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} was still running after {Patience}.");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs it and fails where it fails.</summary>
    internal static ProgramResult Succeed(string program, string folder, params string[] arguments)
    {
        var result = Run(program, folder, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
        return result;
    }
}
