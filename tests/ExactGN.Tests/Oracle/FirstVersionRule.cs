namespace ExactGN.Tests.Oracle;

/// <summary>
/// The rule of the paper's first version, for comparison only: every half is a layer of its own, so ΔW_G = ã_G⁺ s²
/// misses the response that F's update sends through G. It is not exact.
/// </summary>
internal static class FirstVersionRule
{
    /// <summary>The updates for the tangent <paramref name="epsilon"/> of the output state, and the singular values
    /// kept per half-coupling.</summary>
    internal static StepTaken Solve(ReversibleNetwork model, Tensor state, Tensor epsilon, LeastSquaresSolver solver)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var deltas = new Tensor[2 * model.Blocks.Count];
        var kept = new int[2 * model.Blocks.Count];
        var (y, s) = (Halves.Split(state), Halves.Split(epsilon));
        for (var i = model.Blocks.Count - 1; i >= 0; i--)
        {
            var block = model.Blocks[i];
            var (x, t) = block.InverseJvp(y, s);
            Own(2 * i, block.F.At(x.Second), s.First);
            Own(2 * i + 1, block.G.At(y.First), s.Second);
            (y, s) = (x, t);
        }

        return new(new Update(deltas), kept);

        void Own(int index, CouplingPoint point, Tensor right)
        {
            var solution = solver.Solve(point.Features(), point.RowsOf(right));
            (deltas[index], kept[index]) = (solution.X, solution.Report.Rank);
        }
    }

    internal static StepRule Training(TrajectoryRun run) => (model, x, targets) =>
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = model.Forward(x);
        var error = new SoftmaxCrossEntropy().NewtonDirection(model.ReadOut(state), targets, Curvature.Identity);
        var taken = Solve(model, state, model.Lift(error), new TruncatedGramEigen(run.Rtol, run.Atol));
        taken.Direction.ApplyTo(model, run.LearningRate);
        return taken;
    };
}
