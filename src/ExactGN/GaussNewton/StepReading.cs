namespace ExactGN;

/// <summary>The one read from the device at the end of a step: everything that decides another solve, error and report.</summary>
internal sealed record StepReading(
    ExactnessReport Report,
    double? Loss,
    bool ErrorIsFinite,
    bool UpdateIsFinite,
    IReadOnlyList<int> OutOfRange,
    IReadOnlyList<HalfFailure> Failures)
{
    /// <summary>Collects all scalars into one vector and reads it.</summary>
    /// <param name="model">The network.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="solvers">What it was run with.</param>
    /// <param name="deltas">What it found.</param>
    /// <param name="error">ε_x, shape [n, d].</param>
    /// <param name="loss">The batch's loss; null where it is not known.</param>
    /// <param name="moved">J_xΔ, shape [n, d]; null where no defect is asked for.</param>
    internal static StepReading Read(
        RevMlp model,
        DownwardSweep sweep,
        HalfSolvers solvers,
        Tensor[] deltas,
        Tensor error,
        Tensor? loss,
        Tensor? moved)
    {
        using var scope = NewDisposeScope();
        var defects = moved is null ? [] : Defects(model, moved, sweep.Kappa, error);
        var parts = sweep.Solved.ToArray();
        var numbers = HostRead.Numbers(cat(
        [
            Finite.All(error).to(float64).reshape(1),
            stack(deltas.Select(Finite.All)).all().to(float64).reshape(1),
            Magnitude.Norm(error).reshape(1),
            (loss ?? full_like(error[0, 0], double.NaN)).to(float64).reshape(1),
            .. parts.Select(part => part.Diagnostics),
            .. defects,
        ]));

        var names = model.HalfCouplings.Select(half => half.Name).ToArray();
        var samples = (int)error.size(0);
        List<HalfCouplingReport> halves = [];
        List<int> outOfRange = [];
        List<HalfFailure> failures = [];
        foreach (var (offset, (index, _, columns)) in parts.Index())
        {
            var own = numbers.AsSpan(4 + 5 * offset, 5);
            var rank = DeferredSolution.Read(own);
            var residual = moved is null ? (double?)null : own[4];
            halves.Add(new(names[index], samples, rank.Rank, rank.Condition, rank.LargestCut, residual)
            {
                UsedFallback = solvers.FellBack(index),
                Strategy = solvers.Of(index).TitleFor(samples, columns),
            });
            if (DeferredSolution.LeftTheRange(own))
            {
                outOfRange.Add(index);
            }
            else if (rank.Failed)
            {
                failures.Add(new(index, halves[^1], Math.Min(samples, columns)));
            }
        }

        double? Defect(int i) => moved is null ? null : numbers[^i];
        var usedFallback = halves.Any(half => half.UsedFallback);
        var report = new ExactnessReport(
            halves, numbers[2], usedFallback, StateDefect: Defect(2), OutputDefect: Defect(1));
        return new(
            report, loss is null ? null : numbers[3], numbers[0] != 0, numbers[1] != 0, outOfRange, failures);
    }

    // ‖J_xΔ − κε_x‖/‖κε_x‖ in the state, then in f.
    private static Tensor[] Defects(RevMlp model, Tensor moved, int kappa, Tensor error)
    {
        var defect = moved - kappa * error;
        Tensor Relative(Tensor d, Tensor e) => (Magnitude.Norm(d) / (kappa * Magnitude.Norm(e)).clamp_min(finfo(float64).tiny)).reshape(1);
        return [Relative(defect, error), Relative(model.ReadOut(defect), model.ReadOut(error))];
    }
}
