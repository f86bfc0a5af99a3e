using System.CommandLine;
using ExactGN.Experiments;

namespace ExactGN.Cli;

/// <summary><c>exactgn reproduce</c>: trains, judges and reports.</summary>
internal static class ReproduceCommand
{
    internal static Command Create()
    {
        var experiments = new Argument<string[]>("experiments") { Description = "EXP-1 to EXP-14, or all; EXP-1, EXP-2 and EXP-3 when none are named.", Arity = ArgumentArity.ZeroOrMore };
        var output = new Option<string>("--out") { Description = "The folder to write to; runs found finished or begun in it are taken up.", DefaultValueFactory = _ => "out" };
        var seeds = new Option<string?>("--seeds") { Description = "Seeds, such as 42,43 or 42-51; with fewer than two there is no interval and no verdict. 42-51 at scale smoke, 42-44 at the others." };
        var scale = new Option<string>("--scale") { Description = "smoke: the embedded digits. laptop: real images, minutes to an hour. paper: the published sizes.", DefaultValueFactory = _ => "smoke" };
        scale.AcceptOnlyFromAmong("smoke", "laptop", "paper");
        var data = new Option<string?>("--data") { Description = "digits at scale smoke; mnist (the usual one), fashion-mnist or cifar10 at the others." };
        var folder = new Option<string?>("--data-dir") { Description = "Where real data is looked for first; 'exactgn data fetch' brings it." };
        var sweep = new Option<string>("--sweep") { Description = "on: searches each optimiser's learning rate on seeds 101 to 105 and judges the claims a second time at the rates found. auto: on where experiments are named, but for scale paper, which has no validation part.", DefaultValueFactory = _ => "auto" };
        sweep.AcceptOnlyFromAmong("auto", "on", "off");
        var device = new Option<string>("--device") { Description = "auto takes CUDA where there is one.", DefaultValueFactory = _ => "auto" };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        var dtype = new Option<string>("--dtype") { Description = "The precision of all numbers.", DefaultValueFactory = _ => "float32" };
        dtype.AcceptOnlyFromAmong("float32", "float64");
        var checkpoint = new Option<double>("--checkpoint-every") { Description = "Seconds between two checkpoints of a run, at least.", DefaultValueFactory = _ => 30 };

        MistypedOption.Refuse(experiments);
        var command = new Command("reproduce", "Trains Gauss-Newton, SGD and Adam, judges the paper's claims and writes figures and report.html.")
        {
            experiments, output, seeds, scale, data, folder, sweep, device, dtype, checkpoint,
        };
        command.SetAction((result, cancellation) => Task.FromResult(Reproduce.Run(
            new(
                result.GetValue(experiments) ?? [], result.GetRequiredValue(output), result.GetValue(seeds), Enum.Parse<Scale>(result.GetRequiredValue(scale), ignoreCase: true), result.GetValue(data),
                result.GetValue(folder), result.GetRequiredValue(sweep), result.GetRequiredValue(device), result.GetRequiredValue(dtype), result.GetValue(checkpoint)),
            cancellation)));
        return command;
    }
}
