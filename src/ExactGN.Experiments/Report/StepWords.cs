using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>A Gauss-Newton step in words.</summary>
public static class StepWords
{
    /// <summary>Blocks, curvature and solver of an arm.</summary>
    /// <param name="run">The arm.</param>
    public static string Of(RunConfiguration run) => run.Optimiser is not GaussNewtonOptions step
        ? run.Optimiser.Title
        : $"blocks {(step.Scaling == StepScaling.Exact ? "averaged" : "summed as published")}, "
            + $"{CurvatureOf(step.Curvature)}, {SolverOf(step.RightInverse)}";

    private static string CurvatureOf(Curvature curvature) => curvature switch
    {
        Curvature.IdentityCurvature => "identity curvature",
        Curvature.DampedCurvature { Lambda: var lambda } => Text($"the loss's own curvature + {lambda}·I"),
        _ => "the loss's own curvature",
    };

    private static string SolverOf(RightInverse inverse) => inverse is RightInverse.MinimumNorm
        ? "minimum norm by the kernel"
        : "half-couplings " + SolverOf(inverse.HalfSolver);

    private static string SolverOf(HalfSolver solver) => solver switch
    {
        HalfSolver.Truncated { Rtol: var rtol, Atol: var atol } =>
            Text($"truncated (rtol {rtol:0.####}, atol {atol:0.######})"),
        HalfSolver.Tikhonov { Lambda: var lambda } => Text($"damped by {lambda}"),
        HalfSolver.Perturbed { Inner: var inner, Noise: var noise } =>
            SolverOf(inner) + Text($" with noise of {noise}"),
        _ => "solved without truncation",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
