namespace ExactGN.Tests;

/// <summary>A run's Gauss-Newton step under test: (run, network, batch, targets) → the update of an optimiser with
/// η = 1; the caller owns it.</summary>
public sealed record StepOfRun(string Name, Func<RunConfiguration, ReversibleNetwork, Tensor, Tensor, Update> Step)
    : UnderTest(Name)
{
    public static StepOfRun Library { get; } = new("library", (run, model, x, y) =>
    {
        using var moved = model.Copy();
        using var optimiser = Optimiser.Of(run with { LearningRate = 1 }, moved);
        optimiser.Update(x, y);
        return new(
            model.HalfCouplings.Zip(moved.HalfCouplings, (before, after) => (before.Weight - after.Weight).detach()));
    });
}

/// <summary>A network, a batch of three and a mixture of the two right inverses.</summary>
public sealed record MixtureRecipe(TrainingRecipe Training, double Share, StepScaling Scaling)
{
    public const int Samples = 3;

    public RunConfiguration Configuration =>
        (Training with { Samples = Samples, BatchSize = Samples }).Configuration(new GaussNewtonOptions
        {
            RightInverse = RightInverse.Of(Share, new HalfSolver.Untruncated()),
            Scaling = Scaling,
        });
}

/// <summary>The minimum-norm step without J's small singular values under test: (network, x_L, ε, rtol) → Δ;
/// the caller owns it.</summary>
public sealed record TruncatedMinimumNormRule(string Name, Func<RevMlp, Tensor, Tensor, double, Update> Solve)
    : UnderTest(Name);

public static partial class Arbitraries
{
    public static Arbitrary<StepOfRun> StepsOfRuns() => Arb.From(Gen.Constant(StepOfRun.Library));

    public static Arbitrary<MixtureRecipe> MixtureRecipes() => Arb.From(
        from training in TrainingRecipes().Generator
        from share in Gen.Elements(0, 0.25, 0.5, 0.75, 1)
        from scaling in Gen.Elements(StepScaling.Exact, StepScaling.Reference)
        select new MixtureRecipe(training, share, scaling));

    public static Arbitrary<TruncatedMinimumNormRule> TruncatedMinimumNormRules() =>
        Arb.From(Gen.Constant(new TruncatedMinimumNormRule("library", MinimumNormGaussNewton.Solve)));
}
