namespace ExactGN.Tests.Reliability;

/// <summary>Batches and rates at the edge of what makes sense: a result, or trouble that has a name.
/// theory/reliability.md.</summary>
public sealed class DegenerateInputTests
{
    private static readonly RevMlpOptions Options =
        new() { Features = 6, Hidden = 16, Blocks = 2, Classes = 2, LinearInputBlock = false };

    private static readonly Dictionary<string, LeastSquaresSolver> Named =
        new LeastSquaresSolver[]
        {
            new TruncatedSvd(),
            new TruncatedGramEigen(1e-6),
            new Damped(1e-3),
            new GramCholesky(),
        }.ToDictionary(solver => $"{solver}");

    public static TheoryData<string> Truncations => [.. Named.Keys];

    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_batch_that_is_not_finite_is_named_and_a_run_on_it_has_diverged(double value)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float64);
        var (x, y) = Batch(5);
        x[2, 3] = value;

        var error = Assert.Throws<NumericalException>(
            () => new ReversibleGaussNewton(new TruncatedGramEigen(1e-6), new SquaredError(), Curvature.Exact)
                .Step(model, x, y));
        var result = new TrainingRun(Run("gn", 0.1), new("broken", x, y, x, y)).Execute();

        Assert.Contains(
            error.Trouble, (NumericalTrouble[])[NumericalTrouble.NotFinite, NumericalTrouble.NoConvergence]);
        Assert.Equal(0, result.Divergence!.Epoch);
        Assert.Equal("The loss must stay finite, got NaN.", result.Divergence.Reason);
    }

    [Theory]
    [InlineData("gn", 1, 5)]
    [InlineData("adam", 1, 5)]
    [InlineData("gn", 1000, 1)]
    [InlineData("sgd", 1000, 1)]
    public void A_batch_of_one_sample_and_one_larger_than_the_data_train(
        string optimiser, int batch, int updates)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Batch(5);

        var result = new TrainingRun(Run(optimiser, 1e-3) with { BatchSize = batch }, new("small", x, y, x, y))
            .Execute();

        Assert.Null(result.Divergence);
        Assert.Equal([0, updates, 2 * updates], result.Epochs.Select(row => row.Updates));
        Assert.True(result.Epochs[^1].TrainLoss < result.Epochs[0].TrainLoss);
    }

    [Fact]
    public void Duplicate_samples_take_Cholesky_to_its_fallback()
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float64);
        var (half, targets) = Batch(3);
        var (x, y) = (half.repeat(2, 1), targets.repeat(2, 1));

        using var cholesky = Method(new GramCholesky()).Step(model, x, y);
        using var svd = Method(new TruncatedSvd()).Step(model, x, y);

        Assert.True(cholesky.Report.UsedFallback);
        Assert.All(cholesky.Report.Halves, part => Assert.Equal(3, part.Rank));
        Assert.All(
            cholesky.Update.Deltas.Zip(svd.Update.Deltas),
            pair => Assert.Equal(0, Ratio.Norm(pair.First - pair.Second)));
    }

    [Theory, MemberData(nameof(Truncations))]
    public void Samples_that_are_all_alike_leave_rank_one(string solver)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float64);
        var (x, y) = Batch(4);

        using var step = Method(Named[solver]).Step(model, x[..1].repeat(4, 1), y);

        Assert.All(step.Update.Deltas, delta => Assert.True(double.IsFinite(Ratio.Norm(delta))));
        Assert.All(step.Report.Halves, half => Assert.Equal(Named[solver] is Damped ? 4 : 1, half.Rank));
        Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.Of(x[..1].repeat(4, 1), x));
    }

    [Fact]
    public void Pixels_that_never_change_stay_finite_as_one_mean_and_deviation_serve_all_pixels()
    {
        using var scope = NewDisposeScope();
        using var data = Digits.Load(ScalarType.Float64);

        Assert.True(
            (data.TrainInputs.amax([0]) == data.TrainInputs.amin([0])).any().item<bool>(),
            "the digits have such pixels");
        Assert.True(data.TrainInputs.isfinite().all().item<bool>());
    }

    [Theory, MemberData(nameof(Truncations))]
    public void Dead_ReLUs_leave_the_bias_alone(string solver)
    {
        using var scope = NewDisposeScope();
        using var model = Dead(bias: true);
        var (x, y) = Batch(4);

        using var step = Method(Named[solver]).Step(model, x.abs(), y);

        Assert.All(step.Report.Halves, half => Assert.Equal(Named[solver] is Damped ? 4 : 1, half.Rank));
        Assert.All(step.Update.Deltas, delta => Assert.Equal(0, Ratio.Norm(delta[..16])));
        Assert.All(step.Update.Deltas, delta => Assert.True(Ratio.Norm(delta[16]) > 0));
    }

    [Theory, MemberData(nameof(Truncations))]
    public void Dead_ReLUs_without_a_bias_have_rank_zero_and_the_update_is_zero(string solver)
    {
        using var scope = NewDisposeScope();
        using var model = Dead(bias: false);
        var (x, y) = Batch(4);

        using var step = Method(Named[solver]).Step(model, x.abs(), y);

        Assert.All(step.Report.Halves, half => Assert.Equal(Named[solver] is Damped ? 4 : 0, half.Rank));
        Assert.Equal(0, step.Update.Norm());
    }

    [Fact]
    public void Rank_zero_without_a_fallback_is_named()
    {
        using var scope = NewDisposeScope();
        using var model = Dead(bias: false);
        var (x, y) = Batch(4);

        foreach (var solver in (LeastSquaresSolver[])[new GramCholesky { FallbackSolver = null }, new Qr()])
        {
            Assert.Equal(
                NumericalTrouble.RankDeficient,
                Assert.Throws<NumericalException>(() => Method(solver).Step(model, x.abs(), y)).Trouble);
        }
    }

    [Theory]
    [InlineData("gn", 1e9)]
    [InlineData("sgd", 1e9)]
    [InlineData("sgd", 1e300)]
    [InlineData("adam", 1e300)]
    public void A_huge_rate_diverges_with_epoch_update_and_reason(string optimiser, double rate)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Batch(5);

        var result = new TrainingRun(Run(optimiser, rate) with { Epochs = 30 }, new("small", x, y, x, y)).Execute();

        Assert.InRange(result.Divergence!.Epoch, 1, 30);
        Assert.InRange(result.Divergence.Update, 1, 31);
        Assert.Ends(".", result.Divergence.Reason);
        Assert.All(result.Epochs, row => Assert.True(double.IsFinite(row.TrainLoss)));
    }

    [Theory]
    [InlineData("gn", 1e12)]
    [InlineData("gn", 1e16)]
    [InlineData("gn", 1e19)]
    [InlineData("sgd", 1e19)]
    public void Where_features_overflow_before_the_loss_does_a_run_has_diverged_too(
        string optimiser, double rate)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Batch(40);
        var (single, targets) = (x.to(float32), y.to(float32));

        // Eight updates to an epoch, at the end of which alone the loss is compared with its start.
        var result = new TrainingRun(
            Run(optimiser, rate) with { Dtype = ScalarType.Float32, TrainSamples = 40 },
            new("small", single, targets, single, targets)).Execute();

        Assert.InRange(result.Divergence!.Epoch, 1, 2);
    }

    [Theory, InlineData("gn"), InlineData("sgd"), InlineData("adam")]
    public void A_tiny_rate_moves_nothing_and_ends_well(string optimiser)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Batch(5);

        var result = new TrainingRun(Run(optimiser, 1e-300), new("small", x, y, x, y)).Execute();

        Assert.Null(result.Divergence);
        Assert.All(result.Epochs, row => Assert.Equal(result.Epochs[0].TrainLoss, row.TrainLoss));
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_by_name_and_the_run_starts_again()
    {
        using var scope = NewDisposeScope();
        using var folder = new Experiments.Tests.TemporaryFolder();
        var (x, y) = Batch(5);
        var data = new DataSet("small", x, y, x, y);
        var path = Path.Combine(folder.Path, "checkpoint.bin");
        var (one, other) = (Run("sgd", 1e-3), Run("sgd", 2e-3));
        Break(one);

        var store = new CheckpointStore(path, TimeSpan.FromHours(1));
        var result = new TrainingRun(other, data).Execute(checkpoints: store);

        Assert.Equal(
            $"The checkpoint '{path}' is of another run: it is of {one.FolderName}, and this one is "
            + $"{other.FolderName}. The run starts again.",
            store.Refused);
        Assert.Equal(new TrainingRun(other, data).Execute().Epochs, result.Epochs);

        void Break(RunConfiguration run)
        {
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => new TrainingRun(run, data).Execute(
                checkpoints: new CheckpointStore(path, TimeSpan.FromHours(1)), stop: stop.Token));
            Assert.True(File.Exists(path));
        }
    }

    private static ReversibleGaussNewton Method(LeastSquaresSolver solver) =>
        new(solver, new SquaredError(), Curvature.Exact);

    private static RunConfiguration Run(string optimiser, double rate) => new()
    {
        Setting = "degenerate",
        Arm = "arm",
        Optimiser = UpdatingOptimisers.Named(optimiser),
        LearningRate = rate,
        Epochs = 2,
        BatchSize = 5,
        TrainSamples = 5,
        Model = Options,
        Loss = new SquaredError(),
        Dtype = ScalarType.Float64,
    };

    private static (Tensor X, Tensor Y) Batch(int samples)
    {
        using var generator = new Generator(3, CPU);
        return (
            randn([samples, Options.Features], dtype: float64, generator: generator),
            randn([samples, 2], dtype: float64, generator: generator));
    }

    // V < 0: no unit is alive on inputs above zero, which the blocks pass on as they are while W = 0.
    private static RevMlp Dead(bool bias)
    {
        using var scope = NewDisposeScope();
        using var drawn = new RevMlp(Options with { Bias = bias, InitialSigma = 0 }, ScalarType.Float64);
        return RevMlp.FromTensors(
            drawn.Options,
            drawn.NamedTensors().ToDictionary(entry => entry.Name, entry =>
                entry.Name.EndsWith("projection", StringComparison.Ordinal) ? -entry.Tensor.abs() - 1 : entry.Tensor),
            ScalarType.Float64);
    }
}
