using System.Diagnostics;
using System.Globalization;

namespace ExactGN.Benchmarks;

/// <summary>Peak memory of a process that takes Gauss-Newton steps at the published MNIST shape.</summary>
internal static class PeakMemory
{
    internal const string Command = "--peak";

    /// <summary>Takes three steps and prints the peak in bytes: the working set, or what a GPU holds more.</summary>
    /// <remarks>
    /// libtorch's allocator gives nothing back to the GPU, so that what it holds at the end is the peak.
    /// Other processes there should rest.
    /// </remarks>
    internal static int Print(string device, int blocks, bool keep, bool linear)
    {
        if (device == "cpu")
        {
            set_num_threads(Math.Min(2, Environment.ProcessorCount));
            Steps(CPU, blocks, keep, linear);
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(process.PeakWorkingSet64);
            return 0;
        }

        zeros([1], device: CUDA).Dispose();
        var driver = CudaDriver.Load(CudaDriver.Library);
        var before = driver.UsedBytes;
        Steps(CUDA, blocks, keep, linear);
        Console.WriteLine((long)(driver.UsedBytes - before));
        return 0;
    }

    /// <summary>What that process printed, in bytes.</summary>
    /// <param name="device">cpu or cuda.</param>
    /// <param name="blocks">L.</param>
    /// <param name="keep">Whether the steps keep their features.</param>
    /// <param name="linear">Whether the input block is linear, as published.</param>
    internal static double Of(string device, int blocks, bool keep, bool linear)
    {
        var start = SameProgram.With([Command, device, $"{blocks}", $"{keep}", $"{linear}"]);
        using var process = Process.Start(start)
            ?? throw new InvalidOperationException("The process whose memory is measured must start.");
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(printed.Trim(), CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(
                $"The process whose memory is measured must end well; it ended with {process.ExitCode}.");
    }

    private static void Steps(Device device, int blocks, bool keep, bool linear)
    {
        using var shape = new PublishedShape("mnist", blocks, linear: linear, device: device);
        for (var i = 0; i < 3; i++)
        {
            shape.GaussNewton(PublishedShape.FullRank, keep);
        }
    }
}
