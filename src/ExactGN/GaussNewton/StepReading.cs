namespace ExactGN.GaussNewton;

/// <summary>The one read from the device at the end of a step: everything that decides another solve, error and
/// report.</summary>
/// <param name="Report">How exact the step is.</param>
/// <param name="Loss">The batch's loss; null where it is not known.</param>
/// <param name="ErrorIsFinite">Whether ε_x is.</param>
/// <param name="UpdateIsFinite">Whether Δ is.</param>
/// <param name="OutOfRange">Where the dtype's range was left.</param>
/// <param name="Failures">Where a strategy failed.</param>
internal sealed record StepReading(
    ExactnessReport Report,
    double? Loss,
    bool ErrorIsFinite,
    bool UpdateIsFinite,
    IReadOnlyList<HalfCoupling> OutOfRange,
    IReadOnlyList<HalfFailure> Failures)
{
    /// <summary>Asks for all numbers at once.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="way">How the batch came to x_L.</param>
    /// <param name="fit">What was to be fitted.</param>
    /// <param name="solvers">How it was solved.</param>
    /// <param name="meter">What is measured.</param>
    internal static StepReading Read(DownwardSweep sweep, Trajectory way, Fit fit, HalfSolvers solvers, Meter meter)
    {
        using var scope = NewDisposeScope();
        var error = fit.Error.Halves.Join();
        HostQuestions questions = new();
        var errorIsFinite = questions.Ask(Finite.All(error));
        var updateIsFinite = questions.Ask(stack(sweep.Solved.Select(solved => Finite.All(solved.Delta))).all());
        var errorNorm = questions.Ask(Magnitude.Norm(error));
        var loss = questions.Ask(fit.Loss ?? full([], double.NaN, dtype: float64, device: error.device));
        var parts = sweep.Solved
            .Select(solved => (solved, questions.Ask(solved.Diagnostics), questions.Ask(solved.Residual)))
            .ToArray();
        var defects = meter.Moved(way, sweep) is { } moved
            ? questions.Ask(Defects(way.Network, moved, sweep.Kappa, error))
            : default;

        var numbers = questions.Read();
        List<HalfCouplingReport> halves = [];
        List<HalfCoupling> outOfRange = [];
        List<HalfFailure> failures = [];
        foreach (var (solved, diagnostics, residual) in parts)
        {
            var own = numbers.AsSpan(diagnostics);
            var rank = DeferredSolution.Read(own);
            halves.Add(
                new(solved.Half.Name, (int)solved.Rows, rank.Rank, rank.Condition, rank.LargestCut, meter.Measures
                    ? numbers[residual][0]
                    : null)
                {
                    UsedFallback = solvers.FellBack(solved.Half),
                    Strategy = solved.Solver.TitleFor(solved.Rows, solved.Columns),
                });
            if (DeferredSolution.LeftTheRange(own))
            {
                outOfRange.Add(solved.Half);
            }
            else if (rank.Failed)
            {
                failures.Add(new(solved.Half, Math.Min(solved.Rows, solved.Columns), rank.Condition));
            }
        }

        var report = new ExactnessReport(
            halves,
            numbers[errorNorm][0],
            halves.Any(half => half.UsedFallback),
            StateDefect: meter.Measures ? numbers[defects][0] : null,
            OutputDefect: meter.Measures ? numbers[defects][1] : null);
        return new(
            report,
            fit.Loss is null ? null : numbers[loss][0],
            numbers[errorIsFinite][0] != 0,
            numbers[updateIsFinite][0] != 0,
            outOfRange,
            failures);
    }

    // ‖J_xΔ − κε_x‖/‖κε_x‖ in the state, then in f.
    private static Tensor Defects(ReversibleNetwork model, Tensor moved, int kappa, Tensor error)
    {
        var defect = moved - kappa * error;
        return stack([Relative(defect, error), Relative(model.ReadOut(defect), model.ReadOut(error))]);

        Tensor Relative(Tensor d, Tensor e) =>
            Magnitude.Norm(d) / (kappa * Magnitude.Norm(e)).clamp_min(finfo(float64).tiny);
    }
}
