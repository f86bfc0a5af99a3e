namespace ExactGN;

/// <summary>The one read from the device at the end of a step: everything that decides fallback, error and report.</summary>
internal sealed record StepReading(ExactnessReport Report, double Loss, bool ErrorIsFinite, bool UpdateIsFinite, HalfCouplingReport? FirstFailure)
{
    /// <summary>Collects all scalars into one vector and reads it.</summary>
    internal static StepReading Read(RevMlp model, DownwardSweep sweep, Tensor[] deltas, Tensor error, Tensor? loss, Tensor? x)
    {
        using var scope = NewDisposeScope();
        var defects = x is null ? [] : Defects(model, x, deltas, sweep.Kappa, error);
        var parts = sweep.Diagnostics.ToArray();
        var numbers = cat(
        [
            error.isfinite().all().to(float64).reshape(1),
            stack(deltas.Select(delta => delta.isfinite().all())).all().to(float64).reshape(1),
            error.norm().to(float64).reshape(1),
            (loss ?? full_like(error[0, 0], double.NaN)).to(float64).reshape(1),
            .. parts.Select(part => part.Diagnostics),
            .. defects,
        ]).cpu().data<double>().ToArray();

        var names = model.HalfCouplings.Select(half => half.Name).ToArray();
        var samples = (int)error.size(0);
        List<HalfCouplingReport> halves = [];
        HalfCouplingReport? failure = null;
        foreach (var (offset, (index, _)) in parts.Index())
        {
            var own = numbers.AsSpan(4 + 5 * offset, 5);
            var rank = DeferredSolution.Read(own);
            halves.Add(new(names[index], samples, rank.Rank, rank.Condition, rank.LargestCut, own[4]));
            failure = rank.Failed ? failure ?? halves[^1] : failure;
        }

        double? Defect(int i) => x is null ? null : numbers[^i];
        var report = new ExactnessReport(halves, numbers[2], UsedFallback: false, StateDefect: Defect(2), OutputDefect: Defect(1));
        return new(report, numbers[3], numbers[0] != 0, numbers[1] != 0, failure);
    }

    // ‖J_xΔ − κε_x‖/‖κε_x‖ in the state, then in f.
    private static Tensor[] Defects(RevMlp model, Tensor x, Tensor[] deltas, int kappa, Tensor error)
    {
        using var update = new Update(deltas.Select(delta => delta.alias()));
        var defect = model.ParameterJvp(x, update) - kappa * error;
        Tensor Relative(Tensor d, Tensor e) => (d.norm() / (kappa * e.norm()).clamp_min(finfo(e.dtype).tiny)).to(float64).reshape(1);
        return [Relative(defect, error), Relative(model.ReadOut(defect), model.ReadOut(error))];
    }
}
