using System.Runtime.CompilerServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ExactGN.Benchmarks;

// The library's handler for native libraries must be in place before the first tensor.
RuntimeHelpers.RunModuleConstructor(typeof(ExactGN.RevMlp).Module.ModuleHandle);
if (args is ["--ratios"])
{
    return RatioTable.Print();
}

// In process, because a benchmark's own process would have to find libtorch first.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
