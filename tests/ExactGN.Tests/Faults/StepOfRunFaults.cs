namespace ExactGN.Tests;

/// <summary>Faults of a run's choice among the solutions of JΔ = κε.</summary>
public static class StepOfRunFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Mixture(
            "right inverses mixed the wrong way round",
            (run, model, x, y) => StepOfRun.Library.Step(With(run, 1 - run.RightInverse.ReversibleShare), model, x, y)),
        Mixture("reversible share squared", (run, model, x, y) =>
            StepOfRun.Library.Step(With(run, Math.Pow(run.RightInverse.ReversibleShare, 2)), model, x, y)),
        Mixture(
            "reversible step whatever the share",
            (run, model, x, y) => StepOfRun.Library.Step(With(run, 1), model, x, y)),
        Mixture("minimum-norm step without the sum over the blocks", (run, model, x, y) =>
        {
            using var reversible = StepOfRun.Library.Step(With(run, 1), model, x, y);
            using var least = StepOfRun.Library.Step(With(run, 0) with { Scaling = StepScaling.Exact }, model, x, y);
            return new(least.Deltas
                .Zip(reversible.Deltas, (a, b) => a + run.RightInverse.ReversibleShare * (b - a))
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

    private static RunConfiguration With(RunConfiguration run, double share) => run with { RightInverse = new(share) };

    private static Fault Mixture(string name, Func<RunConfiguration, ReversibleNetwork, Tensor, Tensor, Update> step) =>
        new(name, new StepOfRun(name, step), "RUN-28");
}
