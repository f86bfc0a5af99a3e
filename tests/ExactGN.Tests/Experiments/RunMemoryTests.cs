namespace ExactGN.Experiments.Tests;

/// <summary>The memory of a run is estimated part by part before any of it is taken, and what there is not is refused
/// with the figure.</summary>
public sealed class RunMemoryTests
{
    // q = 4, m = 9: W has 36 numbers, V 32, four of each; U has 8·2.
    private static readonly RevMlpOptions Model =
        new RevMlpOptions { Features = 8, Hidden = 8, Blocks = 2, Classes = 2 };

    private const int Weights = 4 * 36 * 8;

    private const int Network = Weights + (4 * 32 + 16) * 8 + 2 * 4 * 1024;

    public static TheoryData<string, int, int, int> Runs => new()
    {
        // Update and snapshot; features 5·9 of four half-couplings and a Gram matrix of 5·5.
        { "gn", 2 * Weights, (4 * 45 + 25) * 8, 0 },
        // Kernels of (5·2)² are larger.
        { "mixture", 2 * Weights, (45 + 200) * 8, 0 },
        // Gradient, snapshot and two moments; features of four half-couplings.
        { "adam", 4 * Weights, 4 * 45 * 8, 0 },
        { "sgd", 2 * Weights, 4 * 45 * 8, 0 },
        { "momentum", 3 * Weights, 4 * 45 * 8, 0 },
        { "averaged", 3 * Weights, (4 * 45 + 25) * 8, 0 },
        // J of 20 samples and what it is stacked from.
        { "ridge", 0, 2 * 20 * 2 * Weights, 0 },
        // Three kernels of ((4 + 3)·2)².
        { "measured", 2 * Weights, (4 * 45 + 25) * 8, 3 * 14 * 14 * 8 },
    };

    [Theory, MemberData(nameof(Runs))]
    public void Its_parts_are_counted(string kind, int optimiser, int step, int measures)
    {
        var memory = RunMemory.Of(Run(kind));

        Assert.Equal(
            (kind == "measured" ? 2 * Network : Network, optimiser, 20 * (8 + 2) * 8, step, measures),
            ((int)memory.Network, (int)memory.Optimiser, (int)memory.Data, (int)memory.Step, (int)memory.Measures));
        Assert.Equal((int)memory.Network + optimiser + 1600 + Math.Max(step, measures), (int)memory.Bytes);
    }

    [Theory, MemberData(nameof(Runs))]
    public void One_byte_less_is_refused_with_the_figures(string kind, int optimiser, int step, int measures)
    {
        var run = Run(kind);
        var needed = (long)RunMemory.Of(run).Bytes;
        Assert.True(needed > optimiser + Math.Max(step, measures));

        RunMemory.Require(run, needed);
        var error = Assert.Throws<ArgumentException>(() => RunMemory.Require(run, needed - 1));

        Assert.Equal(
            "A run must fit into memory; this one takes 0.0 GiB at least (network 0.0, optimiser 0.0, data 0.0, "
            + "step 0.0, measures 0.0), and there are 0.0 GiB.",
            error.Message);
    }

    [Fact]
    public void The_figures_are_those_of_the_parts()
    {
        // A full batch of MNIST at the published width: features 60,000·8,001 and K of 60,000², or rather 8,001².
        var run = Run("gn") with
        {
            Model = new RevMlpOptions { Features = 784, Hidden = 8000, Blocks = 2, Classes = 10 },
            TrainSamples = 60_000,
            BatchSize = 60_000,
            Dtype = ScalarType.Float32,
        };

        var error = Assert.Throws<ArgumentException>(() => RunMemory.Require(run, 1L << 30));

        Assert.Equal(
            "A run must fit into memory; this one takes 2.4 GiB at least (network 0.1, optimiser 0.1, data 0.2, "
            + "step 2.0, measures 0.0), and there are 1.0 GiB.",
            error.Message);
    }

    [Fact]
    public void Numbers_at_their_bounds_do_not_overflow()
    {
        var run = Run("ridge") with
        {
            Model = new RevMlpOptions
            {
                Features = RevMlpOptions.MostWidth,
                Hidden = RevMlpOptions.MostWidth,
                Blocks = RevMlpOptions.MostBlocks,
                Classes = RevMlpOptions.MostWidth,
            },
            TrainSamples = RunConfiguration.MostSamples,
            BatchSize = RunConfiguration.MostSamples,
        };

        Assert.True(RunMemory.Of(run.Validated()).Bytes > (Int128)1 << 100);
        Assert.Throws<ArgumentException>(() => RunMemory.Require(run, long.MaxValue));
    }

    [Fact]
    public void Kernels_jacobians_and_steps_are_refused_before_they_are_taken()
    {
        using var scope = NewDisposeScope();
        using var wide = new RevMlp(new() { Features = 2, Hidden = 1 << 20, Blocks = 1, LinearInputBlock = false });
        using var mixed = new RevMlp(new() { Features = 2, Hidden = 1 << 20, Blocks = 2 });
        using var small = new RevMlp(new() { Features = 2, Hidden = 2, Blocks = 1, LinearInputBlock = false });
        using var weighty = new RevMlp(new() { Features = 64, Hidden = 100_000, Blocks = 1, LinearInputBlock = false });
        var (many, half) = (ones(1 << 20, 2), ones(1 << 19, 2));

        using var conv = new RevConvNet(
            new() { ImageChannels = 1, ImageHeight = 32, ImageWidth = 32, Hidden = 1 << 18, Blocks = 1 });
        var images = ones(1 << 12, 1 << 10);

        foreach (var take in (Func<ReversibleGaussNewton, GaussNewtonStep>[])[
            method => method.Step(wide, many, many), method => method.Solve(wide, many, many)
        ])
        {
            Refused(
                "A step's features and their Gram matrix must fit into memory; this one on 1048576 rows with "
                + "1048577 features each takes 8,192.0 GiB",
                () => take(With(new GramCholesky())));
            Refused(
                "A step's features must fit into memory; this one on 1048576 rows with 1048577 features each "
                + "takes 4,096.0 GiB",
                () => take(With(new Noisy(new WideOrTall(new Qr(), new GramCholesky()), 0.1))));
        }

        Refused(
            "A step's features and their Gram matrix must fit into memory; this one on 1048576 rows with "
            + "1048577 features each, kept for 2 half-couplings, takes 12,288.0 GiB",
            () => (With(new RankRevealingGram()) with { KeepFeatures = true }).Step(wide, many, many));
        // The smaller side's.
        Refused(
            "A step's features and their Gram matrix must fit into memory; this one on 524288 rows with "
            + "1048577 features each takes 3,072.0 GiB",
            () => With(new GramCholesky()).Step(wide, half, half));
        // Of a linear block, in the two columns of its span, and a wide one.
        Refused(
            "A step's features and their Gram matrix must fit into memory; this one on 1048576 rows with "
            + "1048577 features each takes 8,192.0 GiB",
            () => With(new GramCholesky()).Step(mixed, many, many));
        Refused(
            "A step's features and their Gram matrix must fit into memory; this one on 1048576 rows with "
            + "1048577 features each, kept for 4 half-couplings, takes 12,288.0 GiB",
            () => (With(new GramCholesky()) with { KeepFeatures = true }).Step(mixed, many, many));
        mixed.Blocks[1].F.Trainable = mixed.Blocks[1].G.Trainable = false;
        Refused(
            "A step's features must fit into memory; this one on 1048576 rows with 1048577 features each takes "
            + "4,096.0 GiB",
            () => With(new GramCholesky()).Step(mixed, many, many));
        // 256 positions of each image.
        Refused(
            "A step's features must fit into memory; this one on 1048576 rows with 262145 features each takes ",
            () => With(new TruncatedSvd()).Step(conv, images, images));
        Refused(
            "A kernel must fit into memory; this one of 1048576 samples and 2 outputs takes 32,768.0 GiB",
            () => NeuralTangentKernel.Of(small, many));
        Refused(
            "A Jacobian must fit into memory; this one of 16384 rows and 6400064 columns takes ",
            () => DenseJacobian.InParameters(weighty, ones(256, 64)));

        static ReversibleGaussNewton With(LeastSquaresSolver solver) =>
            new(solver, new SquaredError(), Curvature.Exact);

        static void Refused(string beginning, Func<object> take)
        {
            var error = Assert.Throws<ArgumentException>(take);
            Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
            Assert.Matches(@"takes [0-9,]+\.[0-9] GiB, and there are [0-9,]+\.[0-9] GiB\.$", error.Message);
        }
    }

    [Theory]
    [InlineData(64, 2048)]
    [InlineData(8000, 2048)]
    [InlineData(400_000, 41)]
    [InlineData(1 << 24, 1)]
    public void Evaluations_of_wide_networks_take_few_samples_at_a_time(int hidden, int samples) =>
        Assert.Equal(samples, Evaluation.ChunkOf(new NetworkSize(Model with { Hidden = hidden })));

    [Fact]
    public void Features_that_are_not_kept_are_those_of_one_half_coupling()
    {
        // 4·n·9 numbers of 8 bytes are 1 GiB at n = 3,728,270.2.
        const int Most = (1 << 30) / (4 * 9 * 8);

        Int128[] steps = [.. new[] { Most, Most + 1 }.Select(n =>
            RunMemory.Of(Run("gn") with { BatchSize = n, TrainSamples = n }).Step)];

        Assert.Equal([(Int128)((4L * 9 * Most) + 81) * 8, (Int128)((9L * (Most + 1)) + 81) * 8], steps);
    }

    [Fact]
    public void Rows_are_counted_and_not_samples()
    {
        // 4×4 positions of 4 channels, halves of 2, patches of 18 inputs: 5·16 rows, 9 columns, W of 9·2 numbers.
        var memory = RunMemory.Of(Run("gn") with
        {
            Model =
                new RevConvNetOptions { ImageChannels = 1, ImageHeight = 8, ImageWidth = 8, Hidden = 8, Classes = 2 },
        });

        Assert.Equal(
            (2 * 4 * 18 * 8, 20 * (2 * 64 + 2) * 8, (4 * 80 * (9 + 18) + 81) * 8),
            ((int)memory.Optimiser, (int)memory.Data, (int)memory.Step));
    }

    private static RunConfiguration Run(string kind)
    {
        RunConfiguration run = new()
        {
            Setting = "memory",
            Arm = kind,
            Optimiser = kind switch
            {
                "adam" => new AdamOptions(),
                "sgd" => new SgdOptions(),
                "momentum" => new SgdOptions(Momentum: 0.5),
                "mixture" => new GaussNewtonOptions
                {
                    RightInverse = RightInverse.Of(0.5, new HalfSolver.Truncated()),
                },
                "ridge" => new KernelRidgeOptions(),
                _ => new GaussNewtonOptions(),
            },
            LearningRate = 0.1,
            Epochs = 1,
            BatchSize = 5,
            TrainSamples = 20,
            Model = Model,
            Dtype = ScalarType.Float64,
        };
        return kind switch
        {
            "averaged" => run with { AverageFrom = 1 },
            "measured" => run with { Measures = new(1, 4, HeldOutSamples: 3) },
            _ => run,
        };
    }
}
