using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

public sealed class PublishedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Keys => [.. PublishedKeys.All.Select(key => key.Path)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(42)]
    [InlineData(43)]
    [InlineData(44)]
    public void Each_row_of_the_papers_table_gives_its_run(int seed) =>
        Assert.All(PublishedRecipe.Published(seed), row => Assert.Equal(row.Expected(), Run(row.Text)));

    [Theory]
    [InlineData("mnist", 4, 2)]
    [InlineData("cifar", 12, 6)]
    [InlineData("mnist", 12, 12)]
    [InlineData("cifar", 4, 4)]
    public void The_first_versions_half_layers_are_counted_in_pairs(string data, int layers, int blocks)
    {
        var file = PublishedFile.Parse("train.yaml", new PublishedRecipe { Data = data, Layers = layers }.Text);

        var run = PublishedRun.Of(file);

        Assert.Equal(blocks, run.Configuration.Model.Blocks);
        Assert.Equal(
            layers != blocks,
            run.Departures.Any(sentence => sentence.Contains("half-layers", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_example_files_are_rows_of_the_table()
    {
        var rows = PublishedRecipe.Published(42).ToArray();
        Assert.Equal(rows[3].Expected(), Example("train_mnist_FB_ggn.yaml"));
        Assert.Equal((rows[2] with { Seed = 43 }).Expected(), Example("train_mnist_adam-seed43.yaml"));
        Assert.Equal(rows[7].Expected(), Example("train_cifar_sgd.yaml"));

        static RunConfiguration Example(string name) =>
            PublishedRun.Of(PublishedFile.Read(Repository.PathOf("fixtures", "configs", name))).Configuration;
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_value_of_another_type_is_one_sentence_with_line_key_rule_and_value(string path)
    {
        var key = PublishedKeys.All.Single(key => key.Path == path);
        var values = new PublishedRecipe().Values
            .Select(entry => (entry.Path, Value: entry.Path == path ? "[[1], {a: b}]" : entry.Value))
            .ToArray();
        var text = PublishedText.Of(values, WritingStyle.Block);
        var line = 1
            + Array.FindIndex(text.Split('\n'), row => row.Contains("[[1], {a: b}]", StringComparison.Ordinal));

        // This program's own keys are in no published file.
        if (!PublishedKeys.Own.Contains(key))
        {
            Assert.Equal($"train.yaml, line {line}: '{path}' takes {key.Takes}, got [[1], {{a: b}}].", Refusal(text));
        }

        Assert.Equal(
            $"--set {path}: '{path}' takes {key.Takes}, got [[1], {{a: b}}].",
            Refusal(new PublishedRecipe().Text, $"{path}=[[1], {{a: b}}]"));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_that_is_not_there_is_missed_where_it_decides_numbers(string path)
    {
        var key = PublishedKeys.All.Single(key => key.Path == path);
        var text = PublishedText.Of(
            new PublishedRecipe { Optimiser = "sgd" }.Values.Where(entry => entry.Path != path), WritingStyle.Block);

        if (key.IsRequired)
        {
            Assert.Equal($"train.yaml needs the key '{path}' with {key.Takes}, and has none.", Refusal(text));
        }
        else
        {
            Assert.NotNull(Run(text));
        }
    }

    [Theory]
    [InlineData("Setup.Data.subset", "true")]
    [InlineData("Setup.Data.subset", "0")]
    [InlineData("Setup.Data.subset", "10.5")]
    [InlineData("Setup.Data.batch_size", "0")]
    [InlineData("Setup.Data.batch_size", "\"1024\"")]
    [InlineData("Setup.Data.batch_size", "null")]
    [InlineData("Setup.Data.batch_size", "99999999999")]
    [InlineData("Setup.Data.name", "imagenet")]
    [InlineData("Setup.Data.augmentations", "true")]
    [InlineData("Setup.Data.augmentations", "[{name: mixup}]")]
    [InlineData("Setup.Data.augmentations", "[{name: randomresizecrop, args: {scale: [0.5, 2]}}]")]
    [InlineData("Setup.Data.augmentations", "[{name: randomresizecrop, args: {zoom: [0.5, 1]}}]")]
    [InlineData("Setup.Data.augmentations", "[{name: randomresizecrop, args: 3}]")]
    [InlineData("Setup.Data.augmentations", "[{name: randomresizecrop}, {name: randomresizecrop}]")]
    [InlineData("Setup.Experiment.train_ggn", "maybe")]
    [InlineData("Setup.Experiment.seed", "-1")]
    [InlineData("Setup.Model.hidden_dim", "0")]
    [InlineData("Setup.Model.inv_method", "svd")]
    [InlineData("Setup.Model.inv_method_args.rtol", "-0.1")]
    [InlineData("Runtime.Train.Task.name", "regression")]
    [InlineData("Runtime.Train.optimizer.args.lr", "0")]
    [InlineData("Runtime.Train.optimizer.args.lr", ".inf")]
    [InlineData("Runtime.Train.optimizer.name", "lbfgs")]
    [InlineData("Runtime.Train.scheduler", "cosine")]
    [InlineData("Setup.Data.split", "random")]
    [InlineData("Setup.Data.label_noise", "1.5")]
    [InlineData("Setup.Model.reversible_share", "-0.1")]
    [InlineData("Runtime.Train.args.average_from", "0")]
    [InlineData("Runtime.Train.optimizer.args.momentum", "1")]
    [InlineData("Runtime.Train.checkpoint_path", "weights.pt")]
    [InlineData("Output.Results.format_strs", "[csv, parquet]")]
    public void A_value_that_breaks_its_keys_rule_is_refused_with_the_rule(string path, string value) =>
        Assert.Begins(
            $"--set {path}: '{path}' takes {PublishedKeys.All.Single(key => key.Path == path).Takes}, got ",
            Refusal(new PublishedRecipe().Text, $"{path}={value}"));

    [Fact]
    public void This_program_s_own_keys_are_a_run_s_choices_and_are_told()
    {
        var plain = Run(new PublishedRecipe().Text);
        (string Setting, RunConfiguration Run)[] rows =
        [
            ("Setup.Data.split=drawn", plain with { Split = Split.Drawn(0) }),
            ("Setup.Data.label_noise=0.2", plain with { LabelNoise = 0.2 }),
            (
                "Setup.Model.linear_input=false",
                plain with { Model = (RevMlpOptions)plain.Model with { LinearInputBlock = false } }),
            ("Setup.Model.architecture=rev-mixer", plain with
            {
                Model = new RevMixerOptions
                {
                    ImageChannels = 1,
                    ImageHeight = 28,
                    ImageWidth = 28,
                    Hidden = plain.Model.Hidden,
                    Blocks = plain.Model.Blocks,
                    Classes = 10,
                    Bias = ((RevMlpOptions)plain.Model).Bias,
                    LinearInputBlock = true,
                },
            }),
            ("Setup.Model.reversible_share=0.25", plain.WithStep(step => step with
            {
                RightInverse = RightInverse.Of(0.25, step.RightInverse.HalfSolver),
            })),
            ("Runtime.Train.args.schedule=cosine", plain with { Schedule = LearningRateSchedule.Cosine }),
            ("Runtime.Train.args.average_from=2", plain with { AverageFrom = 2 }),
        ];

        Assert.All(rows, row =>
        {
            var published = PublishedRun.Of(
                PublishedFile.Parse("train.yaml", new PublishedRecipe().Text, [row.Setting]));
            Assert.Equal(row.Run, published.Configuration);
            Assert.Contains(
                $"Of this program alone is '{row.Setting[..row.Setting.IndexOf('=', StringComparison.Ordinal)]}'.",
                published.Departures);
        });
        Assert.Equal(
            "train.yaml: A 1/t schedule takes a positive finite number of epochs to half its rate, "
            + "and the others none; got 0 for Inverse.",
            Refusal(new PublishedRecipe().Text, "Runtime.Train.args.schedule=inverse"));
    }

    [Theory]
    [InlineData("must be 784, the numbers of an image of MNIST (28×28), got 3072", "Setup.Model.feature_dim=3072")]
    [InlineData("must be 10, the classes of MNIST, got 100", "Setup.Model.output_dim=100")]
    [InlineData("must be 10, the classes of MNIST, got 100", "Setup.Data.num_classes=100")]
    [InlineData("must be at most 60000, the training images of MNIST, got 60001", "Setup.Data.subset=60001")]
    [InlineData(
        "must crop to the images' own size, [28, 28], got [{name: randomresizecrop",
        "Setup.Data.augmentations=[{name: randomresizecrop, args: {size: [32, 32]}}]")]
    [InlineData("must be true, because networks here are reversible, got false", "Setup.Experiment.reversible=false")]
    [InlineData(
        "must be true, because networks here are of ReLU after a linear first block, got false",
        "Setup.Model.non_linearity=false")]
    [InlineData("must be sgd with train_ggn: true", "Runtime.Train.optimizer.name=adam")]
    [InlineData("must be default", "Setup.Model.inv_method=damped")]
    [InlineData("must be at least 4.8e-07, below which a Gram matrix", "Setup.Model.inv_method_args.rtol=1e-9")]
    public void Values_that_do_not_fit_each_other_are_refused_in_one_sentence(string says, string setting)
    {
        var key = setting[..setting.IndexOf('=', StringComparison.Ordinal)];

        Assert.Begins($"--set {key}: '{key}' {says}", Refusal(new PublishedRecipe().Text, setting));
    }

    [Fact]
    public void An_architecture_has_its_own_settings_and_no_other_s()
    {
        var text = new PublishedRecipe().Text;
        var model = PublishedRun.Of(PublishedFile.Parse(
            "train.yaml", text, "Setup.Model.architecture=rev-conv", "Setup.Model.block_size=4",
            "Setup.Model.kernel_size=5"))
            .Configuration.Model;

        var conv = Assert.IsType<RevConvNetOptions>(model);
        Assert.Equal(
            (1, 28, 28, 4, 5), (conv.ImageChannels, conv.ImageHeight, conv.ImageWidth, conv.Block, conv.Kernel));
        Assert.Equal("RevConvNet (7×7 positions of 4×4 pixels, patches of 5×5)", Architectures.Title(model));
        Assert.Equal(
            "--set Setup.Model.kernel_size: 'Setup.Model.kernel_size' belongs to rev-conv, and the architecture "
            + "is rev-mixer, got 5.",
            Refusal(text, "Setup.Model.architecture=rev-mixer", "Setup.Model.kernel_size=5"));
        Assert.Equal(
            "--set Setup.Model.kernel_size: 'Setup.Model.kernel_size' takes an odd whole number from 1 to 1023, "
            + "or nothing, got 4.",
            Refusal(text, "Setup.Model.architecture=rev-conv", "Setup.Model.kernel_size=4"));
        Assert.Equal(
            "train.yaml: Blocks of pixels must tile the image, got Block = 5 and 28 × 28.",
            Refusal(text, "Setup.Model.architecture=rev-conv", "Setup.Model.block_size=5"));
    }

    [Fact]
    public void Unknown_keys_are_all_named_with_their_lines_and_the_nearest_known_ones()
    {
        var text = new PublishedRecipe().Text
            .Replace("batch_size:", "batchsize:", StringComparison.Ordinal)
            .Replace("num_layers:", "num_layer:", StringComparison.Ordinal)
            + "Sweep: {lr: 1}\n";
        var lines = text.Split('\n');

        Assert.Equal(
            $"train.yaml has keys that are not in the published files: 'Setup.Data.batchsize' ({At("batchsize")}; "
            + "the nearest is 'Setup.Data.batch_size'); "
            + $"'Setup.Model.num_layer' ({At("num_layer:")}; the nearest is 'Setup.Model.num_layers'); "
            + $"'Sweep' ({At("Sweep")}; the nearest is 'Setup').",
            Refusal(text));

        string At(string word) =>
            $"train.yaml, line {1 + Array.FindIndex(lines, line => line.Contains(word, StringComparison.Ordinal))}";
    }

    [Theory]
    [InlineData(
        "Setup.Data.batchsize=3",
        "--set takes a key of the published files, and 'Setup.Data.batchsize' is none; "
        + "the nearest is 'Setup.Data.batch_size'.")]
    [InlineData(
        "Setup.Model.batch_size=3",
        "--set takes a key of the published files, and 'Setup.Model.batch_size' is none; "
        + "the nearest is 'Setup.Data.batch_size'.")]
    [InlineData(
        "num_epochs=3",
        "--set takes a key of the published files, and 'num_epochs' is none; the nearest is "
        + "'Runtime.Train.args.num_epochs'.")]
    [InlineData(
        "Runtime.Train.args.num_epochs",
        "--set takes KEY=VALUE such as Runtime.Train.args.num_epochs=3, got 'Runtime.Train.args.num_epochs'.")]
    [InlineData("=3", "--set takes KEY=VALUE such as Runtime.Train.args.num_epochs=3, got '=3'.")]
    [InlineData("Setup.Model=3", "--set Setup.Model: 'Setup.Model' takes keys with values, got 3.")]
    [InlineData(
        "Setup.Model.inv_method_args={rtol: 0.1, tol: 3}",
        "train.yaml has a key that is not in the published files: 'Setup.Model.inv_method_args.tol' (--set "
        + "Setup.Model.inv_method_args; the nearest is 'Setup.Model.inv_method_args.rtol').")]
    public void A_setting_that_names_no_key_is_refused_in_one_sentence(string setting, string sentence) =>
        Assert.Equal(sentence, Refusal(new PublishedRecipe().Text, setting));

    [Theory]
    [InlineData("", "'train.yaml' must hold the sections Setup, Runtime and Output, got nothing.")]
    [InlineData("just words", "'train.yaml' must hold the sections Setup, Runtime and Output, got just words.")]
    [InlineData("a: 1\na: 2\n", "train.yaml, line 2: the key 'a' is there twice.")]
    [InlineData("a: &x 1\nb: *x\n", "train.yaml, line 1: anchors and aliases are not read; write the value out.")]
    [InlineData("a: 1\n---\nb: 1\n", "train.yaml, line 2: one document is read, and here a second begins.")]
    [InlineData("? [1, 2]\n: 3\n", "train.yaml, line 1: a key is a word.")]
    [InlineData("Setup: 3\n", "train.yaml, line 1: 'Setup' takes keys with values, got 3.")]
    public void What_is_no_such_file_is_refused_in_one_sentence(string text, string sentence) =>
        Assert.Equal(sentence, Refusal(text));

    [Theory]
    [InlineData("Setup:\n\tData: 3\n", "train.yaml, line 1: here or just below this is no YAML: ")]
    [InlineData("Setup:\n  a: 1\n   b: 2\n", "train.yaml, line 3: here or just below this is no YAML: ")]
    [InlineData("Setup: \"open\nb: 3\n", "train.yaml, line 2: here or just below this is no YAML: ")]
    [InlineData("Setup: [1,2\nRuntime: 3\n", "here or just below this is no YAML.")]
    [InlineData("Setup: [1, 2\n", "here or just below this is no YAML")]
    public void Broken_YAML_is_refused_with_its_line(string text, string says) =>
        Assert.Says(says, Refusal(text));

    [Fact]
    public void A_file_with_any_character_changed_is_read_or_refused_in_one_sentence()
    {
        var random = new Random(1);
        var text = new PublishedRecipe { Crop = new() }.Text;
        const string Characters = "[]{}:,-?*&!|>'\"%@`#~\t\n\r\\ \0\uFEFF\uD800é1a";
        for (var k = 0; k < 3000; k++)
        {
            var changed = text.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                changed[random.Next(changed.Length)] = Characters[random.Next(Characters.Length)];
            }

            var cut = new string(changed)[..random.Next(changed.Length / 2, changed.Length)];
            if (Record.Exception(() => PublishedRun.Of(
                PublishedFile.Parse("train.yaml", k % 2 == 0 ? new string(changed) : cut))) is { } error)
            {
                Assert.True(
                    error is InvalidDataException && error.Message.EndsWith('.') && !error.Message.Contains('\n'),
                    $"{cut}\n{error}");
            }
        }
    }

    [Fact]
    public void Neither_depth_nor_size_of_a_file_ends_the_process()
    {
        Assert.Says("levels deep", Refusal("a: " + new string('[', 100_000)));
        Assert.Says(
            "levels deep", Refusal(new PublishedRecipe().Text, "Setup.Data.subset=" + new string('[', 100_000)));
        var large = _folder.Write("large.yaml", new byte[2_000_000]);
        Assert.Says("has more.", Assert.Throws<InvalidDataException>(() => PublishedFile.Read(large)).Message);
    }

    [Theory]
    [InlineData("Setup.Data.path")]
    [InlineData("Output.Results.output_dir")]
    [InlineData("Output.Results.weight_root_dir")]
    public void Paths_in_a_configuration_lead_nowhere(string key)
    {
        var plain = Run(new PublishedRecipe().Text);

        foreach (var place in (string[])["/etc/passwd", "../../elsewhere", "C:\\\\Windows", "~"])
        {
            var run = PublishedRun.Of(
                PublishedFile.Parse("train.yaml", new PublishedRecipe().Text, [$"{key}='{place}'"])).Configuration;
            Assert.Equal(plain, run);
            Assert.Matches("^[a-z0-9-]+$", run.FolderName);
            Assert.Says(
                "takes nothing", Refusal(new PublishedRecipe().Text, $"Runtime.Train.checkpoint_path='{place}'"));
        }
    }

    [Theory]
    [InlineData("!!python/object/apply:os.system [touch here]")]
    [InlineData("!System.IO.FileInfo here")]
    [InlineData("!<tag:yaml.org,2002:binary> aGVyZQ==")]
    [InlineData("&here 1")]
    [InlineData("*here")]
    public void Tags_make_no_types_and_anchors_are_refused(string value)
    {
        // A tagged value is read as if it had no tag: where a number is wanted, such text is none.
        var sentence = Refusal(new PublishedRecipe().Text, $"Setup.Data.subset={value}");

        Assert.Begins("--set Setup.Data.subset", sentence);
        Assert.DoesNotContain('\n', sentence);
    }

    [Fact]
    public void What_departs_from_the_reference_is_said_in_sentences()
    {
        var file = PublishedFile.Parse(
            "train.yaml", (new PublishedRecipe { Loss = "mse", Damping = 0.5, LogTest = false }).Text,
            "Setup.Experiment.device=true", "Setup.Model.layer_norm=true", "Setup.Data.random_proj=yes");

        var departures = PublishedRun.Of(file, dtype: ScalarType.Float64).Departures;

        Assert.All(departures, sentence => Assert.True(sentence.EndsWith('.') && !sentence.Contains('\n'), sentence));
        Assert.All(
            (string[])
            [
                "Set beside the file", "own draws", "Gram matrix instead of an SVD", "reference's ε is twice that",
                "damping has no part", "'Setup.Model.layer_norm' is true and changes nothing",
                "'Setup.Data.random_proj'",
                "GPU", "float64", "running means", "log_test: false", "tensorboard",
            ],
            part => Assert.Contains(departures, sentence => sentence.Contains(part, StringComparison.Ordinal)));
        var plain = PublishedRun.Of(PublishedFile.Parse("train.yaml", new PublishedRecipe().Text)).Departures;
        Assert.Equal(5, plain.Count);
    }

    private static RunConfiguration Run(string text) =>
        PublishedRun.Of(PublishedFile.Parse("train.yaml", text)).Configuration;

    private static string Refusal(string text, params string[] settings)
    {
        var error = Record.Exception(() => PublishedRun.Of(PublishedFile.Parse("train.yaml", text, settings)));
        Assert.True(error is InvalidDataException or ArgumentException, error?.ToString() ?? "it was not refused");
        Assert.NotNull(error);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Ends(".", error.Message);
        return error.Message;
    }
}
