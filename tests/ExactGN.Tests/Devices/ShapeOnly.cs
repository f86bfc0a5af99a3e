namespace ExactGN.Tests.Devices;

/// <summary>A strategy of products alone, X = ãᵀs, for a device without factorisations: its shapes and device are those
/// of ã⁺s, its numbers are not.</summary>
/// <param name="FullRank">Whether it says that ã has full rank, as Cholesky does.</param>
internal sealed record ShapeOnly(bool FullRank) : LeastSquaresSolver
{
    public override bool AssumesFullRank => FullRank;

    public override bool IsEquivariant => true;

    protected override DeferredSolution SolveCore(Tensor a, Tensor s)
    {
        var zero = zeros_like(a[0, 0]);
        return new(a.mT.mm(s), DeferredSolution.Diagnose(zero, zero, zero, zero.ne(0)));
    }
}
