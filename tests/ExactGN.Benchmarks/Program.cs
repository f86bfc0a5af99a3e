using System.Globalization;
using System.Runtime.CompilerServices;
using ExactGN.Benchmarks;

// The library's handler for native libraries must be in place before the first tensor.
if (!LibTorchLoader.TryRegister(out var refusal))
{
    Console.Error.WriteLine(refusal);
    return 2;
}

RuntimeHelpers.RunModuleConstructor(typeof(RevMlp).Module.ModuleHandle);
return args switch
{
    [RatioRun.Command, .. var options] => RatioRun.Print(options),
    [RatioRun.RowsCommand, .. var options] => RatioRun.PrintRows(options),
    [Scaling.Command, var folder] => Scaling.Write(folder),
    [Scaling.DrawCommand, var folder] => Scaling.Draw(folder),
    [ExactGN.Benchmarks.PeakMemory.Command, var device, var blocks, var keep, var linear] =>
        ExactGN.Benchmarks.PeakMemory
            .Print(device, int.Parse(blocks, CultureInfo.InvariantCulture), bool.Parse(keep), bool.Parse(linear)),
    _ => PartsByBenchmarkDotNet.Run(args),
};
