namespace ExactGN.Tests;

/// <summary>Faults of a whole step: what happens between the loss and the sweep.</summary>
public static class StepFaults
{
    private static readonly string[] Dense = ["GN-8", "GN-9", "GN-10", "GN-11"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("target not lifted by Uᵀ", new GaussNewtonRule("padded", (method, model, x, targets) =>
        {
            var error = method.Loss.NewtonDirection(model.Output(x), targets, method.Curvature);
            var rest = zeros([error.size(0), model.Features - error.size(1)], dtype: error.dtype, device: error.device);
            return method.Solve(model, model.Forward(x), cat([error, rest], 1));
        }), Dense),
        new("gradient in place of the Newton direction", new GaussNewtonRule("g for ε", (method, model, x, targets) =>
            (method with { Curvature = Curvature.Identity }).Step(model, x, targets)), Dense),
        new("half the step", new GaussNewtonRule("half", (method, model, x, targets) =>
        {
            using var step = method.Step(model, x, targets);
            return step with { Update = new(step.Update.Deltas.Select(delta => delta / 2)) };
        }), Dense),
        new("step summed over the blocks", new GaussNewtonRule("summed", (method, model, x, targets) =>
            (method with { Scaling = StepScaling.Reference }).Step(model, x, targets)), Dense),
        new("F's update forgotten", new GaussNewtonRule("G alone", (method, model, x, targets) =>
        {
            using var step = method.Step(model, x, targets);
            return step with
            {
                Update = new(step.Update.Deltas.Select((delta, i) => i % 2 == 0 ? zeros_like(delta) : delta.clone())),
            };
        }), Dense),
        new(
            "features kept from before the last update",
            new GaussNewtonRule("stale features", (method, model, x, targets) =>
            {
                using var weights = Update.Snapshot(model);
                var error = model.Lift(method.Loss.NewtonDirection(model.Output(x), targets, method.Curvature));
                foreach (var half in method.KeepFeatures ? model.HalfCouplings : [])
                {
                    half.Weight.mul_(0.999);
                }

                var step = method.Solve(model, model.Forward(x), error);
                weights.RestoreTo(model);
                return step;
            }),
            "GN-39"),
        new("the other half of the read-out for F", new GaussNewtonRule("U² for U¹", (method, model, x, targets) =>
        {
            var error = Halves.Split(
                model.Lift(method.Loss.NewtonDirection(model.Output(x), targets, method.Curvature)));
            return method.Solve(model, model.Forward(x), new Halves(error.Second, error.Second).Join());
        }), "GN-40"),
        new(
            "t² where the second strategy truncates",
            new GaussNewtonRule("first strategy's word", (method, model, x, targets) =>
                (method.Solver is WideOrTall pair ? method with { Solver = new Trusted(pair) } : method).Step(
                    model, x, targets)),
            "GN-41"),
        new("non-orthonormal U", new ReadoutDraw("Gaussian", model => ReadoutDraw.With(model, u =>
        {
            using var generator = new Generator((ulong)model.OptionsOf().Seed + 7, CPU);
            return randn(u.shape, dtype: float64, generator: generator).to(u.dtype, u.device) / Math.Sqrt(u.size(0));
        })), "GN-9"),
    ];

    /// <summary>Takes a pair's first strategy at its word wherever n ≤ m.</summary>
    private sealed record Trusted(WideOrTall Pair) : LeastSquaresSolver
    {
        public override bool AssumesFullRank => true;

        public override bool IsEquivariant => Pair.IsEquivariant;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            var solution = Pair.Solve(a, s);
            return new(solution.X, DeferredSolution.Diagnose(
                tensor(solution.Report.Rank),
                tensor(solution.Report.Condition),
                tensor(solution.Report.LargestCut),
                tensor(false)));
        }
    }
}
