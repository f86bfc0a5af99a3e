using System.Diagnostics;

namespace ExactGN.Cli.Tests;

/// <summary>Short commands that tests arrange their world with.</summary>
internal static class Shell
{
    /// <summary>Whether Bash is there and the command's exit code is 0.</summary>
    internal static bool Succeeds(string command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("bash", ["-c", command])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _ = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
