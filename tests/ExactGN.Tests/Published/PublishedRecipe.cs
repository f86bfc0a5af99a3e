using System.Globalization;

namespace ExactGN.Tests;

/// <summary>How a file is written: YAML has many ways to say one thing.</summary>
public enum WritingStyle
{
    Block,
    Backwards,
    Flow,
}

/// <summary>The values of a configuration file, the file, and the run that it means.</summary>
public sealed record PublishedRecipe
{
    public override string ToString() => RecipeText.Of(this);

    public string Data { get; init; } = "mnist";

    public string Optimiser { get; init; } = "ggn";

    public int Batch { get; init; } = 1024;

    public int TestBatch { get; init; } = 1024;

    public int? Subset { get; init; }

    public CropOptions? Crop { get; init; }

    public int? Hidden { get; init; } = 8000;

    /// <summary>num_layers.</summary>
    public int Layers { get; init; } = 2;

    public bool Bias { get; init; } = true;

    public double Rate { get; init; } = 0.1;

    public double Decay { get; init; }

    public double Rtol { get; init; } = 1e-2;

    public double Atol { get; init; } = 1e-5;

    public int Epochs { get; init; } = 100;

    public int SaveEvery { get; init; } = 1;

    public bool LogTest { get; init; } = true;

    public string Loss { get; init; } = "cross_entropy";

    public bool UseIdentity { get; init; } = true;

    public double? Damping { get; init; }

    public int Seed { get; init; } = 42;

    public WritingStyle Style { get; init; }

    /// <summary>The twelve published files of a seed, as the paper's table has them.</summary>
    public static IEnumerable<PublishedRecipe> Published(int seed)
    {
        var crop = new CropOptions(0.08, 1, 0.75, 1.33);
        PublishedRecipe mnist =
            new() { Seed = seed, Layers = 2 }, cifar = new() { Seed = seed, Layers = 6, Data = "cifar" };
        var batch = seed == 42 ? 1000 : 1024;
        return
        [
            mnist with { Optimiser = "ggn", Batch = batch, Rate = 0.1 },
            mnist with { Optimiser = "sgd", Rate = 0.1 },
            mnist with { Optimiser = "adam", Rate = 1e-4 },
            mnist with { Optimiser = "ggn", Subset = 1024, Rate = 0.5, SaveEvery = 10 },
            mnist with { Optimiser = "sgd", Subset = 1024, Rate = 0.1, SaveEvery = 10 },
            mnist with { Optimiser = "adam", Subset = 1024, Rate = 1e-4, SaveEvery = 10 },
            cifar with { Optimiser = "ggn", Batch = batch, Rate = 0.1 },
            cifar with { Optimiser = "sgd", Rate = 0.01, Crop = crop },
            cifar with { Optimiser = "adam", Rate = 1e-4, Crop = crop },
            cifar with { Optimiser = "ggn", Subset = 1024, Rate = 1, SaveEvery = 20 },
            cifar with { Optimiser = "sgd", Subset = 1024, Rate = 0.01, SaveEvery = 20 },
            cifar with { Optimiser = "adam", Subset = 1024, Rate = 1e-5, SaveEvery = 20 },
        ];
    }

    private bool IsCifar => Data == "cifar";

    /// <summary>Every key with its value in YAML.</summary>
    public IReadOnlyList<(string Path, string Value)> Values =>
    [
        ("Setup.Data.batch_size", Number(Batch)),
        ("Setup.Data.batch_size_test", Number(TestBatch)),
        ("Setup.Data.name", Data),
        ("Setup.Data.path", "/somewhere/else"),
        ("Setup.Data.num_classes", "10"),
        ("Setup.Data.subset", Subset is { } subset ? Number(subset) : "false"),
        ("Setup.Data.augmentations", Augmentations),
        ("Setup.Data.add_random", "false"),
        ("Setup.Data.random_proj", "false"),
        ("Setup.Experiment.description", $"{Optimiser} on {Data}"),
        ("Setup.Experiment.version", "1.0"),
        ("Setup.Experiment.reversible", "true"),
        ("Setup.Experiment.train_ggn", Truth(Optimiser == "ggn")),
        ("Setup.Experiment.device", "false"),
        ("Setup.Experiment.seed", Number(Seed)),
        ("Setup.Model.feature_dim", IsCifar ? "3072" : "784"),
        ("Setup.Model.hidden_dim", Hidden is { } hidden ? Number(hidden) : "null"),
        ("Setup.Model.output_dim", "10"),
        ("Setup.Model.bias", Truth(Bias)),
        ("Setup.Model.layer_norm", "false"),
        ("Setup.Model.non_linearity", "true"),
        ("Setup.Model.num_layers", Number(Layers)),
        ("Setup.Model.inv_method", "default"),
        ("Setup.Model.inv_method_args.rtol", Number(Rtol)),
        ("Setup.Model.inv_method_args.atol", Number(Atol)),
        ("Runtime.Train.Task.name", "classification"),
        ("Runtime.Train.args.num_epochs", Number(Epochs)),
        ("Runtime.Train.args.save_checkpoint_every", Number(SaveEvery)),
        ("Runtime.Train.args.steps_for_printing", "1"),
        ("Runtime.Train.args.log_test", Truth(LogTest)),
        ("Runtime.Train.args.log_full_train", "false"),
        ("Runtime.Train.loss_function.name", Loss),
        ("Runtime.Train.loss_function.args.use_identity", Truth(UseIdentity)),
        ("Runtime.Train.loss_function.args.damping", Damping is { } damping ? Number(damping) : "null"),
        ("Runtime.Train.optimizer.name", Optimiser == "adam" ? "adam" : "sgd"),
        ("Runtime.Train.optimizer.args.lr", Number(Rate)),
        ("Runtime.Train.optimizer.args.weight_decay", Number(Decay)),
        ("Runtime.Train.scheduler", "null"),
        ("Runtime.Train.checkpoint_path", Style == WritingStyle.Flow ? "null" : ""),
        ("Output.Results.output_dir", "./results"),
        ("Output.Results.weight_root_dir", "./weights"),
        ("Output.Results.format_strs", "[log, json, csv, tensorboard]"),
    ];

    /// <summary>The file.</summary>
    public string Text => PublishedText.Of(Values, Style);

    /// <summary>The run that the file means.</summary>
    /// <param name="halfLayers">Whether 4 layers on MNIST and 12 on CIFAR-10 are half-layers.</param>
    public RunConfiguration Expected(bool halfLayers = true)
    {
        var samples = Subset ?? (IsCifar ? 50_000 : 60_000);
        return new()
        {
            Setting = (IsCifar ? "cifar10" : "mnist") + (Batch < samples ? "-mini-batch" : "-full-batch"),
            Arm = Optimiser == "ggn" ? "gn" : Optimiser,
            Data = IsCifar ? "cifar10" : "mnist",
            Optimiser = Optimiser switch
            {
                "ggn" => new GaussNewtonOptions
                {
                    RightInverse = new RightInverse.Reversible(new HalfSolver.Truncated(Rtol, Atol)),
                    Curvature = UseIdentity ? Curvature.Identity
                        : Damping is > 0 and var damping ? Curvature.Damped(damping)
                        : Curvature.Exact,
                },
                "sgd" => new SgdOptions(),
                _ => new AdamOptions(),
            },
            LearningRate = Rate,
            WeightDecay = Decay,
            Epochs = Epochs,
            BatchSize = Batch,
            TrainSamples = samples,
            Augmentation = Crop,
            Model = new RevMlpOptions
            {
                Features = IsCifar ? 3072 : 784,
                Hidden = Hidden,
                Classes = 10,
                Bias = Bias,
                Blocks = halfLayers && (Data, Layers) is ("mnist", 4) or ("cifar", 12) ? Layers / 2 : Layers,
            },
            Loss = Loss == "mse" ? new SquaredError() : new SoftmaxCrossEntropy(),
            Split = Split.InOrder,
            TestEvery = LogTest ? SaveEvery : Epochs,
            Seed = Seed,
        };
    }

    private string Augmentations => Crop is not { } crop ? "false"
        : $"[{{name: randomresizecrop, args: {{size: {(IsCifar ? "[32, 32]" : "[28, 28]")}, "
            + $"scale: [{Number(crop.LeastScale)}, {Number(crop.MostScale)}], ratio: [{Number(crop.LeastRatio)}, "
            + $"{Number(crop.MostRatio)}]}}}}]";

    private string Truth(bool value) =>
        Style == WritingStyle.Backwards ? (value ? "True" : "False") : value ? "true" : "false";

    private string Number(double value) => Style == WritingStyle.Block
        ? value.ToString("0.0###############e-0", CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

public static partial class Arbitraries
{
    public static Arbitrary<PublishedRecipe> PublishedRecipes() => Arb.From(
        from data in Gen.Elements("mnist", "cifar")
        from optimiser in Gen.Elements("ggn", "sgd", "adam")
        from batch in Gen.Choose(1, 2000)
        from testBatch in Gen.Choose(1, 2000)
        from subset in Gen.OneOf(
            Gen.Constant((int?)null), Gen.Choose(1, 50_000).Select(k => (int?)k), Gen.Constant((int?)batch))
        from crop in Gen.OneOf(
            Gen.Constant((CropOptions?)null),
            Gen.Choose(1, 50).Select(k => (CropOptions?)new CropOptions(k / 100.0, 0.9, 0.5, 1 + k / 10.0)))
        from hidden in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(1, 9000).Select(k => (int?)k))
        from layers in Gen.Elements(1, 2, 3, 4, 6, 12)
        from bias in Gen.Elements(true, false)
        from numbers in Gen.Choose(1, 999).ArrayOf(5)
        from epochs in Gen.Choose(2, 500)
        from saveEvery in Gen.Choose(1, 30)
        from logTest in Gen.Elements(true, false)
        from loss in Gen.Elements("cross_entropy", "mse")
        from identity in Gen.Elements(true, false)
        from damped in Gen.Elements(true, false)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from style in Gen.Elements(Enum.GetValues<WritingStyle>())
        select new PublishedRecipe
        {
            Data = data,
            Optimiser = optimiser,
            Batch = batch,
            TestBatch = testBatch,
            Subset = subset,
            Crop = crop,
            Hidden = hidden,
            Layers = layers,
            Bias = bias,
            Rate = numbers[0] / 1000.0,
            Decay = numbers[1] / 1e5,
            Rtol = numbers[2] / 1000.0,
            Atol = numbers[3] / 1e7,
            Damping = damped ? numbers[4] / 100.0 : null,
            Epochs = epochs,
            SaveEvery = saveEvery,
            LogTest = logTest,
            Loss = loss,
            UseIdentity = identity,
            Seed = seed,
            Style = style,
        },
        recipe => recipe.Crop is not null ? [recipe with { Crop = null }]
            : recipe.Subset is not null ? [recipe with { Subset = null }]
            : []);
}
