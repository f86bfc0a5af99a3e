namespace ExactGN.Tests;

/// <summary>One run of a drift experiment: a network of L blocks and width d = 2q, n Gaussian samples and targets in c
/// outputs, exact steps of size α.</summary>
public sealed record DriftRun(
    int Features, int Hidden, int Samples, int Classes, int Blocks, double Alpha, double Sigma, int Seed);

/// <summary>What one run shows: drift of Θ, 1 − alignment, mean relative change of the weights, relative gap
/// to the linearisation.</summary>
public sealed record DriftReading(double Kernel, double Misalignment, double Weights, double Gap);

/// <summary>How a drift is measured, under test: the right way makes ONE exact step of size α and compares Θ
/// after with Θ before.</summary>
public sealed record DriftProtocol(string Name) : UnderTest(Name)
{
    /// <summary>run → how many steps.</summary>
    public Func<DriftRun, int> Steps { get; init; } = _ => 1;

    /// <summary>run → the c of its loss; null is the whole state.</summary>
    public Func<DriftRun, int?> Classes { get; init; } = run => run.Classes;

    /// <summary>The step's direction.</summary>
    public FunctionStep Step { get; init; } = FunctionStep.GaussNewton;

    /// <summary>run → the size of each step.</summary>
    public Func<DriftRun, double> Size { get; init; } = run => run.Alpha;

    /// <summary>Compares Θ with that before the last step, not before the first.</summary>
    public bool AgainstPrevious { get; init; }

    /// <summary>The run.</summary>
    public DriftReading Measure(DriftRun run)
    {
        using var scope = NewDisposeScope();
        using var built = new NetworkRecipe(
            run.Features / 2, run.Hidden, run.Blocks, Classes(run), run.Samples, Bias: true, LinearInput: false,
            run.Sigma, run.Seed).Build();
        using var moved = built.Model.Copy();
        var before = NeuralTangentKernel.Of(built.Model, built.X);
        for (var step = 0; step < Steps(run); step++)
        {
            before = AgainstPrevious ? NeuralTangentKernel.Of(moved, built.X) : before;
            var state = moved.Forward(built.X);
            using var update = Step.Solve(moved, state, moved.ReadOut(state) - built.Targets);
            update.ApplyTo(moved, Size(run));
        }

        var now = NeuralTangentKernel.Of(moved, built.X);
        return new(
            KernelDrift.Relative(now, before),
            1 - KernelDrift.Alignment(now, before),
            WeightDrift.Between(moved, built.Model).Average(drift => drift.RelativeChange),
            Linearisation.Gap(built.Model, moved, built.X));
    }
}

/// <summary>The first of the consecutive seeds over which a slope is averaged.</summary>
public sealed record DriftSeeds(int First);

public static partial class Arbitraries
{
    public static Arbitrary<DriftProtocol> DriftProtocols() =>
        Arb.From(Gen.Constant(new DriftProtocol("one exact step")));

    public static Arbitrary<DriftSeeds> DriftSeedSets() =>
        Arb.From(Gen.Choose(0, 1_000_000_000).Select(first => new DriftSeeds(first)));
}
