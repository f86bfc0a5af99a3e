using System.Diagnostics;

namespace ExactGN.Benchmarks;

/// <summary>Steps against first-order steps at the published sizes, in one process with two threads: medians
/// of interleaved rounds, but for the SVD, CIFAR-10 and kernel rows, which are single measurements after a warm-up,
/// the memory rows, a process each, and the data row, a single reading.</summary>
internal static class RatioTable
{
    /// <summary>The parts, in the order in which they are measured.</summary>
    internal static RatioPart[] Parts { get; } =
    [
        new("mnist", Mnist),
        new("svd", Svd),
        new("cifar", Cifar),
        new("memory", Memory),
        new("blocks", Blocks),
        new("kernel", Kernel),
        new("data", Data),
    ];

    private static HostClock Clock { get; } = new();

    private static LeastSquaresSolver Truncated { get; } = new MixedGramEigen(1e-2, 1e-5);

    private static IEnumerable<Ratio> Mnist()
    {
        using var published = new PublishedShape("mnist", blocks: 2);
        using var nonlinear = new PublishedShape("mnist", blocks: 2, linear: false);
        using var gemm = new Gemm(CPU);
        var t = Interleaved.Medians(
            5,
            Clock,
            published.FirstOrder,
            () => published.GaussNewton(PublishedShape.FullRank),
            nonlinear.FirstOrder,
            () => nonlinear.GaussNewton(PublishedShape.FullRank),
            () => published.GaussNewton(Truncated),
            () => published.GaussNewton(PublishedShape.FullRank, keep: false),
            gemm.Multiply,
            () => published.GaussNewton(new RankRevealingGram()));
        var options = nonlinear.Model.Options;
        var (n, q, h) = (1024.0, (double)options.HalfWidth, (double)options.Hidden!);
        yield return Ratio.Reported(
            $"large GEMM, Gflop/s (batch: {(published.Real ? "MNIST" : "Gaussian")})", gemm.Flops / t[6] / 1e9);
        yield return Ratio.AtMost("1  GN step / first-order step, linear input block", t[1] / t[0], 0.9);
        yield return Ratio.AtMost("1  GN step / first-order step, ReLU everywhere", t[3] / t[2], 1.35);
        using var measured = nonlinear.Step(PublishedShape.FullRank, measure: true);
        yield return Ratio.AtMost(
            "1  largest residual of a half-coupling, ReLU everywhere", measured.Report.WorstResidual!.Value, 1e-4);
        yield return Ratio.AtMost("1  GN step with the published truncation / first-order step", t[4] / t[0], 1.1);
        yield return Ratio.AtMost("1  GN step with the default solver / the best explicit choice", t[7] / t[1], 1.1);
        yield return Ratio.Reported("   GN step that recomputes features / one that keeps them", t[5] / t[1]);
        yield return Ratio.AtLeast(
            "2  first-order step, share of the GEMM rate",
            Arithmetic.FirstOrder(n, q, h, 2) / t[2] / (gemm.Flops / t[6]),
            0.7);
        yield return Ratio.AtLeast(
            "4  GN step, share of the GEMM rate, ReLU everywhere",
            Arithmetic.GaussNewton(n, q, h, 2) / t[3] / (gemm.Flops / t[6]),
            0.85);
    }

    private static IEnumerable<Ratio> Svd()
    {
        using var published = new PublishedShape("mnist", blocks: 2);
        LeastSquaresSolver svd = new PublishedSvd(1e-2, 1e-5);
        var t = Interleaved.Medians(
            1,
            Clock,
            () => published.GaussNewton(svd),
            () => published.GaussNewton(Truncated),
            () => published.GaussNewton(PublishedShape.FullRank));
        using var bySvd = published.Step(svd);
        using var byGram = published.Step(Truncated);
        yield return Ratio.AtLeast("2  GN step by truncated SVD / by Gram-eigen, same rtol", t[0] / t[1], 13);
        yield return Ratio.AtLeast("2  GN step by truncated SVD / full rank", t[0] / t[2], 18);
        yield return Ratio.AtMost("2  their updates' distance, relative", Distance(byGram.Update, bySvd.Update), 1e-3);
        yield return Ratio.AtMost(
            "2  their ranks' largest difference",
            byGram.Report.Halves.Zip(bySvd.Report.Halves, (one, other) => Math.Abs(one.Rank - other.Rank)).Max(),
            0);
    }

    private static IEnumerable<Ratio> Cifar()
    {
        using var shape = new PublishedShape("cifar10", blocks: 6);
        var t = Interleaved.Medians(
            1,
            Clock,
            shape.FirstOrder,
            () => shape.GaussNewton(PublishedShape.FullRank),
            () => shape.GaussNewton(Truncated));
        yield return Ratio.AtMost(
            $"3  GN step / first-order step, CIFAR-10 shape ({(shape.Real ? "CIFAR-10" : "Gaussian")})",
            t[1] / t[0],
            1.3);
        yield return Ratio.Reported("   the same with the published truncation", t[2] / t[0]);
        using var measured = shape.Step(PublishedShape.FullRank, measure: true);
        yield return Ratio.Reported("   its largest residual of a half-coupling", measured.Report.WorstResidual!.Value);
    }

    private static IEnumerable<Ratio> Memory()
    {
        // V, W and Δ of two half-couplings, float32.
        var block = 2 * sizeof(float) * (392.0 * 8000 + 2 * 8001 * 392);
        var two = PeakMemory.Of("cpu", 2, keep: false, linear: false);
        var six = PeakMemory.Of("cpu", 6, keep: false, linear: false);
        yield return Ratio.AtMost(
            "5  peak memory per added block / (its weights, projections and update)", (six - two) / 4 / block, 1.2);
        var recomputed = PeakMemory.Of("cpu", 2, keep: false, linear: true) / 1e6;
        yield return Ratio.AtMost(
            "5  peak memory of the process, linear input block, recomputed features, MB", recomputed, 650);
        var kept = PeakMemory.Of("cpu", 2, keep: true, linear: true) / 1e6;
        yield return Ratio.Reported("   with kept features, MB", kept);
        yield return Ratio.Reported("   ReLU everywhere, recomputed features, MB", two / 1e6);
        var nonlinear = PeakMemory.Of("cpu", 2, keep: true, linear: false) / 1e6;
        yield return Ratio.Reported("   ReLU everywhere, kept features, MB", nonlinear);
    }

    private static IEnumerable<Ratio> Blocks()
    {
        yield return Ratio.AtLeast("6  R² of time against L = 1 … 16", Scaling.Linearity(Scaling.InBlocks(3)), 0.99);
    }

    private static IEnumerable<Ratio> Kernel()
    {
        using var shape = new PublishedShape("mnist", blocks: 2, samples: 256);
        const int probes = 64;
        var t = Interleaved.Medians(
            1,
            Clock,
            () => NeuralTangentKernel.Of(shape.Model, shape.Inputs),
            () => shape.Rows(probes),
            () => new MinimumNormGaussNewton(new SoftmaxCrossEntropy(), Curvature.Identity)
                .Step(shape.Model, shape.Inputs, shape.Targets)
                .Dispose(),
            shape.FirstOrder);
        yield return Ratio.AtLeast(
            "7  2,560 rows of J (from 64) / exact NTK, n = 256", t[1] * 2560 / probes / t[0], 20);
        yield return Ratio.AtMost("7  minimum-norm GN step / first-order step, n·c = 2,560", t[2] / t[3], 5);
    }

    private static IEnumerable<Ratio> Data()
    {
        var clock = Stopwatch.StartNew();
        DataSet set;
        try
        {
            set = DataCatalogue.Load("mnist", DataSearch.Order(null));
        }
        catch (FileNotFoundException)
        {
            yield break;
        }

        var seconds = clock.Elapsed.TotalSeconds;
        set.Dispose();
        yield return Ratio.AtMost("8  reading MNIST, seconds", seconds, 1);
    }

    private static double Distance(Update one, Update other)
    {
        using var scope = NewDisposeScope();
        var square = stack(one.Deltas.Zip(other.Deltas, (a, b) => (a - b).square().sum())).sum().sqrt().item<float>();
        return square / other.Norm();
    }
}
