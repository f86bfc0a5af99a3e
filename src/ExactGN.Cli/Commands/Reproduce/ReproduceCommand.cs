using System.CommandLine;

namespace ExactGN.Cli.Commands.Reproduce;

/// <summary><c>exactgn reproduce</c>: trains, judges and reports.</summary>
internal static class ReproduceCommand
{
    internal static Command Create(Signals signals)
    {
        var experiments = new Argument<string[]>("experiments")
        {
            Description = "EXP-1 to EXP-14 (all of them: all), the preregistered BEY-1 to BEY-8 (all of them: BEY), "
                + "or a part such as BEY-2-primary or BEY-2-h256; when none are named a first look and EXP-1, "
                + "at the other scales EXP-1 to EXP-3.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string>("--out")
        {
            Description = "The folder to write to; runs found finished or begun in it are taken up.",
            DefaultValueFactory = _ => "out",
        };
        var seeds = new Option<IReadOnlyList<int>?>("--seeds")
        {
            CustomParser = OptionParser.By(word => SeedList.Parse(word)),
            Description = "Seeds, such as 42,43 or 42-51; with fewer than two there is no interval and no verdict. "
                + "42-51 at scale smoke, 42-44 at the others; a preregistered question has its own "
                + "and no verdict with others.",
        };
        var scale = new Option<string>("--scale")
        {
            Description = "smoke: the embedded digits. laptop: real images, minutes to an hour. "
                + "paper: the published sizes. BEY-1 to BEY-8 have one size each, whatever the scale.",
            DefaultValueFactory = _ => "smoke",
        };
        scale.AcceptOnlyFromAmong("smoke", "laptop", "paper");
        var data = new Option<string?>("--data")
        {
            Description = "digits at scale smoke; mnist (the usual one), fashion-mnist or cifar10 at the others.",
        };
        var regime = new Option<string?>("--regime")
        {
            Description = "Of the digits: other-writers (the published order, which tests on other people's digits) or "
                + "eighth (n/h as in the paper); a split per seed and n/h = 1/2 when none is named.",
        };
        regime.AcceptOnlyFromAmong([.. Regimes.Named]);
        var epochs = NumberOption.Optional(
            "--epochs", "At most so many epochs, to try; a preregistered question has no verdict then.",
            1, RunConfiguration.MostEpochs);
        var folder = new Option<string?>("--data-dir")
        {
            Description = "Where real data is looked for first; 'exactgn data fetch' brings it.",
        };
        NamedPath.Require(folder, "a folder");
        var sweep = new Option<string>("--sweep")
        {
            Description = "on: searches each learning rate by validation loss on seeds of its own and judges "
                + "each optimiser a second time at the one found. auto: on where EXP-1, EXP-2 or EXP-3 are named, "
                + "but for scale paper and the regime other-writers, which have no validation part. "
                + "EXP-4 to EXP-14 have no search, BEY-1 to BEY-8 always have one.",
            DefaultValueFactory = _ => "auto",
        };
        sweep.AcceptOnlyFromAmong("auto", "on", "off");
        var device = new Option<string>("--device")
        {
            Description = "auto takes CUDA where there is one.",
            DefaultValueFactory = _ => "auto",
        };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        var dtype = new Option<string?>("--dtype")
        {
            Description = "The precision of all numbers; each experiment has its own: float32 for the paper's claims, "
                + "float64 for most others.",
        };
        dtype.AcceptOnlyFromAmong("float32", "float64");
        var checkpoint = NumberOption.CheckpointEvery();

        MistypedOption.Refuse(experiments);
        var command = new Command(
            "reproduce",
            "Trains Gauss-Newton, SGD and Adam, judges the paper's claims and writes figures and report.html.")
        {
            experiments, output, seeds, scale, data, regime, epochs, folder, sweep, device, dtype, checkpoint,
        };
        command.SetAction(result =>
        {
            var (named, size) = (
                result.GetValue(experiments) ?? [],
                Enum.Parse<Scale>(result.GetRequiredValue(scale), ignoreCase: true));
            return Reproduce.Run(
                new(result.GetRequiredValue(output), result.GetValue(seeds), result.GetRequiredValue(device),
                    Dtype(result.GetValue(dtype)), size)
                {
                    Experiments = named.Length > 0 ? named
                        : size == Scale.Smoke ? ReproductionOptions.Usual
                        : ReproductionOptions.UsualInPictures,
                    Data = result.GetValue(data),
                    Regime = result.GetValue(regime),
                    Epochs = result.GetValue(epochs),
                    DataFolder = result.GetValue(folder),
                    // The published data and the published split leave nothing to validate.
                    Sweep = result.GetValue(sweep) is "on" || (result.GetValue(sweep) is "auto" && named.Length > 0
                        && size != Scale.Paper && result.GetValue(regime) != Regimes.OtherWritersName),
                    CheckpointEvery = TimeSpan.FromSeconds(result.GetValue(checkpoint)),
                },
                signals);
        });
        return command;
    }

    private static ScalarType? Dtype(string? word) =>
        word switch { "float64" => ScalarType.Float64, "float32" => ScalarType.Float32, _ => null };
}
