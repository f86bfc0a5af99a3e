using ExactGN.Tests;

namespace ExactGN.Experiments.Tests;

public class RunChoiceTests
{
    private static readonly RunConfiguration Base = new()
    {
        Setting = "test",
        Arm = "gn",
        Optimiser = new GaussNewtonOptions(),
        LearningRate = 0.1,
        Epochs = 4,
        BatchSize = 8,
        TrainSamples = 1000,
        Model = new RevMlpOptions { Features = Digits.Features, Hidden = 16, Classes = Digits.Classes },
        Dtype = ScalarType.Float64,
    };

    // 16 positions, so 512 rows.
    private static readonly RunConfiguration OfRows = Base with
    {
        BatchSize = 32,
        Model = new RevConvNetOptions { ImageChannels = 1, ImageHeight = 8, ImageWidth = 8, Hidden = 64 },
    };

    private static RunConfiguration Inverted(RightInverse inverse) =>
        Base with { Optimiser = new GaussNewtonOptions { RightInverse = inverse } };

    [Fact]
    public void A_drawn_split_of_the_digits_is_1000_and_250_and_547_images_each_once_standardised_by_those_that_train()
    {
        using var data = Digits.Load(Split.Drawn(), 1000, seed: 7, ScalarType.Float64);
        var (inputs, targets) = data.Validation!.Value;

        Assert.Equal((1000, 250, 547), (data.TrainSamples, (int)inputs.size(0), data.TestSamples));
        Assert.InRange(Math.Abs(data.TrainInputs.mean().item<double>()), 0, 1e-12);
        Assert.InRange(Math.Abs(data.TrainInputs.std(unbiased: false).item<double>() - 1), 0, 1e-12);
        using var all = cat([data.TrainInputs, inputs, data.TestInputs]);
        using var labels = cat([data.TrainTargets, targets, data.TestTargets]).argmax(1);
        using var published = Digits.Load(ScalarType.Float64);
        using var publishedInputs = cat([published.TrainInputs, published.TestInputs]);
        using var publishedLabels = cat([published.TrainTargets, published.TestTargets]).argmax(1);
        Assert.Equal(
            Images(publishedInputs, publishedLabels).Order(StringComparer.Ordinal),
            Images(all, labels).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Arms_with_fewer_training_images_meet_the_same_others()
    {
        using var data = Digits.Load(Split.Drawn(), 1000, seed: 7, ScalarType.Float64);
        using var fewer = Digits.Load(Split.Drawn(), 256, seed: 7, ScalarType.Float64);
        using var next = Digits.Load(Split.Drawn(), 1000, seed: 8, ScalarType.Float64);

        Assert.Equal(Labels(data.TestTargets), Labels(fewer.TestTargets));
        Assert.Equal(Labels(data.Validation!.Value.Targets), Labels(fewer.Validation!.Value.Targets));
        Assert.Equal(Labels(data.TrainTargets).Take(256), Labels(fewer.TrainTargets));
        Assert.NotEqual(Labels(data.TestTargets), Labels(next.TestTargets));
    }

    [Fact]
    public void Other_writers_are_the_data_in_their_own_order()
    {
        using var data = Digits.Load(Split.OtherWriters, 256, seed: 7, ScalarType.Float64);
        using var all = Digits.Load(ScalarType.Float64);

        Assert.Null(data.Validation);
        Assert.True(data.TestInputs.eq(all.TestInputs).all().ToBoolean());
        Assert.True(data.TrainInputs.eq(all.TrainInputs.narrow(0, 0, 256)).all().ToBoolean());
    }

    [Fact]
    public void A_choice_outside_its_bounds_is_refused_with_the_rule_and_the_value()
    {
        static string Refused(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

        Assert.Equal(
            "Momentum is 0 to below 1, got 1.",
            Refused(() => (Base with { Optimiser = new SgdOptions(Momentum: 1) }).Validated()));
        Assert.Equal(
            "Iterates are averaged from epoch 1 to 4 on, got 5.",
            Refused(() => (Base with { AverageFrom = 5 }).Validated()));
        Assert.Equal(
            "The share of redrawn labels is 0 to 1, got 1.5.",
            Refused(() => (Base with { LabelNoise = 1.5 }).Validated()));
        Assert.Equal(
            "The tolerance on J's singular values is 0 to below 1, got -0.1.",
            Refused(() => Inverted(new RightInverse.MinimumNorm(-0.1)).Validated()));
        Assert.Equal(
            "An output scale is positive and finite, got 0.",
            Refused(() => (Base with { OutputScale = 0 }).Validated()));
        Assert.Equal(
            "An output scale other than 1 needs the squared error, got 2 with SoftmaxCrossEntropy.",
            Refused(() => (Base with { OutputScale = 2 }).Validated()));
        Assert.Equal(
            "Damping is above 0, to 1e+30, got 0.",
            Refused(() => Base.Solving(new HalfSolver.Perturbed(new HalfSolver.Tikhonov(0), 0.1)).Validated()));
        Assert.Equal(
            "A 1/t schedule takes a positive finite number of epochs to half its rate, and the others none; "
            + "got 0 for Inverse.",
            Refused(() => (Base with { Schedule = LearningRateSchedule.Inverse(0) }).Validated()));
        Assert.Equal(
            "A mixture of right inverses takes a reversible share of 0 to 1, got 1.5.",
            Refused(() => RightInverse.Of(1.5, new HalfSolver.Untruncated())));
        Assert.Equal(
            "A mixture of right inverses has a reversible share between 0 and 1, got 1.",
            Refused(() => Inverted(new RightInverse.Mixture(1, new HalfSolver.Untruncated())).Validated()));
        Assert.Equal("A split takes 0 to 1000000 validation images, got -1.", Refused(() => Split.Drawn(-1)));
        Assert.Equal(
            "A drawn split of the digits leaves at most 250 images to validate, got 251.",
            Refused(() => Digits.Load(Split.Drawn(251), 1000, 1)));
        Assert.Equal(
            "A subset takes 1 to 10 of 10 images, those that validate included, got 8 to train and 3 to validate.",
            Refused(() => Split.Drawn(3).Choose(10, 8, 1)));
    }

    [Fact]
    public void Each_choice_is_part_of_a_run_s_identity_and_survives_its_file()
    {
        RunConfiguration[] runs =
        [
            Base, Base with { Split = Split.OtherWriters }, Base with { Split = Split.Drawn(100) },
            Base with { LabelNoise = 0.2 }, Inverted(new RightInverse.MinimumNorm()),
            Inverted(new RightInverse.Mixture(0.25, new HalfSolver.Truncated())),
            Inverted(new RightInverse.MinimumNorm(1e-3)), Base.Solving(new HalfSolver.Untruncated()),
            Base.Solving(new HalfSolver.Tikhonov(1)), Base.Solving(new HalfSolver.Truncated(1e-3)),
            Base.Solving(new HalfSolver.Perturbed(new HalfSolver.Truncated(), 0.1)),
            Base with { Optimiser = new GaussNewtonOptions { Scaling = StepScaling.Exact } },
            Base with { Optimiser = new GaussNewtonOptions { Curvature = Curvature.Exact } },
            Base with { Optimiser = new GaussNewtonOptions { Curvature = Curvature.Damped(0.1) } },
            Base with { Optimiser = new SgdOptions() }, Base with { Optimiser = new SgdOptions(0.9) },
            Base with { Optimiser = new AdamOptions() }, Base with { Optimiser = new KernelRidgeOptions() },
            Base with { Switch = new(1, new AdamOptions(), 0.1) }, Base with { Schedule = LearningRateSchedule.Cosine },
            Base with { Schedule = LearningRateSchedule.Inverse(3) },
            Base with { AverageFrom = 2 }, Base with { OutputScale = 3 }, Base with { Loss = new SquaredError() },
        ];

        Assert.Equal(runs.Length, runs.Select(run => run.Hash).Distinct().Count());
        Assert.All(
            runs,
            run => Assert.Equal(run, System.Text.Json.JsonSerializer.Deserialize<RunConfiguration>(
                System.Text.Json.JsonSerializer.Serialize(run, Json.Compact), Json.Compact)));
    }

    [Fact]
    public void Readings_after_the_first_interval_leave_it_out()
    {
        // Measured at epochs 0, 2, 4 and 6.
        double?[] rates = [null, null, 5, null, 1, null, 3];
        double?[] drift = [0, null, 5, null, 6, null, 8];

        Assert.Equal(2, Read(Reading.MeanAfterFirstInterval, rates));
        Assert.Equal(1, Read(Reading.SumPerEpochAfterFirstInterval, rates));
        Assert.Equal(0.75, Read(Reading.GrowthPerEpochAfterFirstInterval, drift));
        Assert.Null(Read(Reading.GrowthPerEpochAfterFirstInterval, [0, 5]));
        Assert.Null(Read(Reading.MeanAfterFirstInterval, [0, 5]));

        static double? Read(Reading reading, double?[] values)
        {
            var run = Base with { Epochs = values.Length - 1 };
            EpochMetrics[] rows = [.. values.Index().Select(entry =>
                new EpochMetrics(entry.Index, entry.Index, 1, 0.1, 1, 0.1, KernelRate: entry.Item))];
            RunResult result = new(run, rows, null, 1);
            return reading.Of(new(result, [result]), Metric.KernelRate);
        }
    }

    [Fact]
    public void A_regime_of_an_image_network_tells_its_rows()
    {
        RunConfiguration mixer = OfRows with
        {
            Model = new RevMixerOptions { ImageChannels = 1, ImageHeight = 8, ImageWidth = 8, Block = 4, Hidden = 64 },
        };

        Assert.Equal(
            "RevConvNet (4×4 positions of 2×2 pixels, patches of 3×3), rows per update 512, h = 64, α = 0.2, defect –",
            Summary(OfRows));
        Assert.Equal(
            "RevMixer (2×2 positions of 4×4 pixels), rows per update 128 and 256, h = 64, α = 0.2, defect –",
            Summary(mixer));

        static string Summary(RunConfiguration run) => MeasuredRegime.Of(new("s", "", "", [run]), []).Summary;
    }

    [Fact]
    public void A_run_whose_steps_miss_their_target_says_what_helps_and_others_say_nothing()
    {
        RunResult Result(RunConfiguration run, double defect) =>
            new(run, [new(0, 0, 1, 0.1, 1, 0.1), new(1, 1, 1, 0.1, 1, 0.1, OutputDefect: defect)], null, 1);

        Assert.Null(StepAdvice.Of(Result(Base, 1)));
        Assert.Null(StepAdvice.Of(Result(Base, double.NaN)));
        Assert.EndsWith(
            "A batch of 100 exceeds the rank of the linear input block, 33: batches of at most 33 help.",
            StepAdvice.Of(Result(Base with { BatchSize = 100 }, 1.5)),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "(rtol 0.01) helps.",
            StepAdvice.Of(Result(Base.Solving(new HalfSolver.Untruncated()), 1.5)),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "The 512 rows of a batch of 32 exceed the 65 columns of a half-coupling's features: "
            + "batches of at most 4 help, or more hidden units.",
            StepAdvice.Of(Result(OfRows, 1.5)), StringComparison.Ordinal);
        Assert.StartsWith(
            "The steps missed their target: their output defect was 1.50 on average",
            StepAdvice.Of(Result(Base, 1.5)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_steps_miss_their_target_in_some_epochs_alone_says_in_how_many()
    {
        EpochMetrics[] rows = [.. new double?[] { null, 0.2, 0.4, 1.5, 1.2 }.Index().Select(entry =>
            new EpochMetrics(entry.Index, entry.Index, 1, 0.1, 1, 0.1, OutputDefect: entry.Item))];

        Assert.StartsWith(
            "The steps missed their target: their output defect was 1.50 at its largest and above 1 in 2 of 4 epochs, "
            + "and",
            StepAdvice.Of(new RunResult(Base, rows, null, 1)),
            StringComparison.Ordinal);
    }

    [Fact, Trait("Needs", "Sources")]
    public void The_experiments_that_search_rates_are_those_that_help_and_README_name()
    {
        var searching = ExperimentCatalogue.Chosen(Regimes.Of(Scale.Smoke), ExperimentCatalogue.Ids)
            .Where(experiment => experiment.RateGroups.Count > 0)
            .Select(experiment => experiment.Id);

        Assert.Equal(["EXP-1", "EXP-2", "EXP-3"], searching);
        var readme = ExactGN.Tests.PageText.Joined(File.ReadAllText(ExactGN.Tests.Repository.PathOf("README.md")));
        Assert.Contains("EXP-1 to EXP-3 come with a search", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_validation_part_is_evaluated_beside_the_test_part()
    {
        using var data = RunData.Load(Base with { TrainSamples = 32 }, DataSearch.Order(null));
        var run = new TrainingRun(Base with { TrainSamples = 32, TestEvery = 3 }, data).Execute();

        Assert.Equal([0, 3, 4], run.Epochs.Where(row => row.ValidationLoss is not null).Select(row => row.Epoch));
        Assert.All(run.Epochs, row => Assert.Equal(row.TestLoss is null, row.ValidationAccuracy is null));
    }

    // 16 times the darkest pixel's distance, which undoes any standardisation: some pixel is 0 and some 16 in every
    // data set.
    private static IEnumerable<string> Images(Tensor inputs, Tensor labels)
    {
        var darkest = inputs.min().item<double>();
        using var pixels = ((inputs - darkest) / (inputs.max().item<double>() - darkest) * 16).round().to(int64);
        return [.. pixels.data<long>().ToArray().Chunk(Digits.Features).Zip(
            labels.data<long>().ToArray(), (image, label) => $"{string.Join(',', image)}: {label}")];
    }

    private static long[] Labels(Tensor targets) => targets.argmax(1).data<long>().ToArray();
}
