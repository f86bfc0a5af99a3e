using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ExactGN.Benchmarks;

/// <summary>The classes with benchmarks of parts. The tables run where BenchmarkDotNet is left out.</summary>
internal static class PartsByBenchmarkDotNet
{
    /// <summary>Runs what the arguments choose.</summary>
    internal static int Run(string[] arguments)
    {
        // In process, because a benchmark's own process would have to find libtorch first.
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, config);
        return 0;
    }
}
