namespace ExactGN.LeastSquares;

/// <summary>Cholesky of the smaller Gram matrix: K = ããᵀ and X = ãᵀK⁻¹s for n ≤ m; K = ãᵀã and X = K⁻¹ãᵀs for
/// n > m.</summary>
/// <remarks>
/// <para>The cheapest strategy: one product and k³/3, k = min(n, m). It squares the condition number,
/// so a plain solve errs by about u·κ². Each refinement repeats the solve on the residual, formed through ã itself,
/// and multiplies the error by about k·u·κ²: r of them leave about u·κ + (k·u·κ²)^(r+1), so that one suffices for u·κ
/// as long as κ³ ≪ 1/(k²·u). <see cref="RefineInGram"/> trades that for speed.</para>
/// <para>Failure is reported, never passed on: a factorisation that broke down, σ_min(L) at rounding level (its square
/// at most 4√k·eps times L's longest row's, by inverse iteration), or a first solve too poor for refinement to repair:
/// of some column, the first residual relative to s for n ≤ m, the first correction relative to X for n > m,
/// above eps^¼ in the largest entries. <see cref="Fallback"/> then takes over. theory/least-squares.md.</para>
/// </remarks>
/// <param name="Refinements">Refinement steps, 0 or more.</param>
[Equation("X = ãᵀ(ããᵀ)⁻¹s, then refined")]
public sealed record GramCholesky(int Refinements = 1) : LeastSquaresSolver
{
    /// <summary>Refinement steps, 0 or more.</summary>
    public int Refinements { get; init => field = (int)NotNegative(value, nameof(Refinements)); } = (int)NotNegative(
        Refinements, nameof(Refinements));

    /// <summary>Whether refinements form the residual through K, at 2k² operations per column and no product
    /// with ã (one takes 2nm, and there are two): they then repair the factorisation's rounding but not K's own,
    /// so that c·k·u·κ² remains (LS-10). At most k/32 columns are refined through ã all the same;
    /// a refinement then costs less than an eighth of forming K.</summary>
    public bool RefineInGram { get; init; }

    // k for each column of s from which on two products with ã and s are small beside K's n·m·k.
    private const long FewColumns = 32;

    /// <summary>The strategy for ã without full rank (as measured): <see cref="TruncatedSvd"/> by default,
    /// null to have the failure thrown.</summary>
    public LeastSquaresSolver? FallbackSolver { get; init; } = new TruncatedSvd();

    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => true;

    /// <inheritdoc/>
    public override LeastSquaresSolver? Fallback => FallbackSolver;

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => true;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var gram = GramMatrix.Of(a);
        var (factor, info) = linalg.cholesky_ex(gram);
        return Refined(a, s, gram, factor, info, TriangularCondition.Reciprocal(factor.mT));
    }

    /// <summary>Factors both K in one batch where they have one size: half as many small calls. On a GPU one after
    /// the other, which takes it less time.</summary>
    private protected override (DeferredSolution First, DeferredSolution Second) SolveBothCore(
        LinearSystem first, LinearSystem second)
    {
        if (first.A.device_type == DeviceType.CUDA
            || Math.Min(first.Rows, first.Columns) != Math.Min(second.Rows, second.Columns))
        {
            return base.SolveBothCore(first, second);
        }

        var grams = GramMatrix.OfBoth(first.A, second.A);
        var (factors, info) = linalg.cholesky_ex(grams);
        var reciprocals = TriangularCondition.Reciprocal(factors.mT);
        return (Of(first, 0), Of(second, 1));

        DeferredSolution Of(LinearSystem system, long i) =>
            Refined(system.A, system.S, grams[i], factors[i], info[i], reciprocals[i]);
    }

    // What follows the factor, K = LLᵀ with 1/κ(L) ≤ reciprocal.
    private DeferredSolution Refined(Tensor a, Tensor s, Tensor gram, Tensor factor, Tensor info, Tensor reciprocal)
    {
        var wide = a.size(0) <= a.size(1);
        var (x, correction) = RefineInGram && FewColumns * s.size(1) > gram.size(0) ? InGram() : ThroughFeatures();

        var eps = finfo(a.dtype).eps;
        var failed = info.ne(0)
            .logical_or((reciprocal.square() > 4 * Math.Sqrt(factor.size(0)) * eps).logical_not())
            .logical_or(correction is null
                ? zeros_like(reciprocal).to(@bool)
                : (correction <= Math.Pow(eps, 0.25)).logical_not());
        return new(x, DeferredSolution.Diagnose(
            full_like(reciprocal, factor.size(0)),
            reciprocal.reciprocal(),
            zeros_like(reciprocal),
            failed,
            WorkingRange.LeftSquaring(gram.diagonal().amax([]), a, s)));

        // The residual s − ãX.
        (Tensor X, Tensor? Correction) ThroughFeatures()
        {
            Tensor Apply(Tensor r) => wide ? a.mT.mm(cholesky_solve(r, factor)) : cholesky_solve(a.mT.mm(r), factor);
            var x = Apply(s);
            Tensor? correction = null;
            for (var i = 0; i < Refinements; i++)
            {
                var r = s - a.mm(x);
                var dx = Apply(r);
                correction ??= wide ? WorstColumn(r, s) : WorstColumn(dx, x);
                x = x + dx;
            }

            return (x, correction);
        }

        // Kz = s and X = ãᵀz for n ≤ m, KX = ãᵀs for n > m; the residual of that system.
        (Tensor X, Tensor? Correction) InGram()
        {
            var right = wide ? s : a.mT.mm(s);
            var z = cholesky_solve(right, factor);
            Tensor? correction = null;
            for (var i = 0; i < Refinements; i++)
            {
                var r = right - gram.mm(z);
                var dz = cholesky_solve(r, factor);
                correction ??= wide ? WorstColumn(r, right) : WorstColumn(dz, z);
                z = z + dz;
            }

            return (wide ? a.mT.mm(z) : z, correction);
        }
    }

    // Column by column: a large right-hand side that is easy to solve for must not hide a small one that is not.
    private static Tensor WorstColumn(Tensor part, Tensor whole) =>
        (part.abs().amax(0) / whole.abs().amax(0).clamp_min(finfo(whole.dtype).tiny)).max();
}
