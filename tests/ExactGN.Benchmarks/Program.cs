using System.Globalization;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ExactGN.Benchmarks;

// The library's handler for native libraries must be in place before the first tensor.
RuntimeHelpers.RunModuleConstructor(typeof(ExactGN.RevMlp).Module.ModuleHandle);
switch (args)
{
    case ["--ratios"]:
        return RatioTable.Print();
    case [Scaling.Command, var folder]:
        return Scaling.Write(folder);
    case [Scaling.DrawCommand, var folder]:
        return Scaling.Draw(folder);
    case [PeakMemory.Command, var blocks, var keep, var linear]:
        return PeakMemory.Print(int.Parse(blocks, CultureInfo.InvariantCulture), bool.Parse(keep), bool.Parse(linear));
}

// In process, because a benchmark's own process would have to find libtorch first.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
