namespace ExactGN.Experiments.Runs;

/// <summary>The optimisers that are compared.</summary>
public enum OptimiserKind
{
    /// <summary>Exact Gauss-Newton, reversible unless <see cref="RunConfiguration.RightInverse"/> says
    /// otherwise.</summary>
    GaussNewton,

    /// <summary>Stochastic gradient descent, with <see cref="RunConfiguration.Momentum"/>.</summary>
    Sgd,

    /// <summary>Adam with its usual moments.</summary>
    Adam,

    /// <summary>None: kernel ridge regression with the kernel at initialisation, <see cref="KernelRidgeRun"/>,
    /// as the ceiling of lazy learners.</summary>
    KernelRidge,
}

/// <summary>A change of the optimiser in the middle of a run; the new one starts without a history.</summary>
/// <param name="AfterEpochs">The last epoch of the first optimiser.</param>
/// <param name="Optimiser">The optimiser from then on.</param>
/// <param name="LearningRate">Its η.</param>
public sealed record OptimiserSwitch(int AfterEpochs, OptimiserKind Optimiser, double LearningRate);
