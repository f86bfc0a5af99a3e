using System.Diagnostics;

namespace ExactGN.Benchmarks;

/// <summary>This program in a process of its own, with the allocator's settings of exactgn's workers.</summary>
internal static class SameProgram
{
    /// <summary>How it is started; its output is redirected.</summary>
    /// <param name="arguments">Its arguments.</param>
    internal static ProcessStartInfo With(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Host(), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        WorkerProcess.SetAllocator(start);
        return start;
    }

    // dotnet PROGRAM.dll, or the program itself.
    private static string[] Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(SameProgram).Assembly.Location]
            : [];
}
