namespace ExactGN;

/// <summary>Both half-couplings of a block at their inputs: what an update needs to know of the block.</summary>
/// <param name="F">F at x².</param>
/// <param name="G">G at y¹.</param>
internal readonly record struct BlockPoints(CouplingPoint F, CouplingPoint G)
{
    internal BlockPoints MoveToOuterDisposeScope() => new(F.MoveToOuterDisposeScope(), G.MoveToOuterDisposeScope());
}
