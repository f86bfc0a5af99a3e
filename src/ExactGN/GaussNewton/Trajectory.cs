namespace ExactGN;

/// <summary>A batch on its way through the network: the state it arrives in and, where they are kept, the points it passed.</summary>
/// <param name="State">x_L, shape [n, d].</param>
/// <param name="Points">One pair per block, from the input to the output; null where the inverse is to recover them.</param>
internal sealed record Trajectory(Tensor State, IReadOnlyList<BlockPoints>? Points)
{
    /// <summary>Follows a batch. What is kept belongs to the caller's dispose scope.</summary>
    /// <param name="model">The network.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="inSpan">As in <see cref="CouplingBlock.AtInput"/>.</param>
    /// <param name="keep">Whether to keep the points: 2L matrices ã.</param>
    /// <param name="workspace">As in <see cref="CouplingBlock.AtInput"/>; kept points lie in its open level.</param>
    internal static Trajectory Of(RevMlp model, Tensor x, bool inSpan, bool keep, Workspace workspace)
    {
        model.RequireState(x, nameof(x));
        using var scope = NewDisposeScope();
        List<BlockPoints>? points = keep ? [] : null;
        var state = Halves.Split(x);
        foreach (var block in model.Blocks)
        {
            using var inner = NewDisposeScope();
            using var level = keep ? null : (Workspace.Level?)workspace.Open();
            var (output, passed) = block.AtInput(state, inSpan, workspace);
            points?.Add(passed.MoveToOuterDisposeScope());
            state.Dispose();
            state = output.MoveToOuterDisposeScope();
        }

        return new(state.Join().MoveToOuterDisposeScope(), points is null ? null : [.. points.Select(pair => pair.MoveToOuterDisposeScope())]);
    }

    /// <summary>The change of x_L, to first order, when the half-couplings' outputs change: s¹ ← s¹ + F′(x²)[s²] + c_F, then s² ← s² + G′(y¹)[s¹] + c_G, block by block.</summary>
    /// <param name="changes">c, shape [n, q] each, in the order of the half-couplings; null for none.</param>
    /// <returns>Shape [n, d], in the caller's dispose scope; null where the points were not kept.</returns>
    internal Tensor? Changed(IReadOnlyList<Tensor?> changes)
    {
        if (Points is null)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var s = Halves.Split(zeros_like(State));
        foreach (var (i, (f, g)) in Points.Index())
        {
            using var inner = NewDisposeScope();
            // Nothing has changed yet where the batch comes in.
            var first = Sum(i == 0 ? s.First : s.First + f.Jvp(s.Second), changes[2 * i]);
            s = new Halves(first, Sum(s.Second + g.Jvp(first), changes[2 * i + 1])).MoveToOuterDisposeScope();
        }

        return s.Join().MoveToOuterDisposeScope();

        static Tensor Sum(Tensor s, Tensor? change) => change is null ? s : s + change;
    }
}
