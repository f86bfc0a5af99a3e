using System.Diagnostics;
using ExactGN.Experiments;

namespace ExactGN.Benchmarks;

/// <summary>Steps against first-order steps at the published sizes, in one process with two threads: medians of interleaved rounds, but for the SVD, CIFAR-10 and kernel rows, which are single measurements after a warm-up.</summary>
internal static class RatioTable
{
    /// <summary>Prints the table.</summary>
    /// <returns>0, or 1 where a target is missed.</returns>
    internal static int Print()
    {
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        var missed = 0;
        foreach (var part in (Func<IEnumerable<Ratio>>[])[Mnist, Cifar, Kernel, Data])
        {
            try
            {
                foreach (var ratio in part())
                {
                    Console.WriteLine(ratio);
                    missed += ratio.Met ? 0 : 1;
                }
            }
            catch (NumericalException error)
            {
                Console.WriteLine($"{part.Method.Name}: {error.Message}  missed");
                missed++;
            }
        }

        Console.WriteLine(missed == 0 ? "all targets met" : $"{missed} missed");
        return missed == 0 ? 0 : 1;
    }

    private static IEnumerable<Ratio> Mnist()
    {
        using var published = new PublishedShape("mnist", blocks: 2);
        using var nonlinear = new PublishedShape("mnist", blocks: 2, linear: false);
        using var gemm = new Gemm();
        LeastSquaresSolver truncated = new TruncatedGramEigen(1e-2, 1e-5, InDouble: true);
        ExactnessReport? report = null;
        var t = Interleaved.Medians(
            5,
            published.FirstOrder,
            () => published.GaussNewton(PublishedShape.FullRank),
            nonlinear.FirstOrder,
            () => report = nonlinear.GaussNewton(PublishedShape.FullRank),
            () => published.GaussNewton(truncated),
            () => published.GaussNewton(PublishedShape.FullRank, keep: false),
            gemm.Multiply);
        var options = nonlinear.Model.Options;
        var (n, q, h, halves) = (1024.0, (double)options.HalfWidth, (double)options.Hidden!, 4);
        yield return Ratio.Reported($"large GEMM, Gflop/s (batch: {(published.Real ? "MNIST" : "Gaussian")})", gemm.Flops / t[6] / 1e9);
        yield return Ratio.AtMost("1  GN step / first-order step, linear input block", t[1] / t[0], 0.9);
        yield return Ratio.AtMost("1  GN step / first-order step, ReLU everywhere", t[3] / t[2], 1.35);
        yield return Ratio.AtMost("1  largest residual of a half-coupling, ReLU everywhere", report!.WorstResidual, 1e-4);
        yield return Ratio.Reported("   GN step with the published truncation / first-order step", t[4] / t[0]);
        yield return Ratio.Reported("   GN step that recomputes features / one that keeps them", t[5] / t[1]);
        // 10nqh per half-coupling, without the 4nqh of the input's gradient, which the first one's autograd leaves out.
        yield return Ratio.AtLeast("2  first-order step, share of the GEMM rate", (10 * halves - 4) * n * q * h / t[2] / (gemm.Flops / t[6]), 0.7);
        yield return Ratio.AtLeast("4  GN step, share of the GEMM rate (10nqh + n²h per half-coupling)", halves * (10 * n * q * h + n * n * h) / t[3] / (gemm.Flops / t[6]), 0.85);

        var svd = Interleaved.Medians(1, () => published.GaussNewton(new TruncatedSvd(1e-2, 1e-5)));
        using var bySvd = published.Step(new TruncatedSvd(1e-2, 1e-5));
        using var byGram = published.Step(truncated);
        yield return Ratio.AtLeast("2  GN step by truncated SVD / by Gram-eigen, same rtol", svd[0] / t[4], 13);
        yield return Ratio.AtLeast("2  GN step by truncated SVD / full rank", svd[0] / t[1], 18);
        yield return Ratio.AtMost("2  their updates' distance, relative", Distance(byGram.Update, bySvd.Update), 1e-3);
        yield return Ratio.AtMost("2  their ranks' largest difference", byGram.Report.Halves.Zip(bySvd.Report.Halves, (one, other) => Math.Abs(one.Rank - other.Rank)).Max(), 0);
    }

    private static IEnumerable<Ratio> Cifar()
    {
        using var shape = new PublishedShape("cifar10", blocks: 6);
        // n = 1,024 is less than the linear block's q + 1 = 1,537, so all of it is wide, and Cholesky in float32 refuses that block: the published truncation stands in.
        var t = Interleaved.Medians(1, shape.FirstOrder, () => shape.GaussNewton(new TruncatedGramEigen(1e-2, 1e-5, InDouble: true)));
        yield return Ratio.AtMost($"3  GN step / first-order step, CIFAR-10 shape, published truncation ({(shape.Real ? "CIFAR-10" : "Gaussian")})", t[1] / t[0], 1.3);
    }

    private static IEnumerable<Ratio> Kernel()
    {
        using var shape = new PublishedShape("mnist", blocks: 2, samples: 256);
        const int probes = 64;
        var t = Interleaved.Medians(
            1,
            () => NeuralTangentKernel.Of(shape.Model, shape.Inputs),
            () => shape.Rows(probes),
            () => new MinimumNormGaussNewton(new SoftmaxCrossEntropy(), Curvature.Identity).Step(shape.Model, shape.Inputs, shape.Targets).Dispose(),
            shape.FirstOrder);
        yield return Ratio.AtLeast("7  2,560 rows of J (from 64) / exact NTK, n = 256", t[1] * 2560 / probes / t[0], 20);
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
