namespace ExactGN.LeastSquares;

/// <summary>One strategy for wide ã [n, m] and another for the rest: Cholesky for the wide ReLU half-couplings, say,
/// and a truncation for a linear block, which from h = 4q on comes in its span, as few as q + 1 columns.</summary>
/// <remarks>theory/least-squares.md; why a linear block is tall or near square: theory/exact-update.md.</remarks>
/// <param name="Wide">For m ≥ <see cref="Aspect"/>·n.</param>
/// <param name="Tall">For the rest.</param>
[Equation("one strategy for m ≥ Aspect·n, another for the rest")]
public sealed record WideOrTall(LeastSquaresSolver Wide, LeastSquaresSolver Tall) : LeastSquaresSolver
{
    /// <summary>How many columns per row make a matrix wide: 1 by default; more where near square ones,
    /// whose condition is poor, are to be taken as tall. Positive and finite.</summary>
    public double Aspect { get; init => field = Positive(value); } = 1;

    /// <summary>As <see cref="Wide"/>: it is full row rank that makes a step exact.</summary>
    public override bool AssumesFullRank => Wide.AssumesFullRank;

    /// <inheritdoc/>
    public override bool IsEquivariant => Wide.IsEquivariant && Tall.IsEquivariant;

    /// <inheritdoc/>
    public override LeastSquaresSolver? Fallback => (Wide.Fallback, Tall.Fallback) is (null, null)
        ? null
        : this with { Wide = Wide.Fallback ?? Wide, Tall = Tall.Fallback ?? Tall };

    /// <inheritdoc/>
    public override bool AssumesFullRowRank(long rows, long columns) =>
        For(rows, columns).AssumesFullRowRank(rows, columns);

    /// <inheritdoc/>
    internal override string TitleFor(long rows, long columns) => For(rows, columns).TitleFor(rows, columns);

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => For(rows, columns).FormsGram(rows, columns);

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => For(a.size(0), a.size(1)).Defer(a, s);

    /// <inheritdoc/>
    private protected override (DeferredSolution First, DeferredSolution Second) SolveBothCore(
        LinearSystem first, LinearSystem second)
    {
        var solver = For(first.Rows, first.Columns);
        return ReferenceEquals(solver, For(second.Rows, second.Columns))
            ? solver.DeferBoth(first, second)
            : base.SolveBothCore(first, second);
    }

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale) =>
        For(a.size(0), a.size(1)).SolveAt(a, s, scale);

    /// <inheritdoc/>
    internal override Tensor ScaleOf(Tensor a) => For(a.size(0), a.size(1)).ScaleOf(a);

    /// <inheritdoc/>
    internal override Tensor FactorOf(Tensor a, Tensor scale, Tensor columns) =>
        For(a.size(0), a.size(1)).FactorOf(a, scale, columns);

    private LeastSquaresSolver For(long rows, long columns) => columns >= Aspect * rows ? Wide : Tall;

    private static double Positive(double aspect) => aspect > 0 && double.IsFinite(aspect)
        ? aspect
        : throw new ArgumentOutOfRangeException(
            nameof(aspect), aspect, "The aspect from which a matrix counts as wide must be finite and positive.");
}
