namespace ExactGN;

/// <summary>One sweep from the output to the input: the pull-back's own terms are the right-hand sides. Reads nothing back from the device.</summary>
/// <remarks>
/// Run again with other strategies for some half-couplings it solves in their blocks alone; what the others gave stays.
/// </remarks>
internal sealed class DownwardSweep(RevMlp model, StepScaling scaling, bool measure, Workspace workspace)
{
    private readonly Dictionary<int, (LeastSquaresSolver Solver, Tensor Diagnostics, long Columns)> _solved = [];
    private readonly Tensor?[] _changes = new Tensor?[2 * model.Blocks.Count];
    private readonly Tensor?[] _deltas = new Tensor?[2 * model.Blocks.Count];

    /// <summary>κ: JΔ = κε for full row rank; 1, or the number of trainable blocks where their changes are summed.</summary>
    internal int Kappa => scaling == StepScaling.Exact ? 1 : TrainableBlocks;

    private int TrainableBlocks => model.Blocks.Count(block => block.F.Trainable);

    /// <summary>Per trainable half-coupling, from the first: its index, [rank, condition, largest cut, failed, relative residual (NaN unless measured)] in float64, and the columns of its ã.</summary>
    internal IEnumerable<(int Index, Tensor Diagnostics, long Columns)> Solved =>
        _solved.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value.Diagnostics, entry.Value.Columns));

    /// <summary>Per half-coupling, its change ãΔ of shape [n, q]; null where it is frozen or not measured, or where no points were kept that could carry it on.</summary>
    internal IReadOnlyList<Tensor?> Changes => _changes;

    /// <summary>The sweep.</summary>
    /// <param name="trajectory">How the batch came to x_L, shape [n, d].</param>
    /// <param name="error">ε_x, shape [n, d].</param>
    /// <param name="outputError">ε, shape [n, c], where ε_x = εUᵀ: the last block's F then solves for c columns; null where ε_x is not known to be such a product.</param>
    /// <param name="solvers">How each half-coupling is solved.</param>
    /// <returns>One Δ per half-coupling (zeros where frozen), in the caller's dispose scope.</returns>
    internal Tensor[] Run(Trajectory trajectory, Tensor error, Tensor? outputError, HalfSolvers solvers)
    {
        foreach (var (i, block) in model.Blocks.Index().Where(entry => entry.Item.F.Trainable != entry.Item.G.Trainable))
        {
            throw new ArgumentException($"The reversible update moves whole blocks, so both halves of a block must be trainable or both frozen; in block {i} F is {State(block.F)} and G is {State(block.G)}. MinimumNormGaussNewton takes any choice.");
        }

        if (TrainableBlocks == 0)
        {
            throw new ArgumentException("An update needs at least one trainable block; all are frozen.");
        }

        // All is linear in the error: scaled here, its solutions come scaled.
        var scale = scaling == StepScaling.Exact ? 1.0 / TrainableBlocks : 1;
        (error, outputError) = (scale * error, outputError is null ? null : scale * outputError);
        var (y, s) = (Halves.Split(trajectory.State), Halves.Split(error));
        var unsolved = Enumerable.Range(0, model.Blocks.Count).Where(Unsolved).ToHashSet();
        var last = unsolved.Min();
        for (var i = model.Blocks.Count - 1; i >= last; i--)
        {
            using var scope = NewDisposeScope();
            using var level = workspace.Open();
            var block = model.Blocks[i];
            var (x, (f, g)) = trajectory.Points is { } kept
                ? (default, kept[i])
                : block.AtOutput(y, solvers.AreEquivariant, workspace);
            var first = outputError is not null && model.ReadoutMatrix is { } u && i == model.Blocks.Count - 1 && u.size(1) < s.First.size(1)
                ? new LowRank(outputError, u.narrow(0, 0, s.First.size(1)).mT)
                : new LowRank(s.First, null);
            var (solverF, solverG) = (solvers.Of(2 * i), solvers.Of(2 * i + 1));
            var fullRowRank = solverF.AssumesFullRowRank(f.Activation.size(0), f.Columns);
            var t2 = i > last || fullRowRank ? s.Second - g.Jvp(first) : null;
            if (unsolved.Contains(i) && fullRowRank)
            {
                // P_F s¹ = s¹, so the right-hand side of G is t² itself and both are known.
                var second = new LowRank(t2!, null);
                var (ofF, ofG) = Both(solverF, new(f.Features(), first.Left), solverG, new(g.Features(), second.Left));
                Take(2 * i, f, first, ofF, needed: false);
                Take(2 * i + 1, g, second, ofG, needed: false);
            }
            else if (unsolved.Contains(i))
            {
                // F realises only P_F s¹ = ã_F ΔW_F.
                var realised = Take(2 * i, f, first, solverF.Defer(f.Features(), first.Left), needed: true);
                var second = new LowRank(s.Second - g.Jvp(first with { Left = realised! }), null);
                Take(2 * i + 1, g, second, solverG.Defer(g.Features(), second.Left), needed: false);
            }

            if (i > last)
            {
                var below = new Halves(s.First - f.Jvp(t2!), t2!).MoveToOuterDisposeScope();
                s.Dispose();
                s = below;
                if (trajectory.Points is null)
                {
                    y.Dispose();
                    y = x.MoveToOuterDisposeScope();
                }
            }
        }

        foreach (var (i, half) in model.HalfCouplings.Index())
        {
            _deltas[i] ??= zeros_like(half.Weight);
        }

        return [.. _deltas.Select(delta => delta!)];

        bool Unsolved(int block) => model.Blocks[block].F.Trainable && (IsNew(2 * block) || IsNew(2 * block + 1));

        bool IsNew(int half) =>
            !_solved.TryGetValue(half, out var solved) || !ReferenceEquals(solved.Solver, solvers.Of(half));

        // Δ = ã⁺s = (ã⁺L)R; returns the left factor of what it realises, ãã⁺s, where that is needed or measured.
        Tensor? Take(int index, CouplingPoint point, LowRank s, DeferredSolution solution, bool needed)
        {
            var (delta, diagnostics) = solution;
            var realised = needed || measure ? point.Realise(delta) : null;
            var residual = measure
                ? Magnitude.Norm(s.Times(realised! - s.Left)) / Magnitude.Norm(s.Times(s.Left)).clamp_min(finfo(float64).tiny)
                : full_like(error[0, 0], double.NaN);
            var numbers = cat([diagnostics, residual.to(float64).reshape(1)]).MoveToOuterDisposeScope();
            _solved[index] = (solvers.Of(index), numbers, point.Columns);
            _changes[index] = measure && trajectory.Points is not null ? s.Times(realised!).MoveToOuterDisposeScope() : null;
            _deltas[index]?.Dispose();
            _deltas[index] = s.Times(point.Expand(delta)).MoveToOuterDisposeScope();
            return realised;
        }
    }

    // With one strategy for both it may do what both need at once.
    private static (DeferredSolution F, DeferredSolution G) Both(
        LeastSquaresSolver solverF, LinearSystem f, LeastSquaresSolver solverG, LinearSystem g) =>
        ReferenceEquals(solverF, solverG)
            ? solverF.DeferBoth(f, g)
            : (solverF.Defer(f.A, f.S), solverG.Defer(g.A, g.S));

    private static string State(HalfCoupling half) => half.Trainable ? "trainable" : "frozen";
}
