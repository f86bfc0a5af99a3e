namespace ExactGN.Experiments.Published;

/// <summary>All keys of the published files, as data.</summary>
public static class PublishedKeys
{
    internal static readonly PublishedKey<string> Data = Required(
        "Setup.Data.name",
        PublishedRules.OneOf(["cifar", DataCatalogue.Digits, .. DataCatalogue.All.Select(source => source.Id)]));
    internal static readonly PublishedKey<int> BatchSize = Required(
        "Setup.Data.batch_size", PublishedRules.Whole(1, RunConfiguration.MostSamples));
    internal static readonly PublishedKey<int> Classes = Given(
        "Setup.Data.num_classes", PublishedRules.Whole(2, RevMlpOptions.MostWidth), 10);
    internal static readonly PublishedKey<int?> Subset = Given(
        "Setup.Data.subset", PublishedRules.FalseOrCount(RunConfiguration.MostSamples), null);
    internal static readonly PublishedKey<PublishedCrop?> Augmentations = Given(
        "Setup.Data.augmentations", PublishedCrop.Rule, null);
    internal static readonly PublishedKey<bool> AddRandom = Given("Setup.Data.add_random", PublishedRules.Truth, false);
    internal static readonly PublishedKey<bool> RandomProjection = Given(
        "Setup.Data.random_proj", PublishedRules.Truth, false);

    internal static readonly PublishedKey<bool> Reversible = Given(
        "Setup.Experiment.reversible", PublishedRules.Truth, true);
    internal static readonly PublishedKey<bool> GaussNewton = Required(
        "Setup.Experiment.train_ggn", PublishedRules.Truth);
    internal static readonly PublishedKey<bool> Device = Given("Setup.Experiment.device", PublishedRules.Truth, true);
    internal static readonly PublishedKey<int> Seed = Required(
        "Setup.Experiment.seed", PublishedRules.Whole(0, int.MaxValue));

    internal static readonly PublishedKey<int> Features = Required(
        "Setup.Model.feature_dim", PublishedRules.Whole(1, RevMlpOptions.MostWidth));
    internal static readonly PublishedKey<int?> Hidden = new(
        "Setup.Model.hidden_dim",
        PublishedRules.Optional(PublishedRules.Whole(1, RevMlpOptions.MostWidth)),
        IsRequired: true,
        null,
        TakesNull: true);
    internal static readonly PublishedKey<int> Outputs = Required(
        "Setup.Model.output_dim", PublishedRules.Whole(1, RevMlpOptions.MostWidth));
    internal static readonly PublishedKey<bool> Bias = Required("Setup.Model.bias", PublishedRules.Truth);
    internal static readonly PublishedKey<bool> LayerNorm = Given(
        "Setup.Model.layer_norm", PublishedRules.Truth, false);
    internal static readonly PublishedKey<bool> NonLinearity = Given(
        "Setup.Model.non_linearity", PublishedRules.Truth, true);
    internal static readonly PublishedKey<int> Layers = Required(
        "Setup.Model.num_layers", PublishedRules.Whole(1, RevMlpOptions.MostBlocks));
    internal static readonly PublishedKey<string> Inverse = Given(
        "Setup.Model.inv_method",
        PublishedRules.OneOf("default", "qr", "damped", "tp", "fast-rsvd", "adaptive-rsvd"),
        "default");
    internal static readonly PublishedKey<double> Rtol = Given(
        "Setup.Model.inv_method_args.rtol", PublishedRules.Share, 0);
    internal static readonly PublishedKey<double> Atol = Given(
        "Setup.Model.inv_method_args.atol", PublishedRules.NotNegative, 0);

    internal static readonly PublishedKey<int> Epochs = Required(
        "Runtime.Train.args.num_epochs", PublishedRules.Whole(1, RunConfiguration.MostEpochs));
    internal static readonly PublishedKey<int> SaveEvery = Given(
        "Runtime.Train.args.save_checkpoint_every", PublishedRules.Whole(1, RunConfiguration.MostEpochs), 1);
    internal static readonly PublishedKey<bool> LogTest = Given(
        "Runtime.Train.args.log_test", PublishedRules.Truth, true);
    internal static readonly PublishedKey<bool> LogFullTrain = Given(
        "Runtime.Train.args.log_full_train", PublishedRules.Truth, false);
    internal static readonly PublishedKey<string> Loss = Required(
        "Runtime.Train.loss_function.name", PublishedRules.OneOf("cross_entropy", "mse"));
    internal static readonly PublishedKey<bool> UseIdentity = Given(
        "Runtime.Train.loss_function.args.use_identity", PublishedRules.Truth, false);
    internal static readonly PublishedKey<double> LossDamping = Given(
        "Runtime.Train.loss_function.args.damping", PublishedRules.NotNegative, 0);
    internal static readonly PublishedKey<string> Optimiser = Required(
        "Runtime.Train.optimizer.name", PublishedRules.OneOf("sgd", "adam"));
    internal static readonly PublishedKey<double> LearningRate = Required(
        "Runtime.Train.optimizer.args.lr", PublishedRules.Positive);
    internal static readonly PublishedKey<double> WeightDecay = Given(
        "Runtime.Train.optimizer.args.weight_decay", PublishedRules.NotNegative, 0);

    // This program's own: no published file has them, and without them a run is the published one.
    internal static readonly PublishedKey<string> Split = Given(
        "Setup.Data.split", PublishedRules.OneOf("first", "drawn"), "first");
    internal static readonly PublishedKey<int> Validation = Given(
        "Setup.Data.validation", PublishedRules.Whole(0, RunConfiguration.MostSamples), 0);
    internal static readonly PublishedKey<double> LabelNoise = Given("Setup.Data.label_noise", PublishedRules.Share, 0);
    internal static readonly PublishedKey<bool> LinearInput = Given(
        "Setup.Model.linear_input", PublishedRules.Truth, true);
    internal static readonly PublishedKey<string> Architecture = Given(
        "Setup.Model.architecture", PublishedRules.OneOf([.. Architectures.Names]), Architectures.Mlp);
    internal static readonly PublishedKey<int?> BlockSize = Given(
        "Setup.Model.block_size", PublishedRules.Optional(PublishedRules.Whole(1, RevMlpOptions.MostWidth)), null);
    internal static readonly PublishedKey<int?> KernelSize = Given(
        "Setup.Model.kernel_size", PublishedRules.Optional(PublishedRules.Odd(RevConvNetOptions.MostKernel)), null);
    internal static readonly PublishedKey<double> ReversibleShare = Given(
        "Setup.Model.reversible_share", PublishedRules.Share, 1);
    internal static readonly PublishedKey<double> OutputScale = Given(
        "Setup.Model.output_scale", PublishedRules.Positive, 1);
    internal static readonly PublishedKey<string> Schedule = Given(
        "Runtime.Train.args.schedule", PublishedRules.OneOf("constant", "cosine", "inverse"), "constant");
    internal static readonly PublishedKey<double> HalvedAfter = Given(
        "Runtime.Train.args.halved_after", PublishedRules.NotNegative, 0);
    internal static readonly PublishedKey<int?> AverageFrom = Given(
        "Runtime.Train.args.average_from", PublishedRules.FalseOrCount(RunConfiguration.MostEpochs), null);
    internal static readonly PublishedKey<double> Momentum = Given(
        "Runtime.Train.optimizer.args.momentum", PublishedRules.BelowOne, 0);

    internal static readonly PublishedKey<IReadOnlyList<string>> Formats = Given(
        "Output.Results.format_strs", PublishedRules.SomeOf("log", "json", "csv", "tensorboard"), []);

    /// <summary>The keys that no published file has.</summary>
    internal static IReadOnlyList<PublishedKey> Own { get; } = [
        Split, Validation, LabelNoise, Architecture, BlockSize, KernelSize, LinearInput, ReversibleShare, OutputScale,
        Schedule, HalvedAfter, AverageFrom, Momentum,
    ];

    /// <summary>All keys.</summary>
    public static IReadOnlyList<PublishedKey> All { get; } =
    [
        Data, BatchSize,
        Given("Setup.Data.batch_size_test", PublishedRules.Whole(1, RunConfiguration.MostSamples), 1),
        Given("Setup.Data.path", PublishedRules.Text, ""), Classes, Subset, Augmentations, AddRandom,
        RandomProjection,
        Given("Setup.Experiment.description", PublishedRules.Text, ""),
        Given("Setup.Experiment.version", PublishedRules.AnyNumber, 0), Reversible, GaussNewton, Device, Seed,
        Features, Hidden, Outputs, Bias, LayerNorm, NonLinearity, Layers, Inverse, Rtol, Atol,
        Given("Runtime.Train.Task.name", PublishedRules.OneOf("classification"), "classification"),
        Epochs, SaveEvery,
        Given("Runtime.Train.args.steps_for_printing", PublishedRules.Whole(1, RunConfiguration.MostEpochs), 1),
        LogTest, LogFullTrain, Loss, UseIdentity, LossDamping, Optimiser, LearningRate, WeightDecay,
        Given("Runtime.Train.scheduler", PublishedRules.Nothing("the learning rate stays what it is"), null),
        Given("Runtime.Train.checkpoint_path", PublishedRules.Nothing("PyTorch's checkpoints are not read"), null),
        Given("Output.Results.output_dir", PublishedRules.Text, ""),
        Given("Output.Results.weight_root_dir", PublishedRules.Text, ""), Formats,
        .. Own,
    ];

    /// <summary>The paths of the sections, each without the last name of a key.</summary>
    internal static IReadOnlySet<string> Sections { get; } = All.SelectMany(key => Parents(key.Path)).ToHashSet();

    /// <summary>The key or section whose name is nearest to a wrong one's.</summary>
    /// <param name="path">The wrong path.</param>
    internal static string Nearest(string path) => All.Select(key => key.Path).Concat(Sections)
        .OrderBy(known => EditDistance.Between(LastName(known), LastName(path)))
        .ThenBy(known => EditDistance.Between(known, path))
        .First();

    private static IEnumerable<string> Parents(string path)
    {
        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            yield return path[..dot];
        }
    }

    private static string LastName(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static PublishedKey<T> Required<T>(string path, PublishedRule<T> rule) =>
        new(path, rule, IsRequired: true, default!);

    private static PublishedKey<T> Given<T>(string path, PublishedRule<T> rule, T otherwise) =>
        new(path, rule, IsRequired: false, otherwise);
}
