namespace ExactGN.GaussNewton;

/// <summary>
/// The exact reversible Gauss-Newton update: ε_x is pulled back from the output to the input, and each half-coupling
/// solves one small least-squares problem on the way: ã_F ΔW_F = s¹, ã_G ΔW_G = s² − G′(y¹)[P_F s¹].
/// </summary>
/// <remarks>
/// <para>With full row rank everywhere JΔ = ε and Δ solves JᵀHJΔ = Jᵀg. Otherwise it is neither a Gauss-Newton step
/// nor the least-squares optimum, and the report says by how much it misses. Paper section 4.2, equation 13;
/// theory/exact-update.md.</para>
/// </remarks>
/// <param name="Solver">How ã⁺s is computed.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Curvature">Exact, damped or identity.</param>
public sealed record ReversibleGaussNewton(LeastSquaresSolver Solver, Loss Loss, Curvature Curvature)
{
    /// <summary>The step with <see cref="RankRevealingGram"/>, the solver to begin with.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="curvature">Exact, damped or identity.</param>
    public ReversibleGaussNewton(Loss loss, Curvature curvature)
        : this(new RankRevealingGram(), loss, curvature)
    {
    }

    /// <summary>1/L (exact, the default) or none (as the paper's public implementation).</summary>
    public StepScaling Scaling { get; init; } = StepScaling.Exact;

    /// <summary>Whether each step also measures how exact it is: the residual of every half-coupling, for a product
    /// ãΔ each, and the defect in the state and in f, for the price of one push-forward: of Δ itself, or with
    /// <see cref="KeepFeatures"/> of the changes ãΔ at the kept points (GN-21 holds both to a dense
    /// Jacobian).</summary>
    public bool MeasureDefect { get; init; }

    /// <summary>Whether a step keeps the features of all 2L half-couplings from its forward pass, 2L·n·m numbers,
    /// instead of recomputing each by the inverse network when its turn comes.</summary>
    /// <remarks>
    /// <para>Of <see cref="Step"/>: <see cref="Solve(ReversibleNetwork, Tensor, Tensor)"/> is given a state that no
    /// forward pass of its own led to, and recovers the features whatever this says.</para>
    /// <para>Saves the two products per half-coupling by which the inverse recomputes it, and as many of the
    /// push-forward where the defect is measured. theory/exact-update.md, GN-39.</para>
    /// <para>
    /// Recomputation is unsafe where the inverse amplifies rounding: in float32 with large weights (a standard
    /// deviation of 0.3 over eight blocks gave a defect of 5.9, with kept features 2.5·10⁻⁴) a step may be off by per
    /// cents or more while every rank is full and every condition small. Keep features there, or take float64;
    /// <see cref="MeasureDefect"/> tells. theory/using-the-library.md.
    /// </para>
    /// </remarks>
    [Equation("features kept from x₀ → x_L, or recovered by the inverse")]
    public bool KeepFeatures { get; init; }

    /// <summary>Buffers for the features, used again from step to step; null (the default) where each step is to
    /// take its own. Stays the caller's.</summary>
    public Workspace? Workspace { get; init; }

    /// <summary>The step for a batch; the network is not changed.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="targets">y, shape [n, c] (or [n, d] without read-out).</param>
    /// <returns>Δ and its report; the caller owns it.</returns>
    /// <exception cref="ArgumentException">A shape, dtype or device does not fit, or a block is half
    /// frozen.</exception>
    /// <exception cref="NumericalException">Something is not finite or not representable, or rank is missing and the
    /// solver has no fallback.</exception>
    [Equation("r ← (1 − α)r + O(α²)")]
    [Equation("JᵀHJ Δ = Jᵀg")]
    public GaussNewtonStep Step(ReversibleNetwork model, Tensor x, Tensor targets)
    {
        model.RequireState(x, nameof(x));
        RequireWholeBlocks(model);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var own = Workspace is null ? new Workspace() : null;
        var workspace = Workspace ?? own!;
        using var level = workspace.Open();
        var solvers = HalfSolvers.All(Solver);
        var evaluation = solvers.Evaluation(workspace);
        RequireFits(model, x, evaluation, KeepFeatures);
        var way = KeepFeatures ? Trajectory.Keeping(model, x, evaluation) : Trajectory.Passing(model, x, evaluation);
        var meter = MeasureDefect ? Meter.Defect(x) : Meter.None;
        return Solve(workspace, way, Fit.Of(model, way.State, targets, Loss, Curvature), meter, solvers);
    }

    /// <summary>The update for a given tangent ε_x of the output state. Features are recovered by the inverse network,
    /// <see cref="KeepFeatures"/> or not.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="stateError">ε_x, shape [n, d].</param>
    /// <returns>Δ and its report, without a loss; the caller owns it.</returns>
    /// <exception cref="ArgumentException">A shape, dtype or device does not fit, or a block is half
    /// frozen.</exception>
    /// <exception cref="NumericalException">Something is not finite, or rank is missing and the solver has no
    /// fallback.</exception>
    [Equation("J_xΔ = ε_x, block by block")]
    public GaussNewtonStep Solve(ReversibleNetwork model, Tensor state, Tensor stateError)
    {
        model.RequireState(state, nameof(state));
        ShapeRule.Require(stateError, state.shape, state, "The lifted error");
        RequireWholeBlocks(model);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var own = Workspace is null ? new Workspace() : null;
        var workspace = Workspace ?? own!;
        var solvers = HalfSolvers.All(Solver);
        RequireFits(model, state, solvers.Evaluation(workspace), kept: false);
        var meter = MeasureDefect ? Meter.Defect(model.Inverse(state)) : Meter.None;
        var way = new Trajectory.Recovered(model, state);
        return Solve(workspace, way, Fit.To(stateError), meter, solvers);
    }

    private GaussNewtonStep Solve(Workspace workspace, Trajectory way, Fit fit, Meter meter, HalfSolvers solvers)
    {
        for (var sweep = new DownwardSweep(way.Network, Scaling, meter, workspace); ;)
        {
            sweep.Run(way, fit.Error, solvers);
            var reading = StepReading.Read(sweep, way, fit, solvers, meter);
            if (!reading.ErrorIsFinite)
            {
                throw fit.NotFinite();
            }

            if (reading.OutOfRange.Count > 0)
            {
                // What else failed stays in the reading of the next run.
                solvers = solvers.AtUnitScale(reading.OutOfRange);
            }
            else if (reading.Failures.Count > 0)
            {
                if (!solvers.CanFallBack(reading.Failures))
                {
                    RequireFinite(way.State, solvers);
                }

                // Kept points may lie in a span that only equivariant strategies can be given.
                solvers = solvers.FallBack(reading.Failures);
                way = solvers.AreEquivariant ? way : new Trajectory.Recovered(way.Network, way.State);
            }
            else
            {
                return reading.UpdateIsFinite
                    ? new(new Update(sweep.Deltas), reading.Report, reading.Loss)
                    : throw NotFinite(way.State, solvers);
            }
        }
    }

    private static void RequireWholeBlocks(ReversibleNetwork model)
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

        if (model.Blocks.All(block => !block.F.Trainable))
        {
            throw new ArgumentException("An update needs at least one trainable block; all are frozen.");
        }

        static string State(HalfCoupling half) => half.Trainable ? "trainable" : "frozen";
    }

    // What is alive at a time: one half-coupling's features, or all that are kept, and the Gram matrix of one.
    private void RequireFits(ReversibleNetwork model, Tensor x, CouplingEvaluation evaluation, bool kept)
    {
        if (x.device_type != DeviceType.CPU)
        {
            return;
        }

        var halves = model.HalfCouplings.Select(Size).ToArray();
        var (rows, columns, _, gram) = halves.MaxBy(half => half.Features + half.Gram);
        var needed = kept
            ? halves.Aggregate((Int128)0, (sum, half) => sum + half.Features) + halves.Max(half => half.Gram)
            : halves.Max(half => half.Features + half.Gram);
        MemoryRule.Require(
            needed * x.element_size(),
            MemoryRule.Available,
            $"A step's features {(gram > 0 ? "and their Gram matrix " : "")}must fit into memory; "
            + $"this one on {rows} rows with {columns} features each"
            + (kept ? $", kept for {halves.Length} half-couplings," : ""));

        (long Rows, long Columns, Int128 Features, Int128 Gram) Size(HalfCoupling half)
        {
            var (n, m) = (x.size(0) * half.Coupling.Width / half.Coupling.Outputs, evaluation.ColumnsOf(half));
            var k = half.Trainable && Solver.FormsGram(n, m) ? Math.Min(n, m) : 0;
            return (n, m, (Int128)n * m, (Int128)k * k);
        }
    }

    private static NumericalException NotFinite(Tensor state, HalfSolvers solvers)
    {
        RequireFinite(state, solvers);
        return new(
            NumericalTrouble.NotRepresentable,
            $"An update must be representable in {state.dtype}; the least-squares solution of {solvers.Names} is "
            + "not, or a product with it.");
    }

    // Read only where a step has failed: whether the reason is what it was given.
    private static void RequireFinite(Tensor state, HalfSolvers solvers)
    {
        using var scope = NewDisposeScope();
        if (!HostRead.Holds(Finite.All(state)))
        {
            throw new NumericalException(
                NumericalTrouble.NotFinite,
                "An update must be finite; the network's last state contains NaN or infinity, "
                + $"with which {solvers.Names} cannot solve.");
        }
    }
}
