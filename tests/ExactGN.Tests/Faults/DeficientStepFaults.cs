namespace ExactGN.Tests;

/// <summary>Faults that only a batch without full row rank can show.</summary>
public static class DeficientStepFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Sweep(
            "raw s¹ for G in the deficient case",
            model => new(model) { RightOfG = (m, _) => m.S.Second - m.DerivativeOfG(m.S.First) },
            "GN-18", "GN-19"),
        Sweep("projected tangent handed to the block before", model => new(model)
        {
            PullBack = (m, realised) => m.PullBack(new(realised, m.S.Second)),
        }, "GN-18", "GN-19"),
        new("least-squares optimum in place of the projected step", new UpdateRule("J⁺ε", (model, state, error) =>
        {
            using var x = model.Inverse(state);
            using var jacobian = WithGradients(() => DenseJacobian.StateInParameters(model, x));
            using var update = Update.Unflatten(
                model,
                Dense.PseudoInverse(jacobian, FeatureRanks.Cut)
                    .matmul(error.cpu().reshape(-1, 1))
                    .reshape(-1)
                    .to(error.device));
            return [.. update.Deltas.Select(delta => delta.clone())];
        }), "GN-18", "GN-20", "GN-36", "GN-37"),
        Report(
            "rank reported as n",
            report => report with { Halves = [.. report.Halves.Select(half => half with { Rank = half.Samples })] }),
        Report(
            "cut hidden",
            report => report with { Halves = [.. report.Halves.Select(half => half with { LargestCut = 0 })] }),
        Report(
            "residual hidden",
            report => report with { Halves = [.. report.Halves.Select(half => half with { Residual = 0 })] }),
        Report("defect of f reported for the state", report => report with { StateDefect = report.OutputDefect }),
        Report("defect reported as zero", report => report with { StateDefect = 0, OutputDefect = 0 }),
        Report("error norm halved", report => report with { ErrorNorm = report.ErrorNorm / 2 }),
        new("loss summed over the batch", new GaussNewtonRule("loss summed", (method, model, x, targets) =>
        {
            var step = method.Step(model, x, targets);
            return step with { Loss = step.Loss * x.size(0) };
        }), "GN-21"),
        new("fallback kept quiet", new GaussNewtonRule("quiet", (method, model, x, targets) =>
        {
            var step = method.Step(model, x, targets);
            return step with { Report = step.Report with { UsedFallback = false } };
        }), "GN-22", "GN-45", "GN-47"),
        new("an SVD of everything", Chosen("svd", new TruncatedSvd()), "GN-46", "GN-47"),
        new("Cholesky for tall halves too", Chosen("cholesky", new GramCholesky()), "GN-46"),
        new("eigendecomposition of everything", Chosen("eigen", new TruncatedGramEigen(1e-6)), "GN-46"),
        new("eigendecomposition at another tolerance", Chosen(
            "rtol 0.1",
            new WideOrTall(
                new GramCholesky { FallbackSolver = new TruncatedGramEigen(0.1) }, new TruncatedGramEigen(0.1))),
            "GN-46", "GN-47"),
        new("fallback with another truncation", new GaussNewtonRule("rtol 0.3", (method, model, x, targets) =>
            (method.Solver is GramCholesky cholesky
                ? method with { Solver = cholesky with { FallbackSolver = new TruncatedSvd(0.3) } }
                : method).Step(model, x, targets)), "GN-22", "GN-45"),
        new("one failure sends every block to the fallback", new GaussNewtonRule("whole", (method, model, x, targets) =>
        {
            var step = method.Step(model, x, targets);
            if (!step.Report.UsedFallback)
            {
                return step;
            }

            using (step)
            {
                var whole = (method with { Solver = method.Solver.Fallback! }).Step(model, x, targets);
                return whole with { Report = step.Report };
            }
        }), "GN-45"),
    ];

    // Another strategy where the default is asked for.
    private static GaussNewtonRule Chosen(string name, LeastSquaresSolver solver) =>
        new(name, (method, model, x, targets) =>
            (method.Solver is RankRevealingGram ? method with { Solver = solver } : method).Step(model, x, targets));

    private static Tensor WithGradients(Func<Tensor> compute)
    {
        using var gradients = enable_grad();
        return compute();
    }

    private static Fault Sweep(string name, Func<ReversibleNetwork, PlainSweep> plant, params string[] claims) =>
        new(name, new UpdateRule(name, (model, state, error) => plant(model).Run(state, error)), claims);

    private static Fault Report(string name, Func<ExactnessReport, ExactnessReport> plant) => new(
        name, new GaussNewtonRule(name, (method, model, x, targets) =>
        {
            var step = method.Step(model, x, targets);
            return step with { Report = plant(step.Report) };
        }), "GN-21");
}
