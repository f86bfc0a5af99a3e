namespace ExactGN.Tests.Devices;

/// <summary>
/// On META tensors have shapes and no numbers: an element-wise mix of devices, a copy to the host or a read fails
/// there. What passes takes its device from its inputs, as a GPU wants it.
/// </summary>
/// <remarks>A product of a META and a CPU tensor is not refused, so the device of every result is asked for as well,
/// and <see cref="FactoryTests"/> reads the sources.</remarks>
public sealed class MetaDeviceTests
{
    private static readonly Device Meta = new(DeviceType.META);

    private static readonly RevMlpOptions Options =
        new() { Features = 8, Hidden = 24, Blocks = 3, Classes = 2, LinearInputBlock = true };

    // META has no kernels for triangular solves, which Cholesky, QR and damping need.
    private static readonly Dictionary<string, LeastSquaresSolver> Named =
        new LeastSquaresSolver[]
        {
            new ShapeOnly(FullRank: true), new ShapeOnly(FullRank: false), new TruncatedSvd(), new TruncatedGramEigen(),
            new TruncatedGramEigen(InDouble: true), new MixedGramEigen(), new Noisy(new TruncatedSvd(), 0.1),
        }
            .ToDictionary(solver => $"{solver}");

    public static TheoryData<string, bool, bool> Steps
    {
        get
        {
            TheoryData<string, bool, bool> all = [];
            foreach (var solver in Named.Keys)
            {
                foreach (var keep in (bool[])[true, false])
                {
                    all.Add(solver, keep, true);
                    all.Add(solver, keep, false);
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Steps))]
    public void A_step_stays_on_its_device_and_reads_once(string solver, bool keep, bool measure)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float32, Meta);
        var (x, y) = Batch(6);
        using var reads = CountedReads.OfMeta();

        using var step = new ReversibleGaussNewton(Named[solver], new SoftmaxCrossEntropy(), Curvature.Exact)
        {
            KeepFeatures = keep,
            MeasureDefect = measure,
        }.Step(model, x, y);

        Assert.Equal(1, reads.Count);
        Assert.Equal(
            model.HalfCouplings.Select(half => (string.Join(",", half.Weight.shape), DeviceType.META)),
            step.Update.Deltas.Select(delta => (string.Join(",", delta.shape), delta.device_type)));

        step.Update.ApplyTo(model, 0.5, weightDecay: 0.1);
        Assert.Equal(1, reads.Count);
    }

    // On a processor it would be refused before anything is evaluated: ã of 2⁴⁵ rows takes 128 TiB.
    [Fact]
    public void What_another_device_can_hold_is_not_judged_by_the_memory_of_this_machine()
    {
        using var scope = NewDisposeScope();
        HalfCoupling Half(string name) => new(name, nn.Parameter(empty([1, 1], device: Meta)), new Untouchable());
        using var model = new ReversibleNetwork([new(Half("f"), Half("g"))]);
        var x = empty([1L << 45, 2], device: Meta);

        Assert.Throws<InvalidOperationException>(() => new ReversibleGaussNewton(
            new ShapeOnly(FullRank: true), new SquaredError(), Curvature.Exact).Step(model, x, x));
    }

    [Fact]
    public void A_workspace_and_a_blocks_two_factors_lie_on_their_device()
    {
        using var scope = NewDisposeScope();
        using var workspace = new Workspace();
        var (f, g) = (zeros([6, 25], device: Meta), zeros([6, 9], device: Meta));
        using var reads = CountedReads.OfMeta();

        // A buffer that was there for another device does not serve.
        using (workspace.Open())
        {
            Assert.Equal(DeviceType.CPU, workspace.Take(6, 24, zeros(1)).device_type);
        }

        using var level = workspace.Open();
        Assert.Equal(DeviceType.META, workspace.Take(6, 24, f).device_type);
        var (factors, info) = linalg.cholesky_ex(GramMatrix.OfBoth(f, g));
        Assert.Equal(("2,6,6", DeviceType.META), (string.Join(",", factors.shape), factors.device_type));
        Assert.Equal(DeviceType.META, info.device_type);
        Assert.Equal(0, reads.Count);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Forward_inverse_read_out_and_tangents_read_nothing(bool linear)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options with { LinearInputBlock = linear }, ScalarType.Float64, Meta);
        var x = zeros([6, 8], dtype: float64, device: Meta);
        using var reads = CountedReads.OfMeta();
        using var tangent = Update.Snapshot(model);

        var state = model.Forward(x);
        Tensor[] results =
        [
            state, model.Inverse(state), model.Output(x), model.Lift(model.ReadOut(state)),
            model.ParameterJvp(x, tangent), model.InverseJvp(state, state), model.Jvp(x, x),
            NeuralTangentKernel.Of(model, x),
        ];
        using var gradient = model.Gradient(state, state);

        Assert.Equal(0, reads.Count);
        Assert.All(
            results.Concat(gradient.Deltas),
            result => Assert.Equal((DeviceType.META, ScalarType.Float64), (result.device_type, result.dtype)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Image_networks_stay_on_their_device_and_a_step_reads_once(bool mixer)
    {
        using var scope = NewDisposeScope();
        using ReversibleNetwork model = mixer
            ? new RevMixer(
                new()
                {
                    ImageChannels = 1,
                    ImageHeight = 4,
                    ImageWidth = 2,
                    Hidden = 24,
                    Classes = 2,
                    Activation = Activation.Gelu,
                },
                ScalarType.Float32,
                Meta)
            : new RevConvNet(
                new()
                {
                    ImageChannels = 1,
                    ImageHeight = 4,
                    ImageWidth = 2,
                    Hidden = 24,
                    Classes = 2,
                    LinearInputBlock = true,
                },
                ScalarType.Float32,
                Meta);
        var (x, y) = Batch(6);
        using var reads = CountedReads.OfMeta();

        using var step = new ReversibleGaussNewton(
            new ShapeOnly(FullRank: false), new SoftmaxCrossEntropy(), Curvature.Exact)
        {
            MeasureDefect = true,
        }
            .Step(model, x, y);
        Tensor[] results =
            [.. step.Update.Deltas, model.Inverse(x), model.InverseJvp(x, x), NeuralTangentKernel.Of(model, x)];

        Assert.Equal(1, reads.Count);
        Assert.All(results, result => Assert.Equal(DeviceType.META, result.device_type));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Losses_and_curvatures_stay_on_their_device(bool squared)
    {
        using var scope = NewDisposeScope();
        Loss loss = squared ? new SquaredError() : new SoftmaxCrossEntropy();
        var (f, y) = (zeros([6, 3], device: Meta), zeros([6, 3], device: Meta));
        using var reads = CountedReads.OfMeta();

        Tensor[] results = [
            loss.Value(f, y),
            loss.Gradient(f, y),
            loss.Hessian(f),
            .. ((Curvature[])[Curvature.Exact, Curvature.Identity, Curvature.Damped(0.1)]).Select(
                curvature => loss.DeferNewtonDirection(f, y, curvature)),
        ];

        Assert.Equal(0, reads.Count);
        Assert.All(results, result => Assert.Equal(DeviceType.META, result.device_type));
        loss.NewtonDirection(f, y, Curvature.Exact).Dispose();
        Assert.Equal(1, reads.Count);
    }

    [Fact]
    public void Kernel_measures_read_one_number_each()
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float32, Meta);
        using var initial = new RevMlp(Options, ScalarType.Float32, Meta);
        var (x, _) = Batch(6);
        var kernel = NeuralTangentKernel.Of(model, x);
        (string What, Action Measure, int Reads)[] measures =
        [
            ("CKA", () => CenteredKernelAlignment.Of(x, x), 1),
            ("CKA per block", () => CenteredKernelAlignment.PerBlock(model, initial, [x, x]), 2 * Options.Blocks),
            ("relative drift", () => KernelDrift.Relative(kernel, kernel), 1),
            ("alignment", () => KernelDrift.Alignment(kernel, kernel), 1),
            ("effective rank", () => KernelDrift.EffectiveRank(kernel), 1),
            ("weight drift", () => WeightDrift.Between(model, initial), 3 * 2 * Options.Blocks),
            ("gap of the linearisation", () => Linearisation.Gap(initial, model, x), 1),
            ("sketched alignment", () => SketchedNeuralTangentKernel.Alignment(Sketch(), Sketch()), 3),
        ];

        Assert.All(measures, entry =>
        {
            using var reads = CountedReads.OfMeta();
            entry.Measure();
            Assert.True(reads.Count == entry.Reads, $"{entry.What}: {reads.Count} reads");
        });

        Tensor Sketch()
        {
            using var probes = SketchedNeuralTangentKernel.Probes(model, 2, x.size(0), seed: 1);
            return SketchedNeuralTangentKernel.Products(model, x, probes);
        }
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("gn")]
    public void A_training_run_stays_on_its_device(string optimiser)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Batch(12);
        var run = new RunConfiguration
        {
            Setting = "meta",
            Arm = "arm",
            Optimiser = UpdatingOptimisers.Named(optimiser),
            LearningRate = 0.1,
            Epochs = 2,
            BatchSize = 6,
            TrainSamples = 12,
            Model = Options,
            Measures = null,
        };
        using var data = new DataSet("meta", x, y, x, y);
        using var reads = CountedReads.OfMeta();

        var result = new TrainingRun(run, data).Execute();

        Assert.Null(result.Divergence);

        // Training and test part before the first epoch and after each; per update the step's own read (for
        // the baselines the loss before it), then norm and loss after it together.
        Assert.Equal(2 * 3 + 2 * 2 * 2, reads.Count);
    }

    [Fact]
    public void A_mix_of_devices_and_a_hidden_read_fail_here()
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(Options, ScalarType.Float32, Meta);
        var (x, y) = Batch(6);
        using var reads = CountedReads.OfMeta();

        Assert.Says("on the same device", Failure(new Mixing()));
        Assert.Says("Cannot copy out of meta tensor", Failure(new Reading()));

        string Failure(LeastSquaresSolver solver) => Assert.ThrowsAny<Exception>(() =>
            new ReversibleGaussNewton(solver, new SoftmaxCrossEntropy(), Curvature.Exact).Step(model, x, y)).Message;
    }

    private static (Tensor X, Tensor Y) Batch(int samples) =>
        (zeros([samples, Options.Features], device: Meta), zeros([samples, Options.Classes!.Value], device: Meta));

    // Adds a vector that was made on the CPU.
    private sealed record Mixing : LeastSquaresSolver
    {
        public override bool AssumesFullRank => false;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            var zero = zeros_like(a[0, 0]);
            return new(a.mT.mm(s + ones(s.shape)), DeferredSolution.Diagnose(zero, zero, zero, zero.ne(0)));
        }
    }

    // Looks whether s is zero before it goes on.
    private sealed record Reading : LeastSquaresSolver
    {
        public override bool AssumesFullRank => false;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            var zero = zeros_like(a[0, 0]);
            return new(
                s.norm().item<float>() == 0 ? a.mT.mm(s) : a.mT.mm(2 * s),
                DeferredSolution.Diagnose(zero, zero, zero, zero.ne(0)));
        }
    }
}
