namespace ExactGN.Benchmarks;

/// <summary>
/// Steps against first-order steps on one device, beside its own float32 GEMM rate, TF32 off and, apart, on;
/// host reads; memory; and the small parts of which a step's time on a GPU is made.
/// </summary>
/// <remarks>
/// The first-order step is autograd and SGD, run eagerly; a CUDA graph would be a harder rival.
/// Reads are the library's own: what cuSOLVER's eigendecomposition asks the host for is not counted.
/// </remarks>
/// <param name="device">The device.</param>
/// <param name="rounds">Rounds of which the median is taken.</param>
/// <param name="hidden">h; 8,000 as published.</param>
/// <param name="samples">n; 1,024 as published.</param>
internal sealed class DeviceTable(TimedDevice device, int rounds = 15, int hidden = 8000, int samples = 1024)
{
    private const string Eager = "first-order step: autograd and SGD, run eagerly and not as a CUDA graph";

    /// <summary>What is measured on what, and how.</summary>
    internal string Heading => $"{device.Name}; timed by {device.Clock.Method}, medians of {rounds} rounds; {Eager}";

    /// <summary>The parts of the table, in the order in which they are measured.</summary>
    internal RatioPart[] Parts =>
    [
        new("gemm", () => Rate(tf32: false)),
        new("mnist", () => Steps("mnist", blocks: 2, linear: true)),
        new("relu", () => Steps("mnist", blocks: 2, linear: false)),
        new("cifar", () => Steps("cifar10", blocks: 6, linear: true)),
        new("small", Small),
        new("tf32", () => Rate(tf32: true).Concat(InTf32())),
        new("memory", Memory),
    ];

    // As runs have it on a GPU.
    private static LeastSquaresSolver Truncated { get; } = new TruncatedGramEigen(1e-2, 1e-5, InDouble: true);

    private IEnumerable<Ratio> Rate(bool tf32)
    {
        using var arithmetic = new Tf32(tf32);
        var (rate, name) = (GemmRate(), tf32 ? "TF32" : "float32");
        yield return Ratio.Reported($"large GEMM in {name}, Gflop/s", rate / 1e9);
    }

    private double GemmRate()
    {
        using var gemm = new Gemm(device.Place, samples, hidden);
        return gemm.Flops / Medians(gemm.Multiply)[0];
    }

    private IEnumerable<Ratio> Steps(string data, int blocks, bool linear)
    {
        using var arithmetic = new Tf32(false);
        var rate = GemmRate();
        using var shape = new PublishedShape(data, blocks, hidden, samples, linear, device.Place);
        var t = Medians(
            shape.FirstOrder,
            () => shape.GaussNewton(PublishedShape.FullRank),
            () => shape.GaussNewton(PublishedShape.FullRank, keep: false),
            () => shape.GaussNewton(Truncated),
            () => shape.GaussNewton(new MixedGramEigen(1e-2, 1e-5)));
        var what = $"{data}{(shape.Real ? "" : " (Gaussian)")}, {(linear ? "linear input block" : "ReLU everywhere")}";
        yield return Ratio.Reported($"{what}: first-order step, ms", t[0] * 1e3);
        yield return Ratio.Reported($"{what}: GN step, ms", t[1] * 1e3);
        yield return Ratio.Reported($"{what}: GN step / first-order step", t[1] / t[0]);
        yield return Ratio.Reported($"{what}: published truncation / first-order", t[3] / t[0]);
        yield return Ratio.Reported($"{what}: truncation, mixed / in float64", t[4] / t[3]);
        yield return Ratio.Reported($"{what}: GN step, features recomputed / kept", t[2] / t[1]);
        if (!linear)
        {
            // The count of operations holds for ReLU everywhere.
            var (n, q) = ((double)samples, (double)shape.Model.Options.HalfWidth);
            var first = Arithmetic.FirstOrder(n, q, hidden, blocks);
            var step = Arithmetic.GaussNewton(n, q, hidden, blocks);
            yield return Ratio.Reported($"{what}: first-order, share of GEMM", first / t[0] / rate);
            yield return Ratio.Reported($"{what}: GN step, share of GEMM", step / t[1] / rate);
        }

        var reads = HostReads.Of(() => shape.GaussNewton(PublishedShape.FullRank));
        yield return Ratio.AtMost($"{what}: host reads per GN step", reads, 1);
        using var measured = shape.Step(PublishedShape.FullRank, measure: true);
        yield return Ratio.Reported($"{what}: largest residual", measured.Report.WorstResidual!.Value);
    }

    // What a GPU is bad at, on Gaussian features of full rank: these rows decide how K is formed and factored there.
    private IEnumerable<Ratio> Small()
    {
        using var arithmetic = new Tf32(false);
        using var scope = NewDisposeScope();
        var a = randn([samples, hidden], device: device.Place);
        var s = randn([samples, 392], device: device.Place);
        var k = GramMatrix.Of(a);
        var both = stack([k, k]);
        var (factor, _) = linalg.cholesky_ex(k);
        var identity = eye(samples, device: device.Place);
        var t = Medians(
            () => linalg.cholesky_ex(both),
            () => (linalg.cholesky_ex(both[0]), linalg.cholesky_ex(both[1])).ToString(),
            () => GramMatrix.Of(a),
            () => cholesky_solve(s, factor),
            () => linalg.solve_triangular(factor, identity, upper: false),
            () => linalg.eigh(k),
            () => linalg.eigh(k.to(float64)),
            () => GramMatrix.Of(a, float64));
        yield return Ratio.Reported($"K of {samples}: two Cholesky factors in one batch, ms", t[0] * 1e3);
        yield return Ratio.Reported($"K of {samples}: one batch / one after the other", t[0] / t[1]);
        yield return Ratio.Reported($"K of {samples}: formed, ms", t[2] * 1e3);
        yield return Ratio.Reported($"K of {samples}: K⁻¹s for 392 columns, ms", t[3] * 1e3);
        yield return Ratio.Reported($"K of {samples}: the inverse of its factor, ms", t[4] * 1e3);
        yield return Ratio.Reported($"K of {samples}: eigendecomposition in float32, ms", t[5] * 1e3);
        yield return Ratio.Reported($"K of {samples}: eigendecomposition in float64, ms", t[6] * 1e3);
        yield return Ratio.Reported($"K of {samples}: formed in float64, ms", t[7] * 1e3);
    }

    private IEnumerable<Ratio> InTf32()
    {
        using var arithmetic = new Tf32(true);
        using var shape = new PublishedShape("mnist", blocks: 2, hidden, samples, linear: false, device.Place);
        // K in TF32 may have no factor.
        var t = Medians(shape.FirstOrder, () => shape.GaussNewton(PublishedShape.FullRankOrEigen));
        yield return Ratio.Reported("TF32, mnist, ReLU everywhere: first-order step, ms", t[0] * 1e3);
        yield return Ratio.Reported("TF32, mnist, ReLU everywhere: GN step, ms", t[1] * 1e3);
        yield return Ratio.Reported("TF32, mnist, ReLU everywhere: GN step / first-order step", t[1] / t[0]);
        using var measured = shape.Step(PublishedShape.FullRankOrEigen, measure: true);
        var (report, residual) = (measured.Report, measured.Report.WorstResidual!.Value);
        var failed = report.Halves.Count(half => half.UsedFallback);
        yield return Ratio.Reported("TF32, mnist, ReLU everywhere: K without a factor, of 4", failed);
        yield return Ratio.Reported("TF32, mnist, ReLU everywhere: largest residual", residual);
    }

    private IEnumerable<Ratio> Memory()
    {
        var recomputed = device.PeakBytes(false) / 1e6;
        yield return Ratio.Reported("peak memory there, mnist, linear input block, recomputed, MB", recomputed);
        yield return Ratio.Reported("   with kept features, MB", device.PeakBytes(true) / 1e6);
    }

    private double[] Medians(params Action[] operations) => Interleaved.Medians(rounds, device.Clock, operations);

    // Sets TF32 for products until it is disposed.
    private sealed class Tf32 : IDisposable
    {
        private readonly bool _before = backends.cuda.matmul.allow_tf32;

        internal Tf32(bool on) => backends.cuda.matmul.allow_tf32 = on;

        public void Dispose() => backends.cuda.matmul.allow_tf32 = _before;
    }
}
