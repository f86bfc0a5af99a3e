namespace ExactGN.Tests.Devices;

/// <summary>What wants a GPU: the same step on both devices, failures of its solvers, its arithmetic.
/// Every property runs there too with EXACTGN_DEVICE=cuda.</summary>
[Trait("Category", "Cuda")]
public sealed class CudaTests
{
    private static readonly RevMlpOptions Options =
        new() { Features = 12, Hidden = 40, Blocks = 2, Classes = 3, LinearInputBlock = false, Seed = 3 };

    private static readonly Dictionary<string, LeastSquaresSolver> Named =
        new LeastSquaresSolver[] { new TruncatedSvd(), new Qr(), new GramCholesky
        {
            FallbackSolver = null,
        }, new TruncatedGramEigen(1e-6), new Damped(1e-3) }.ToDictionary(solver => $"{solver}");

    public static TheoryData<string> Solvers => [.. Named.Keys];

    [SkippableTheory, MemberData(nameof(Solvers))]
    public void A_step_is_the_same_on_both_devices(string solver)
    {
        RequireGpu();
        using var scope = NewDisposeScope();
        using var here = new RevMlp(Options, ScalarType.Float64);
        using var there = new RevMlp(Options, ScalarType.Float64, CUDA);
        using var generator = new Generator(4, CPU);
        var (x, y) = (
            randn([10, 12], dtype: float64, generator: generator),
            randn([10, 3], dtype: float64, generator: generator));
        var method =
            new ReversibleGaussNewton(Named[solver], new SquaredError(), Curvature.Exact) { MeasureDefect = true };

        using var onCpu = method.Step(here, x, y);
        using var onGpu = method.Step(there, x.to(CUDA), y.to(CUDA));

        // A step's forward error: u·κ² where a Gram matrix is formed, u·κ elsewhere.
        var condition = Math.Pow(
            onCpu.Report.Halves.Max(half => half.Condition), Named[solver] is TruncatedSvd or Qr ? 1 : 2);
        Assert.All(onGpu.Update.Deltas, delta => Assert.Equal(DeviceType.CUDA, delta.device_type));
        Assert.All(
            onGpu.Update.Deltas.Zip(onCpu.Update.Deltas),
            pair => Assert.InRange(Ratio.Relative(pair.First, pair.Second, 41) / condition, 0, Verdict.Threshold));
        Assert.Equal(onCpu.Report.Halves.Select(half => half.Rank), onGpu.Report.Halves.Select(half => half.Rank));
    }

    [SkippableFact]
    public void The_kernel_and_the_network_are_the_same_on_both_devices()
    {
        RequireGpu();
        using var scope = NewDisposeScope();
        using var here = new RevMlp(Options, ScalarType.Float64);
        using var there = new RevMlp(Options, ScalarType.Float64, CUDA);
        using var generator = new Generator(4, CPU);
        var x = randn([10, 12], dtype: float64, generator: generator);

        Assert.InRange(Ratio.Relative(there.Output(x.to(CUDA)), here.Output(x), 41), 0, Verdict.Threshold);
        Assert.InRange(
            Ratio.Relative(NeuralTangentKernel.Of(there, x.to(CUDA)), NeuralTangentKernel.Of(here, x), 41),
            0,
            Verdict.Threshold);
    }

    // More rows than the processor takes φ′ of at a time; the GPU takes all.
    [SkippableFact]
    public void Tangents_of_many_samples_are_the_same_on_both_devices()
    {
        RequireGpu();
        using var scope = NewDisposeScope();
        using var here = new RevMlp(Options, ScalarType.Float64);
        using var there = new RevMlp(Options, ScalarType.Float64, CUDA);
        using var generator = new Generator(4, CPU);
        var (x, t) = (
            randn([300, 12], dtype: float64, generator: generator),
            randn([300, 12], dtype: float64, generator: generator));
        var (onGpu, asMoved) = (x.to(CUDA), t.to(CUDA));

        Assert.InRange(Ratio.Relative(there.Jvp(onGpu, asMoved), here.Jvp(x, t), 41), 0, Verdict.Threshold);
        Assert.InRange(
            Ratio.Relative(
                there.Vjp(there.Forward(onGpu), asMoved).Input, here.Vjp(here.Forward(x), t).Input, 41),
            0,
            Verdict.Threshold);
    }

    [SkippableTheory, MemberData(nameof(Solvers))]
    public void What_cuSOLVER_cannot_factor_is_our_error(string solver)
    {
        RequireGpu();
        using var scope = NewDisposeScope();
        var a = full([4, 6], double.NaN, dtype: float64, device: CUDA);

        var error = Assert.Throws<NumericalException>(
            () => Named[solver].Solve(a, ones([4, 2], dtype: float64, device: CUDA)));

        Assert.Contains(
            error.Trouble, (NumericalTrouble[])[NumericalTrouble.NotFinite, NumericalTrouble.NoConvergence]);
    }

    [SkippableFact]
    public void Products_are_not_rounded_to_TF32_and_a_manifest_says_so()
    {
        RequireGpu();
        CudaArithmetic.Fix();
        using var scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        var a = randn([64, 512], dtype: float32, generator: generator);

        Assert.Begins("TF32 off", CudaArithmetic.Describe("cuda"));
        Assert.InRange(ProductError(a, a.to(CUDA).mm(a.to(CUDA).mT)), 0, Verdict.Threshold);
    }

    [Fact]
    public void A_product_in_TF32_would_be_told_from_one_in_float32()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        var a = randn([64, 512], dtype: float32, generator: generator);

        // Veltkamp's splitting leaves the upper 11 bits, which TF32 keeps.
        var scaled = a * ((1 << 13) + 1);
        var upper = scaled - (scaled - a);

        Assert.InRange(ProductError(a, a.mm(a.mT)), 0, Verdict.Threshold);
        Assert.True(ProductError(a, upper.mm(upper.mT)) > 10 * Verdict.Threshold);
    }

    // ‖P − aaᵀ‖/(‖aaᵀ‖·eps): of order one in float32, whose errors over 512 terms largely cancel.
    private static double ProductError(Tensor a, Tensor product) =>
        Ratio.Relative(product, a.to(float64).mm(a.to(float64).mT), 1);

    // Where EXACTGN_DEVICE=cuda asked for a GPU in vain the run has ended before.
    private static void RequireGpu() => Skip.IfNot(
        LibTorchLoader.External is not { HasCuda: false } && cuda.is_available(),
        "There is no CUDA device here; dotnet test -c Release -p:TorchBackend=cuda on a machine with "
        + "one runs this test.");
}
