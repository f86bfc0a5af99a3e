namespace ExactGN.Experiments.Training;

/// <summary>How exact a Gauss-Newton step of a run was.</summary>
/// <param name="OutputDefect">‖JΔ − κε‖/‖κε‖ in f; null where ε = 0.</param>
/// <param name="StateDefect">The same in the state; null for a step that is not the reversible one.</param>
/// <param name="RankKept">Singular values kept, mean over the half-couplings; null for a step that
/// is not the reversible one.</param>
/// <param name="LargestCut">The largest singular value cut; null for a step that is not the reversible one.</param>
public sealed record StepExactness(
    double? OutputDefect, double? StateDefect = null, double? RankKept = null, double? LargestCut = null)
{
    internal static StepExactness Of(ExactnessReport report) => new(
        report.OutputDefect,
        report.StateDefect,
        report.Halves.Average(half => half.Rank),
        report.Halves.Max(half => half.LargestCut));
}
