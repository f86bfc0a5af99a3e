namespace ExactGN.Tests;

/// <summary>The optimisers that make updates; kernel ridge regression makes none.</summary>
internal static class UpdatingOptimisers
{
    /// <summary>All of them, as they are when nothing more is said.</summary>
    public static OptimiserOptions[] All { get; } = [new GaussNewtonOptions(), new SgdOptions(), new AdamOptions()];

    /// <summary>The one of a name.</summary>
    public static OptimiserOptions Named(string name) => All.Single(optimiser => optimiser.Name == name);

    /// <summary>The run with its Gauss-Newton step changed; as it is where it has none.</summary>
    public static RunConfiguration WithStep(
        this RunConfiguration run, Func<GaussNewtonOptions, GaussNewtonOptions> change) =>
        run.Optimiser is GaussNewtonOptions options ? run with { Optimiser = change(options) } : run;

    /// <summary>The run with a reversible step whose half-couplings are solved so.</summary>
    public static RunConfiguration Solving(this RunConfiguration run, HalfSolver solver) =>
        run.WithStep(step => step with { RightInverse = new RightInverse.Reversible(solver) });
}
