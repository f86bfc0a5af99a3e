using System.Diagnostics.CodeAnalysis;

/// <summary>
/// What the runtime calls before a program's own code where <c>DOTNET_STARTUP_HOOKS</c> names this assembly: the trial.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this name outside every namespace.")]
internal static class StartupHook
{
    /// <summary>Runs the trial, which ends the process.</summary>
    public static void Initialize()
    {
        if (OperatingSystem.IsLinux())
        {
            LibTorchTrial.Run();
        }
    }
}
