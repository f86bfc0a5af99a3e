namespace ExactGN.LeastSquares;

/// <summary>A strategy applied to ã and to each column of s divided by their own size, a power of two:
/// what another has left the dtype's range for is solved within it.</summary>
/// <remarks>(ã/σ)⁺(s/τ) = ã⁺s·σ/τ; absolute numbers, such as atol, are divided likewise. Only the answer can then be
/// beyond the range, and where all of it is, it is no number. Costs copies of ã, s and X.</remarks>
/// <param name="Inner">The strategy.</param>
internal sealed record AtUnitScale(LeastSquaresSolver Inner) : LeastSquaresSolver
{
    /// <inheritdoc/>
    public override bool AssumesFullRank => Inner.AssumesFullRank;

    /// <inheritdoc/>
    public override bool IsEquivariant => Inner.IsEquivariant;

    /// <inheritdoc/>
    public override LeastSquaresSolver? Fallback => Inner.Fallback is { } fallback ? new AtUnitScale(fallback) : null;

    /// <inheritdoc/>
    internal override string Title => Inner.Title;

    /// <inheritdoc/>
    internal override string TitleFor(long rows, long columns) => Inner.TitleFor(rows, columns);

    /// <inheritdoc/>
    public override bool AssumesFullRowRank(long rows, long columns) => Inner.AssumesFullRowRank(rows, columns);

    /// <inheritdoc/>
    internal override string Needs(long rank) => Inner.Needs(rank);

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => Inner.FormsGram(rows, columns);

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var (scale, columns) = (Inner.ScaleOf(a), Magnitude.OfColumns(s));
        var unit = Inner.SolveAt(a / scale, s / columns, scale.to(float64));
        var x = (unit.X.to(float64) * Inner.FactorOf(a, scale.to(float64), columns.to(float64))).to(a.dtype);
        var lost = x.abs().amax([]).lt(finfo(a.dtype).tiny).bitwise_and(unit.X.ne(0).any());
        return new(x.masked_fill(lost, double.NaN), unit.DiagnosticsAt(scale.to(float64)));
    }
}
