using System.CommandLine;

namespace ExactGN.Cli.Commands.Train;

/// <summary><c>exactgn train</c>: one run, from a configuration file of the paper's public implementation.</summary>
internal static class TrainCommand
{
    // Of an image, in pixels; what fits the image is the network's rule.
    private const int MostSide = 1024;

    internal static Command Create(Signals signals)
    {
        var config =
            new Option<string>("--config") { Description = "A published YAML file, unchanged.", Required = true };
        var settings = new Option<string[]>("--set")
        {
            Description = "KEY=VALUE wins over the file, such as Runtime.Train.args.num_epochs=3; may be given again.",
            Arity = ArgumentArity.OneOrMore,
        };
        var architecture = new Option<string?>("--architecture")
        {
            Description = "rev-mlp: the paper's. rev-conv: fixed random convolutions and trained pointwise outputs. "
                + "rev-mixer: mixes positions and channels in turn. As --set Setup.Model.architecture; "
                + "rev-mlp when neither is given.",
        };
        architecture.AcceptOnlyFromAmong([.. Architectures.Names]);
        var block = NumberOption.Optional(
            "--block-size",
            "Of rev-conv and rev-mixer: so many pixels along each side make one position (2). "
                + "As --set Setup.Model.block_size.",
            1,
            MostSide);
        var kernel = NumberOption.Optional(
            "--kernel-size",
            "Of rev-conv: positions along each side of a patch, odd (3). As --set Setup.Model.kernel_size.",
            1,
            MostSide);
        var output = new Option<string>("--out")
        {
            Description = "The folder to write to; the run is taken up when it was begun in it.",
            DefaultValueFactory = _ => "out",
        };
        var folder = new Option<string?>("--data-dir")
        {
            Description = "Where data is looked for first; the file's own path is not used.",
        };
        NamedPath.Require(config, "a file");
        NamedPath.Require(folder, "a folder");
        var device = new Option<string>("--device")
        {
            Description = "file: what the file says, CUDA where it wants a GPU and there is one.",
            DefaultValueFactory = _ => "file",
        };
        device.AcceptOnlyFromAmong("file", "auto", "cpu", "cuda");
        var dtype = new Option<string>("--dtype")
        {
            Description = "The precision of all numbers.",
            DefaultValueFactory = _ => "float32",
        };
        dtype.AcceptOnlyFromAmong("float32", "float64");
        var checkpoint = NumberOption.CheckpointEvery();

        var command =
            new Command("train", "Trains one network by a configuration file of the paper's public implementation.")
            {
                config, settings, architecture, block, kernel, output, folder, device, dtype, checkpoint,
            };
        command.SetAction(result => Train.Run(
            new(
                result.GetRequiredValue(config),
                [
                    .. TrainRequest.Setting("Setup.Model.architecture", result.GetValue(architecture)),
                    .. TrainRequest.Setting("Setup.Model.block_size", result.GetValue(block)),
                    .. TrainRequest.Setting("Setup.Model.kernel_size", result.GetValue(kernel)),
                    .. result.GetValue(settings) ?? [],
                ],
                result.GetRequiredValue(output), result.GetValue(folder), result.GetRequiredValue(device),
                result.GetRequiredValue(dtype),
                TimeSpan.FromSeconds(result.GetValue(checkpoint))),
            signals));
        return command;
    }
}
