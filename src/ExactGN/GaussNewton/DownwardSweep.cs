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

    /// <summary>A half-coupling's change ãΔ; zero where it is frozen or the meter did not ask for it.</summary>
    /// <param name="half">The half-coupling.</param>
    internal HalfTangent ChangeOf(HalfCoupling half) =>
        _solved.TryGetValue(half, out var solved) ? solved.Change : HalfTangent.Zero;

    /// <summary>The walk; what it finds belongs to the caller's dispose scope.</summary>
    /// <param name="way">How the batch came to x_L.</param>
    /// <param name="error">ε_x.</param>
    /// <param name="solvers">How each half-coupling is solved.</param>
    [Equation("J_xΔ = ε_x, block by block")]
    internal void Run(Trajectory way, Tangent error, HalfSolvers solvers)
    {
        // All is linear in the error: scaled here, its solutions come scaled.
        var s = error.Times(scaling == StepScaling.Exact ? 1.0 / TrainableBlocks : 1);
        var unsolved = model.Blocks.Where(IsUnsolved).ToHashSet();
        foreach (var at in way.Downward(solvers.Evaluation(workspace)))
        {
            // The last block to be solved may not ask for it.
            var t2 = new Lazy<Tensor>(() => at.PullSecond(s));
            if (unsolved.Remove(at.Block))
            {
                SolveBlock(at, s, t2);
            }

            if (unsolved.Count == 0)
            {
                break;
            }

            var below = at.PullFirst(s.Halves.First, t2.Value).MoveToOuterDisposeScope();
            s.Halves.Dispose();
            s = new Tangent(below);
        }

        bool IsUnsolved(CouplingBlock block) => block.F.Trainable && (IsNew(block.F) || IsNew(block.G));

        bool IsNew(HalfCoupling half) =>
            !_solved.TryGetValue(half, out var solved) || !ReferenceEquals(solved.Solver, solvers.Of(half));

        void SolveBlock(BlockPoint at, Tangent s, Lazy<Tensor> t2)
        {
            var (f, g) = (new HalfProblem(at.F, solvers.Of(at.Block.F)), new HalfProblem(at.G, solvers.Of(at.Block.G)));
            if (f.RealisesAll)
            {
                // P_F s¹ = s¹, so that G's is t².
                SolveBoth(way, f, s.First, g, LowRank.Whole(t2.Value));
                return;
            }

            var realised = Solve(way, f, s.First);
            Solve(way, g, LowRank.Whole(s.Halves.Second - at.G.Jvp(realised())));
        }
    }

    // Both right-hand sides are known; one strategy for both may do what both need at once.
    private void SolveBoth(Trajectory way, HalfProblem f, LowRank s1, HalfProblem g, LowRank t2)
    {
        var (first, second) = (f.Rows(s1), g.Rows(t2));
        var (ofF, ofG) = ReferenceEquals(f.Solver, g.Solver)
            ? f.Solver.DeferBoth(new(f.Features, first.Left), new(g.Features, second.Left))
            : (f.Solver.Defer(f.Features, first.Left), g.Solver.Defer(g.Features, second.Left));
        Take(way, f, first, ofF);
        Take(way, g, second, ofG);
    }

    // What it realises, P s = ãΔ, should that be asked for.
    private Func<LowRank> Solve(Trajectory way, HalfProblem half, LowRank s)
    {
        var rows = half.Rows(s);
        var realised = Take(way, half, rows, half.Solver.Defer(half.Features, rows.Left));
        return () => half.Half(rows with { Left = realised.Value });
    }

    // Δ = ã⁺s = (ã⁺L)R; returns the left factor of ãΔ.
    private Lazy<Tensor> Take(Trajectory way, HalfProblem half, LowRank rows, DeferredSolution solution)
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
            diagnostics.MoveToOuterDisposeScope(),
            residual.MoveToOuterDisposeScope(),
            change.MoveToOuterDisposeScope());
        return realised;
    }
}
