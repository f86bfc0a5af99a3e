namespace ExactGN.GaussNewton;

/// <summary>One walk down: every block realises ε_x, pulled back to it (paper 4.2). Reads nothing back from the
/// device.</summary>
/// <remarks>
/// <para>ã_F Δ_F = s¹, of which F realises P_F s¹ = ã_F Δ_F;</para>
/// <para>ã_G Δ_G = s² − G′(y¹)[P_F s¹], which is t² where F realises all;</para>
/// <para>s ← (s¹ − F′(x²)[t²], t²) with t² = s² − G′(y¹)[s¹].</para>
/// Run again with other strategies for some half-couplings it solves in their blocks alone; what the others gave stays.
/// </remarks>
/// <param name="model">The network.</param>
/// <param name="scaling">How the blocks' contributions are scaled.</param>
/// <param name="meter">What is measured on the way.</param>
/// <param name="workspace">Where features lie.</param>
[Equation("ã⁺(εU¹ᵀ) = (ã⁺ε)U¹ᵀ in the last block")]
[Equation("without full row rank: G answers P_F s¹")]
[Equation("ΔW_F = ã_F⁺s¹, ΔW_G = ã_G⁺t²")]
internal sealed class DownwardSweep(ReversibleNetwork model, StepScaling scaling, Meter meter, Workspace workspace)
{
    private readonly Dictionary<HalfCoupling, SolvedHalf> _solved = [];

    /// <summary>κ: JΔ = κε for full row rank; 1, or the number of trainable blocks where their changes are
    /// summed.</summary>
    [Equation("Δ = (1/L) Σ_ℓ Δ_ℓ, or the sum: J_xΔ = Lε_x")]
    internal int Kappa => scaling == StepScaling.Exact ? 1 : TrainableBlocks;

    /// <summary>What was solved, from the first half-coupling to the last.</summary>
    internal IEnumerable<SolvedHalf> Solved =>
        model.HalfCouplings.Where(_solved.ContainsKey).Select(half => _solved[half]);

    /// <summary>One Δ per half-coupling, zeros where frozen, in the caller's dispose scope.</summary>
    internal IReadOnlyList<Tensor> Deltas =>
        [.. model.HalfCouplings.Select(
            half => _solved.TryGetValue(half, out var solved) ? solved.Delta : zeros_like(half.Weight))];

    private int TrainableBlocks => model.Blocks.Count(block => block.F.Trainable);

    /// <summary>A half-coupling's change ãΔ, shape [n, q]; null where it is frozen or the meter did not ask for
    /// it.</summary>
    /// <param name="half">The half-coupling.</param>
    internal Tensor? ChangeOf(HalfCoupling half) => _solved.GetValueOrDefault(half)?.Change;

    /// <summary>The walk; what it finds belongs to the caller's dispose scope.</summary>
    /// <param name="way">How the batch came to x_L.</param>
    /// <param name="error">ε_x.</param>
    /// <param name="solvers">How each half-coupling is solved.</param>
    [Equation("J_xΔ = ε_x, block by block")]
    internal void Run(Trajectory way, Tangent error, HalfSolvers solvers)
    {
        RequireWholeBlocks();

        // All is linear in the error: scaled here, its solutions come scaled.
        var s = error.Times(scaling == StepScaling.Exact ? 1.0 / TrainableBlocks : 1);
        var unsolved = model.Blocks.Where(IsUnsolved).ToHashSet();
        var last = model.Blocks.First(unsolved.Contains);
        foreach (var at in way.Downward(solvers.Evaluation(workspace)))
        {
            var isLast = ReferenceEquals(at.Block, last);
            var (f, g) = (new HalfProblem(at.F, solvers.Of(at.Block.F)), new HalfProblem(at.G, solvers.Of(at.Block.G)));
            var t2 = !isLast || f.RealisesAll ? at.PullSecond(s) : null;
            if (unsolved.Contains(at.Block) && f.RealisesAll)
            {
                SolveBoth(f, s.First, g, t2!);
            }
            else if (unsolved.Contains(at.Block))
            {
                var realised = Solve(f, s.First);
                Solve(g, new(s.Halves.Second - at.G.Jvp(realised()), null));
            }

            if (isLast)
            {
                break;
            }

            var below = at.PullFirst(s.Halves.First, t2!).MoveToOuterDisposeScope();
            s.Halves.Dispose();
            s = new Tangent(below);
        }

        bool IsUnsolved(CouplingBlock block) => block.F.Trainable && (IsNew(block.F) || IsNew(block.G));

        bool IsNew(HalfCoupling half) =>
            !_solved.TryGetValue(half, out var solved) || !ReferenceEquals(solved.Solver, solvers.Of(half));

        // Both right-hand sides are known; one strategy for both may do what both need at once.
        void SolveBoth(HalfProblem f, LowRank s1, HalfProblem g, Tensor t2)
        {
            var (first, second) = (f.Rows(s1), g.Rows(new(t2, null)));
            var (ofF, ofG) = ReferenceEquals(f.Solver, g.Solver)
                ? f.Solver.DeferBoth(new(f.Features, first.Left), new(g.Features, second.Left))
                : (f.Solver.Defer(f.Features, first.Left), g.Solver.Defer(g.Features, second.Left));
            Take(f, first, ofF);
            Take(g, second, ofG);
        }

        // What it realises, should that be asked for.
        Func<LowRank> Solve(HalfProblem half, LowRank s)
        {
            var rows = half.Rows(s);
            var realised = Take(half, rows, half.Solver.Defer(half.Features, rows.Left));
            return () => half.Half(rows with { Left = realised.Value });
        }

        // Δ = ã⁺s = (ã⁺L)R; returns the left factor of ãΔ.
        Lazy<Tensor> Take(HalfProblem half, LowRank rows, DeferredSolution solution)
        {
            var (delta, diagnostics) = solution;
            var realised = new Lazy<Tensor>(() => half.Point.Times(delta));
            var residual = meter.Residual(rows, realised);
            var change = meter.Change(way, () => half.Point.HalfOf(rows.Times(realised.Value)));
            _solved.GetValueOrDefault(half.Point.Half)?.Delta.Dispose();
            _solved[half.Point.Half] = new(
                half.Point.Half,
                half.Solver,
                half.Features.size(0),
                half.Features.size(1),
                rows.Times(half.Point.Expand(delta)).MoveToOuterDisposeScope(),
                cat([diagnostics, residual.to(float64).reshape(1)]).MoveToOuterDisposeScope(),
                change?.MoveToOuterDisposeScope());
            return realised;
        }
    }

    private void RequireWholeBlocks()
    {
        foreach (var (i, block) in model.Blocks
            .Index()
            .Where(entry => entry.Item.F.Trainable != entry.Item.G.Trainable))
        {
            throw new ArgumentException(
                "The reversible update moves whole blocks, so both halves of a block must be trainable or both frozen; "
                + $"in block {i} F is {State(block.F)} and G is {State(block.G)}. "
                + "MinimumNormGaussNewton takes any choice.");
        }

        if (TrainableBlocks == 0)
        {
            throw new ArgumentException("An update needs at least one trainable block; all are frozen.");
        }

        static string State(HalfCoupling half) => half.Trainable ? "trainable" : "frozen";
    }
}

/// <summary>ãΔ = s of one half-coupling at its point, before it is solved.</summary>
/// <param name="point">The point.</param>
/// <param name="solver">The strategy.</param>
internal sealed class HalfProblem(CouplingPoint point, LeastSquaresSolver solver)
{
    /// <summary>The point.</summary>
    internal CouplingPoint Point => point;

    /// <summary>The strategy.</summary>
    internal LeastSquaresSolver Solver => solver;

    /// <summary>ã.</summary>
    internal Tensor Features { get; } = point.Features();

    /// <summary>Whether all of s will be realised, P_F s = s.</summary>
    internal bool RealisesAll => solver.AssumesFullRowRank(Features.size(0), Features.size(1));

    /// <summary>A half as rows of ãW; its factors last where the rows are the samples.</summary>
    /// <param name="half">Shape [n, q].</param>
    internal LowRank Rows(LowRank half) => point.IsPerSample ? half : new(point.RowsOf(half.Times(half.Left)), null);

    /// <summary>The inverse of <see cref="Rows"/>.</summary>
    /// <param name="rows">Shape [r, k].</param>
    internal LowRank Half(LowRank rows) => point.IsPerSample ? rows : new(point.HalfOf(rows.Times(rows.Left)), null);
}

/// <summary>A half-coupling's part of an update. Its tensors belong to the step's dispose scope.</summary>
/// <param name="Half">The half-coupling.</param>
/// <param name="Solver">The strategy that solved it.</param>
/// <param name="Rows">r, the rows of ã.</param>
/// <param name="Columns">m, its columns.</param>
/// <param name="Delta">Δ, the shape of W.</param>
/// <param name="Diagnostics">Rank, condition, largest cut, failed and relative residual (NaN unless measured), in
/// float64.</param>
/// <param name="Change">ãΔ as a half; null where the meter did not ask for it.</param>
internal sealed record SolvedHalf(
    HalfCoupling Half,
    LeastSquaresSolver Solver,
    long Rows,
    long Columns,
    Tensor Delta,
    Tensor Diagnostics,
    Tensor? Change);
