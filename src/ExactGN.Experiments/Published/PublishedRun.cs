namespace ExactGN.Experiments.Published;

/// <summary>The run that a published file asks for, and where it departs from the reference's.</summary>
/// <param name="Configuration">The run.</param>
/// <param name="Departures">One sentence each.</param>
public sealed record PublishedRun(RunConfiguration Configuration, IReadOnlyList<string> Departures)
{
    /// <summary>Reads a file's run.</summary>
    /// <param name="file">The file.</param>
    /// <param name="device">"cpu" or "cuda"; null where it is not known yet.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="InvalidDataException">Values do not fit each other, or ask for what this program has not;
    /// the message is a sentence.</exception>
    [Equation("published configuration files")]
    public static PublishedRun Of(PublishedFile file, string? device = "cpu", ScalarType dtype = ScalarType.Float32)
    {
        var gaussNewton = PublishedKeys.GaussNewton.Read(file);
        Require(file, PublishedKeys.Reversible, value => value, "must be true, because networks here are reversible");
        Require(
            file,
            PublishedKeys.NonLinearity,
            value => value,
            "must be true, because networks here are of ReLU after a linear first block");
        Require(
            file,
            PublishedKeys.Optimiser,
            name => !gaussNewton || name == "sgd",
            "must be sgd with train_ggn: true, because the update is W - lr·Δ");
        Require(
            file,
            PublishedKeys.Inverse,
            name => !gaussNewton || name == "default",
            "must be default: of the other pseudo-inverses none is at hand in the reference's form");

        var (samples, model) = (Samples(file), Model(file));
        var batchSize = PublishedKeys.BatchSize.Read(file);
        if (gaussNewton)
        {
            var blind = Math.Sqrt(
                (double)new NetworkSize(model).Smaller(Math.Min(batchSize, samples)) * finfo(ScalarType.Float64).eps);
            Require(file, PublishedKeys.Rtol, rtol => rtol >= blind, FormattableString.Invariant(
                $"must be at least {blind:g2}, below which a Gram matrix cannot tell singular values from rounding"));
        }

        var (epochs, identity, damping) = (
            PublishedKeys.Epochs.Read(file),
            PublishedKeys.UseIdentity.Read(file),
            PublishedKeys.LossDamping.Read(file));
        var momentum = PublishedKeys.Momentum.Read(file);
        OptimiserOptions optimiser = gaussNewton
            ? new GaussNewtonOptions
            {
                RightInverse = RightInverse.Of(
                    PublishedKeys.ReversibleShare.Read(file),
                    new HalfSolver.Truncated(PublishedKeys.Rtol.Read(file), PublishedKeys.Atol.Read(file))),
                Curvature = identity ? Curvature.Identity : damping > 0 ? Curvature.Damped(damping) : Curvature.Exact,
            }
            : PublishedKeys.Optimiser.Read(file) == "sgd" ? new SgdOptions(momentum) : new AdamOptions();
        Require(file, PublishedKeys.Momentum, _ => momentum == 0 || optimiser is SgdOptions, "belongs to SGD");
        RunConfiguration run = new()
        {
            Setting = DataOf(file) + (batchSize >= samples ? "-full-batch" : "-mini-batch"),
            Arm = new(optimiser.Name),
            Data = DataOf(file),
            Optimiser = optimiser,
            LearningRate = PublishedKeys.LearningRate.Read(file),
            WeightDecay = PublishedKeys.WeightDecay.Read(file),
            Epochs = epochs,
            BatchSize = batchSize,
            TrainSamples = samples,
            Split = new(
                PublishedKeys.Split.Read(file) == "drawn" ? SplitRule.Drawn : SplitRule.InOrder,
                PublishedKeys.Validation.Read(file)),
            LabelNoise = PublishedKeys.LabelNoise.Read(file),
            OutputScale = PublishedKeys.OutputScale.Read(file),
            Schedule = new(
                PublishedKeys.Schedule.Read(file) switch
                {
                    "cosine" => ScheduleKind.Cosine,
                    "inverse" => ScheduleKind.Inverse,
                    _ => ScheduleKind.Constant,
                },
                PublishedKeys.HalvedAfter.Read(file)),
            AverageFrom = PublishedKeys.AverageFrom.Read(file),
            Augmentation = Crop(file),
            Model = model,
            Loss = PublishedKeys.Loss.Read(file) == "mse" ? new SquaredError() : new SoftmaxCrossEntropy(),
            TestEvery = PublishedKeys.LogTest.Read(file) ? PublishedKeys.SaveEvery.Read(file) : epochs,
            Seed = PublishedKeys.Seed.Read(file),
            Dtype = dtype,
        };
        try
        {
            run.Validated();
        }
        catch (ArgumentException broken)
        {
            throw new InvalidDataException($"{file.Name}: {broken.Message}", broken);
        }

        return new(run, [.. PublishedDepartures.Of(file, run, device)]);
    }

    /// <summary>Whether a file wants a GPU where there is one.</summary>
    /// <param name="file">The file.</param>
    public static bool WantsGpu(PublishedFile file) => PublishedKeys.Device.Read(file);

    /// <summary>L. A published file of the reference's first version counts half-layers, 4 for MNIST's two blocks
    /// and 12 for CIFAR-10's six; a value set beside the file counts blocks.</summary>
    internal static int Blocks(PublishedFile file) => (DataOf(file), PublishedKeys.Layers.Read(file)) switch
    {
        ("mnist", 4) when !file.IsSet(PublishedKeys.Layers) => 2,
        ("cifar10", 12) when !file.IsSet(PublishedKeys.Layers) => 6,
        (_, var layers) => layers,
    };

    private static string DataOf(PublishedFile file) =>
        PublishedKeys.Data.Read(file) is "cifar" ? "cifar10" : PublishedKeys.Data.Read(file);

    private static INetworkOptions Model(PublishedFile file)
    {
        var (shape, title) = (DataCatalogue.Shape(DataOf(file)), DataCatalogue.Title(DataOf(file)));
        Require(
            file,
            PublishedKeys.Features,
            features => features == shape.Features,
            $"must be {shape.Features}, the numbers of an image of {title} ({shape})");
        Require(file, PublishedKeys.Classes, classes => classes == 10, $"must be 10, the classes of {title}");
        Require(file, PublishedKeys.Outputs, outputs => outputs == 10, $"must be 10, the classes of {title}");
        var architecture = PublishedKeys.Architecture.Read(file);
        RequireOwner(PublishedKeys.BlockSize, Architectures.ConvNet, Architectures.Mixer);
        RequireOwner(PublishedKeys.KernelSize, Architectures.ConvNet);
        INetworkOptions model = architecture switch
        {
            Architectures.ConvNet => Image(new RevConvNetOptions
            {
                ImageChannels = shape.Channels,
                ImageHeight = shape.Height,
                ImageWidth = shape.Width,
                Kernel = PublishedKeys.KernelSize.Read(file) ?? 3,
            }),
            Architectures.Mixer => Image(new RevMixerOptions
            {
                ImageChannels = shape.Channels,
                ImageHeight = shape.Height,
                ImageWidth = shape.Width,
            }),
            _ => new RevMlpOptions
            {
                Features = shape.Features,
                Hidden = PublishedKeys.Hidden.Read(file),
                Blocks = Blocks(file),
                Classes = 10,
                Bias = PublishedKeys.Bias.Read(file),
                LinearInputBlock = PublishedKeys.LinearInput.Read(file),
            },
        };
        try
        {
            return model.Validated();
        }
        catch (ArgumentException broken)
        {
            throw new InvalidDataException($"{file.Name}: {broken.Message}", broken);
        }

        ImageNetworkOptions Image(ImageNetworkOptions image) => image with
        {
            Block = PublishedKeys.BlockSize.Read(file) ?? image.Block,
            Hidden = PublishedKeys.Hidden.Read(file),
            Blocks = Blocks(file),
            Classes = 10,
            Bias = PublishedKeys.Bias.Read(file),
            LinearInputBlock = PublishedKeys.LinearInput.Read(file),
        };

        void RequireOwner(PublishedKey<int?> key, params string[] owners) => Require(
            file, key, value => value is null || owners.Contains(architecture),
            $"belongs to {string.Join(" and ", owners)}, and the architecture is {architecture}");
    }

    private static int Samples(PublishedFile file)
    {
        var all = DataOf(file) is DataCatalogue.Digits
            ? Digits.TrainSamples
            : DataCatalogue.Named(DataOf(file)).Train.Samples;
        Require(
            file,
            PublishedKeys.Subset,
            subset => subset is null || subset <= all,
            $"must be at most {all}, the training images of {DataCatalogue.Title(DataOf(file))}");
        return PublishedKeys.Subset.Read(file) ?? all;
    }

    private static CropOptions? Crop(PublishedFile file)
    {
        var shape = DataCatalogue.Shape(DataOf(file));
        Require(
            file,
            PublishedKeys.Augmentations,
            crop => crop?.Height is null || (crop.Height, crop.Width) == (shape.Height, shape.Width),
            $"must crop to the images' own size, [{shape.Height}, {shape.Width}]");
        return PublishedKeys.Augmentations.Read(file)?.Ranges;
    }

    private static void Require<T>(PublishedFile file, PublishedKey<T> key, Func<T, bool> fits, string rule)
    {
        if (!fits(key.Read(file)))
        {
            throw file.Refusal(key, rule);
        }
    }
}
