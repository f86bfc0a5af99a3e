using System.Runtime.InteropServices;

namespace ExactGN.Cli.Shared;

/// <summary>The end of this process whatever its threads are doing.</summary>
internal static class ProcessEnd
{
    /// <summary>Ends it: without finalisers and without libtorch's own clean-up, which must not find a thread
    /// computing.</summary>
    /// <param name="exitCode">The exit code.</param>
    internal static void Now(int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(exitCode);
        }

        Exit(exitCode);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int exitCode);
}
