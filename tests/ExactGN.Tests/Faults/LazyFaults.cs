namespace ExactGN.Tests;

/// <summary>Faults of linearisation, drift experiments, CKA, layer-wise steps and output scaling.</summary>
public static class LazyFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "linearised at the moved weights",
            new LinearisedModel("at θ", (initial, moved, x) => initial.Output(x) + Change(moved, initial, moved, x)),
            "LAZY-8"),
        new(
            "linearised without the blocks above",
            new LinearisedModel("without the blocks above", WithoutBlocksAbove),
            "LAZY-8", "LAZY-9"),
        new(
            "linearised without f(θ₀)",
            new LinearisedModel("J(θ − θ₀) alone", (initial, moved, x) => Change(initial, initial, moved, x)),
            "LAZY-8", "LAZY-10"),

        new("weights compared all together", new WeightComparison("all together", (now, then) =>
        {
            var (w, w0) = (Together(now), Together(then));
            return [.. now.HalfCouplings.Select(half => new WeightDrift(
                half.Name,
                KernelDrift.Alignment(w, w0),
                (w.norm() / w0.norm()).item<double>(),
                KernelDrift.Relative(w, w0)))];
        }), "LAZY-11"),
        new(
            "weight norm ratio inverted",
            new WeightComparison("inverted", (now, then) => [
                .. WeightDrift.Between(now, then).Select(drift => drift with { NormRatio = 1 / drift.NormRatio })
            ]),
            "LAZY-11"),

        new(
            "step that shrinks with the hidden width",
            new DriftProtocol("α√(64/h)") { Size = run => run.Alpha * Math.Sqrt(64.0 / run.Hidden) },
            "LAZY-12", "LAZY-13", "LAZY-14"),
        new(
            "step scaled to the weights",
            new DriftProtocol("α‖W‖/‖Δ‖") { Step = ScaledToTheWeights },
            "LAZY-12", "LAZY-14", "LAZY-18"),
        new(
            "drift against the kernel one step before",
            new DriftProtocol("eight steps, the last one's drift") { Steps = _ => 8, AgainstPrevious = true },
            "LAZY-17"),
        new(
            "read-out widened with the state",
            new DriftProtocol("c = d/8") { Classes = run => run.Features / 8 },
            "LAZY-15", "LAZY-16"),
        new(
            "drift compared at equal αT",
            new DriftProtocol("equal αT") { Steps = run => (int)Math.Round(1 / run.Alpha) },
            "LAZY-17"),

        new("blocks summed in a drift's step", new DriftProtocol("summed") { Step = FunctionStep.Summed }, "LAZY-19"),

        new("ridge chosen by the test loss", new RidgeRule("by test", (run, data) =>
            RidgeRule.Library.Of(run, data with
            {
                TestInputs = data.Validation!.Value.Inputs,
                TestTargets = data.Validation.Value.Targets,
                Validation = (data.TestInputs, data.TestTargets),
            }) is var found ? new(found.Train, found.Validation, found.Test) : default), "NTK-14"),
        new("ridge chosen by the training loss", new RidgeRule("by training", (run, data) =>
        {
            var (inputs, targets) = data.Validation!.Value;
            var blind = data with { Validation = (data.TrainInputs, data.TrainTargets) };
            var found = RidgeRule.Library.Of(run, blind);
            return found with
            {
                Validation = RidgeRule.Library.Of(run, blind with { TestInputs = inputs, TestTargets = targets }).Test,
            };
        }), "NTK-14"),
        new("ridges that do not grow with the kernel",
            RidgeRule.Plain("10^(k/2)", ridge: (_, k) => Math.Pow(10, k / 2.0)), "NTK-14"),
        new("one ridge for all", RidgeRule.Plain("least", ridge: (mean, _) => 1e-8 * mean), "NTK-14"),
        new("predictions on top of f₀", RidgeRule.Plain("f₀ added", start: (model, x) =>
            model.Output(x).detach() is var f ? (zeros_like(f), f) : default), "NTK-14"),
        new("targets less f₀", RidgeRule.Plain("f₀ taken off", start: (model, x) =>
            model.Output(x).detach() is var f ? (f, f) : default), "NTK-14"),

        Cka("CKA without centring", (x, y) => KernelDrift.Alignment(x.matmul(x.mT), y.matmul(y.mT)), "CKA-2", "CKA-4"),
        Debiased(
            "HSIC with its bias",
            (k, l) => (BothSides(k) * BothSides(l)).sum().ToDouble() / Math.Pow(k.size(0) - 1, 2),
            "CKA-10"),
        Debiased("kernels with their diagonals", (k, l) =>
        {
            var n = k.size(0);
            return ((k * l).sum() + k.sum() * l.sum() / ((n - 1) * (n - 2)) - 2.0 / (n - 2) * k.sum(1).dot(l.sum(1)))
                .ToDouble()
                / (n * (n - 3));
        }, "CKA-10"),
        Debiased(
            "unbiased sum divided by (n − 1)²",
            (k, l) => Hsic.Unbiased(k, l) * k.size(0) * (k.size(0) - 3) / Math.Pow(k.size(0) - 1, 2)),
        new(
            "quotient with one norm twice",
            new DebiasedSimilarityRule("one norm twice")
            {
                Cka = (x, y) => Hsic.Unbiased(x.mm(x.mT), y.mm(y.mT)) / Hsic.Unbiased(x.mm(x.mT), x.mm(x.mT)),
            },
            "CKA-9"),
        new(
            "debiased CKA of kernels with their diagonals",
            new DebiasedSimilarityRule("biased") { Cka = CenteredKernelAlignment.Of },
            "CKA-9", "CKA-10"),

        Cka(
            "CKA with K centred, L not, Frobenius normalisation",
            (x, y) => KernelDrift.Alignment(Gram(x), y.matmul(y.mT)),
            "CKA-1", "CKA-2", "CKA-4"),
        Cka(
            "CKA normalised by traces",
            (x, y) => ((Gram(x) * Gram(y)).sum() / (Gram(x).trace() * Gram(y).trace())).item<double>(),
            "CKA-1", "CKA-2", "CKA-5"),
        Cka(
            "cosine of the features",
            (x, y) => KernelDrift.Alignment(
                Centred(x)[.., ..(int)Math.Min(x.size(1), y.size(1))],
                Centred(y)[.., ..(int)Math.Min(x.size(1), y.size(1))]),
            "CKA-3"),
        Cka(
            "representations squared at their own scale",
            (x, y) => ((Gram(x) * Gram(y.to(x.dtype))).sum() / (Gram(x).norm() * Gram(y.to(x.dtype)).norm()))
                .to(float64)
                .item<double>(),
            "CKA-3"),
        Cka(
            "canonical correlation in place of CKA",
            (x, y) => KernelDrift.Alignment(Projector(x), Projector(y)),
            "CKA-5"),
        Cka(
            "angle in place of cosine",
            (x, y) => 1 - Math.Acos(Math.Min(1, CenteredKernelAlignment.Of(x, y))),
            "CKA-8"),
        new(
            "last batch's CKA only",
            new BlockSimilarity(
                "last batch", (now, then, batches) => CenteredKernelAlignment.PerBlock(now, then, [batches[^1]])),
            "CKA-7"),
        new(
            "CKA of the blocks' outputs in reverse order",
            new BlockSimilarity(
                "reversed",
                (now, then, batches) => [.. CenteredKernelAlignment.PerBlock(now, then, batches).Reverse()]),
            "CKA-7"),

        new(
            "one solve for all layers",
            new LayerwiseStep(
                "one solve", (model, state, error) => LayerwiseStep.Sum(model, 1, (_, _) => true, state, error)),
            "EXT-1"),
        new(
            "layer solved without the layers above",
            new LayerwiseStep("without the layers above", WithoutLayersAbove),
            "EXT-1"),
        new(
            "full Gauss-Newton times L",
            new LayerwiseStep("full", (model, state, error) => LayerwiseStep.Sum(
                model, 1, (_, _) => true, state, model.Blocks.Count * error)),
            "EXT-2"),
        new(
            "reversed sign of the layer-wise step",
            new LayerwiseStep("reversed", (model, state, error) => LayerwiseStep.Library.Solve(model, state, -error)),
            "EXT-1", "EXT-2"),
        new(
            "scaled output left uncentred",
            new OutputScaling("uncentred") { Centred = new OutputScaling("right").Uncentred },
            "EXT-3"),
        new(
            "Jacobian not scaled with the output",
            new OutputScaling("J in place of aJ") { Centred = (_, y, _) => -y },
            "EXT-3"),
        new(
            "f₀ dropped from the uncentred residual",
            new OutputScaling("without f₀") { Uncentred = new OutputScaling("right").Centred },
            "EXT-4"),
    ];

    private static FunctionStep ScaledToTheWeights => new("scaled to the weights", (model, state, error) =>
    {
        using var update = FunctionStep.GaussNewton.Solve(model, state, error);
        using var weights = Update.Snapshot(model);
        return new Update(update.Deltas.Select(delta => delta * (weights.Norm() / update.Norm())).ToArray());
    });

    private static Fault Cka(string name, Func<Tensor, Tensor, double> of, params string[] claims) =>
        new(name, new Similarity(name, of), claims);

    private static Tensor Centred(Tensor x) => x - x.mean([0], keepdim: true);

    private static Tensor Gram(Tensor x) => Centred(x).matmul(Centred(x).mT);

    private static Tensor Projector(Tensor x)
    {
        var q = linalg.svd(Centred(x), fullMatrices: false).U.narrow(1, 0, Math.Min(x.size(1), x.size(0) - 1));
        return q.matmul(q.mT);
    }

    private static Tensor Together(ReversibleNetwork model) =>
        cat([.. model.HalfCouplings.Select(half => half.Weight.detach().reshape(-1))]);

    // J(θ_at)(θ − θ₀)
    private static Tensor Change(ReversibleNetwork at, ReversibleNetwork initial, ReversibleNetwork moved, Tensor x)
    {
        using var noGrad = no_grad();
        using var difference = new Update(
            moved.HalfCouplings.Zip(initial.HalfCouplings, (now, then) => now.Weight - then.Weight).ToArray());
        return at.ReadOut(at.ParameterJvp(x, difference));
    }

    private static Tensor WithoutBlocksAbove(ReversibleNetwork initial, ReversibleNetwork moved, Tensor x)
    {
        using var noGrad = no_grad();
        var (state, change) = (Halves.Split(x), zeros_like(x));
        foreach (var (block, now) in initial.Blocks.Zip(moved.Blocks))
        {
            var next = block.Forward(state);
            var first = block.F.At(state.Second).ParameterJvp(now.F.Weight - block.F.Weight);
            var second = block.G.At(next.First).ParameterJvp(now.G.Weight - block.G.Weight);
            (state, change) = (next, change + cat([first, second], 1));
        }

        return initial.Output(x) + initial.ReadOut(change);
    }

    private static Update WithoutLayersAbove(ReversibleNetwork model, Tensor state, Tensor error)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (solver, s, y) = (new TruncatedSvd(), Halves.Split(model.Lift(error)), Halves.Split(state));
        var deltas = new Tensor[2 * model.Blocks.Count];
        for (var i = model.Blocks.Count - 1; i >= 0; i--)
        {
            var ((_, f, g), x, _, _) = model.Blocks[i].AtOutput(y, CouplingEvaluation.InPlace(Workspace.None));
            deltas[2 * i] = solver.Solve(f.Features(), s.First).X;
            deltas[2 * i + 1] = solver.Solve(g.Features(), s.Second - g.Jvp(s.First)).X;
            y = x;
        }

        return new(deltas);
    }

    private static Fault Debiased(string name, Func<Tensor, Tensor, double> hsic, params string[] more) =>
        new(name, new DebiasedSimilarityRule(name) { Hsic = hsic }, ["CKA-9", .. more]);

    private static Tensor BothSides(Tensor kernel) =>
        kernel - kernel.mean([0], keepdim: true) - kernel.mean([1], keepdim: true) + kernel.mean();
}
