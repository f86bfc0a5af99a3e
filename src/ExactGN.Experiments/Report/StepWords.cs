using System.Globalization;

namespace ExactGN.Experiments.Report;

/// <summary>A Gauss-Newton step in words.</summary>
public static class StepWords
{
    /// <summary>Blocks, curvature and solver of an arm.</summary>
    /// <param name="run">The arm.</param>
    public static string Of(RunConfiguration run) => string.Create(CultureInfo.InvariantCulture,
        $"blocks {(run.Scaling == StepScaling.Exact ? "averaged" : "summed as published")}, {CurvatureOf(run)}, "
            + $"{SolverOf(run)}");

    private static string CurvatureOf(RunConfiguration run) => run.Curvature switch
    {
        CurvatureKind.Identity => "identity curvature",
        CurvatureKind.Exact => "the loss's own curvature",
        _ => string.Create(CultureInfo.InvariantCulture, $"the loss's own curvature + {run.CurvatureDamping}·I"),
    };

    private static string SolverOf(RunConfiguration run) => run switch
    {
        { RightInverse.ReversibleShare: 0 } => "minimum norm by the kernel",
        { Solver: SolverKind.Untruncated } => "half-couplings solved without truncation",
        { Damping: > 0 } => string.Create(CultureInfo.InvariantCulture, $"half-couplings damped by {run.Damping}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"half-couplings truncated (rtol {run.Rtol:0.####}, "
            + $"atol {run.Atol:0.######})"),
    };
}
