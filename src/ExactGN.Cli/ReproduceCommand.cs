using System.CommandLine;

namespace ExactGN.Cli;

/// <summary><c>exactgn reproduce</c>: trains, judges and reports.</summary>
internal static class ReproduceCommand
{
    internal static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The folder to write to.", DefaultValueFactory = _ => "out" };
        var seeds = new Option<string>("--seeds") { Description = "Seeds, such as 42,43 or 42-51; with fewer than two there is no interval and no verdict.", DefaultValueFactory = _ => "42-51" };
        var device = new Option<string>("--device") { Description = "auto takes CUDA where there is one.", DefaultValueFactory = _ => "auto" };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        var dtype = new Option<string>("--dtype") { Description = "The precision of all numbers.", DefaultValueFactory = _ => "float32" };
        dtype.AcceptOnlyFromAmong("float32", "float64");

        var command = new Command("reproduce", "Trains Gauss-Newton, SGD and Adam on the digits, judges the claims and writes figures and report.html.")
        {
            output, seeds, device, dtype,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Reproduce.Run(
            result.GetRequiredValue(output), result.GetRequiredValue(seeds), result.GetRequiredValue(device), result.GetRequiredValue(dtype), cancellation)));
        return command;
    }
}
