using System.Diagnostics;

namespace ExactGN.Experiments.Platform;

/// <summary>The largest working set of this process.</summary>
internal static class PeakMemory
{
    internal static double? Megabytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 is > 0 and var bytes ? Math.Round(bytes / 1e6, 1) : null;
        }
    }
}
