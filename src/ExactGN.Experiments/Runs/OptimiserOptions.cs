using System.Text.Json.Serialization;

namespace ExactGN.Experiments.Runs;

/// <summary>An optimiser, with the choices that are its own.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(GaussNewtonOptions), "gaussNewton")]
[JsonDerivedType(typeof(SgdOptions), "sgd")]
[JsonDerivedType(typeof(AdamOptions), "adam")]
[JsonDerivedType(typeof(KernelRidgeOptions), "kernelRidge")]
public abstract record OptimiserOptions
{
    /// <summary>What its arms are called where nothing sets them apart.</summary>
    public string Name => this switch
    {
        GaussNewtonOptions => "gn",
        SgdOptions => "sgd",
        AdamOptions => "adam",
        _ => "krr",
    };

    /// <summary>Its name for readers.</summary>
    public string Title => this switch
    {
        GaussNewtonOptions => "Gauss-Newton",
        SgdOptions => "SGD",
        AdamOptions => "Adam",
        _ => "kernel ridge regression",
    };

    /// <summary>Its colour in figures, as #rrggbb (Okabe and Ito's are told apart by colour-blind readers
    /// too).</summary>
    public string Colour => this switch
    {
        GaussNewtonOptions step => step.RightInverse.Colour,
        SgdOptions => "#009E73",
        AdamOptions => "#0072B2",
        _ => "#000000",
    };
}

/// <summary>Exact Gauss-Newton; by default the published step.</summary>
public sealed record GaussNewtonOptions : OptimiserOptions
{
    /// <summary>Which solution of JΔ = κε a step takes.</summary>
    public RightInverse RightInverse { get; init; } = new RightInverse.Reversible(new HalfSolver.Truncated());

    /// <summary>The curvature H in ε = H⁺g.</summary>
    public Curvature Curvature { get; init; } = Curvature.Identity;

    /// <summary>Whether the blocks' contributions are averaged or, as published, summed.</summary>
    public StepScaling Scaling { get; init; } = StepScaling.Reference;
}

/// <summary>Stochastic gradient descent.</summary>
/// <param name="Momentum">μ, v ← μv + g and W ← W − ηv; 0 to below 1.</param>
public sealed record SgdOptions(double Momentum = 0) : OptimiserOptions;

/// <summary>Adam with its usual moments.</summary>
public sealed record AdamOptions : OptimiserOptions;

/// <summary>No optimiser: kernel ridge regression with the kernel at initialisation, as the ceiling of lazy
/// learners.</summary>
public sealed record KernelRidgeOptions : OptimiserOptions;

/// <summary>A change of the optimiser in the middle of a run; the new one starts without a history.</summary>
/// <param name="AfterEpochs">The last epoch of the first optimiser.</param>
/// <param name="Optimiser">The optimiser from then on.</param>
/// <param name="LearningRate">Its η.</param>
public sealed record OptimiserSwitch(int AfterEpochs, OptimiserOptions Optimiser, double LearningRate);
