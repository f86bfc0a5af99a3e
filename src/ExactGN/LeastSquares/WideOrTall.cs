namespace ExactGN;

/// <summary>One strategy for ã [n, m] with n ≤ m and another for n > m: Cholesky for the wide ReLU half-couplings, say, and a truncation for a linear block, which from h = 4q on comes in its span and is tall for n > q + 1.</summary>
/// <remarks>theory/least-squares.md; why a linear block is tall: theory/exact-update.md.</remarks>
/// <param name="Wide">For n ≤ m.</param>
/// <param name="Tall">For n > m.</param>
public sealed record WideOrTall(LeastSquaresSolver Wide, LeastSquaresSolver Tall) : LeastSquaresSolver
{
    /// <summary>As <see cref="Wide"/>: it is full row rank that makes a step exact.</summary>
    public override bool AssumesFullRank => Wide.AssumesFullRank;

    /// <inheritdoc/>
    public override bool IsEquivariant => Wide.IsEquivariant && Tall.IsEquivariant;

    /// <inheritdoc/>
    public override LeastSquaresSolver? Fallback => (Wide.Fallback, Tall.Fallback) is (null, null) ? null : new WideOrTall(Wide.Fallback ?? Wide, Tall.Fallback ?? Tall);

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) => (a.size(0) <= a.size(1) ? Wide : Tall).Defer(a, s);
}
