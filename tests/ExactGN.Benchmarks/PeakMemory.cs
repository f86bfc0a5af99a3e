using System.Diagnostics;
using System.Globalization;
using ExactGN.Experiments;

namespace ExactGN.Benchmarks;

/// <summary>The largest working set of a process that takes Gauss-Newton steps at the published MNIST shape, one process per measurement.</summary>
internal static class PeakMemory
{
    internal const string Command = "--peak";

    /// <summary>Takes three steps and prints the largest working set in bytes.</summary>
    internal static int Print(int blocks, bool keep, bool linear)
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        using var shape = new PublishedShape("mnist", blocks, linear: linear);
        for (var i = 0; i < 3; i++)
        {
            shape.GaussNewton(PublishedShape.FullRank, keep);
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(process.PeakWorkingSet64);
        return 0;
    }

    /// <summary>What that process printed, in bytes.</summary>
    /// <param name="blocks">L.</param>
    /// <param name="keep">Whether the steps keep their features.</param>
    /// <param name="linear">Whether the input block is linear, as published.</param>
    internal static double Of(int blocks, bool keep, bool linear)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Host(), Command, $"{blocks}", $"{keep}", $"{linear}"]) { RedirectStandardOutput = true };
        WorkerProcess.SetAllocator(start);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The process whose memory is measured must start.");
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(printed.Trim(), CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The process whose memory is measured must end well; it ended with {process.ExitCode}.");
    }

    // dotnet PROGRAM.dll, or the program itself.
    private static string[] Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(PeakMemory).Assembly.Location] : [];
}
