namespace ExactGN.Tests;

/// <summary>Faults of a run's choice among the solutions of JΔ = κε.</summary>
public static class StepOfRunFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Mixture(
            "right inverses mixed the wrong way round",
            (run, model, x, y) => StepOfRun.Library.Step(With(run, 1 - Share(run)), model, x, y)),
        Mixture("reversible share squared", (run, model, x, y) =>
            StepOfRun.Library.Step(With(run, Math.Pow(Share(run), 2)), model, x, y)),
        Mixture(
            "reversible step whatever the share",
            (run, model, x, y) => StepOfRun.Library.Step(With(run, 1), model, x, y)),
        Mixture("minimum-norm step without the sum over the blocks", (run, model, x, y) =>
        {
            using var reversible = StepOfRun.Library.Step(With(run, 1), model, x, y);
            using var least = StepOfRun.Library.Step(
                With(run, 0).WithStep(step => step with { Scaling = StepScaling.Exact }), model, x, y);
            return new(least.Deltas
                .Zip(reversible.Deltas, (a, b) => a + Share(run) * (b - a))
                .ToArray());
        }),

        new(
            "tolerance on Θ's eigenvalues",
            new TruncatedMinimumNormRule(
                "eigenvalues",
                (model, state, error, rtol) => MinimumNormGaussNewton.Solve(model, state, error, Math.Sqrt(rtol))),
            "RUN-29"),
        new(
            "tolerance ignored",
            new TruncatedMinimumNormRule(
                "ignored", (model, state, error, _) => MinimumNormGaussNewton.Solve(model, state, error)),
            "RUN-29"),
    ];

    private static double Share(RunConfiguration run) =>
        ((GaussNewtonOptions)run.Optimiser).RightInverse.ReversibleShare;

    private static RunConfiguration With(RunConfiguration run, double share) => run.WithStep(
        step => step with { RightInverse = RightInverse.Of(share, new HalfSolver.Untruncated()) });

    private static Fault Mixture(string name, Func<RunConfiguration, ReversibleNetwork, Tensor, Tensor, Update> step) =>
        new(name, new StepOfRun(name, step), "RUN-28");
}
