namespace ExactGN.Chain;

/// <summary>A state on its way through one block.</summary>
/// <param name="Point">The block at its input.</param>
/// <param name="Input">x, shape [n, q] each.</param>
/// <param name="Output">y.</param>
/// <param name="Branches">F(x²) and G(y¹).</param>
internal sealed record Passage(BlockPoint Point, Halves Input, Halves Output, Halves Branches);

/// <summary>The two ways through a chain of blocks, on which all of its calculus is derived: forward, inverse,
/// tangents, cotangents, parameter maps, the update.</summary>
/// <remarks>
/// Each step of a walk opens a dispose scope and, where there is a workspace, a level of it, for its block and what
/// the caller does there; both close with the next step. What the caller keeps, it moves out. States are kept for the
/// next step, and the last one, output or input, is left in the scope in which the walk began.
/// </remarks>
internal static class Walk
{
    /// <summary>From x₀ to x_L.</summary>
    /// <param name="blocks">The blocks, from the input to the output.</param>
    /// <param name="x">x₀, shape [n, d].</param>
    /// <param name="evaluation">How half-couplings are evaluated.</param>
    internal static IEnumerable<Passage> Up(
        IReadOnlyList<CouplingBlock> blocks, Tensor x, CouplingEvaluation evaluation)
    {
        var state = Halves.Split(x);
        foreach (var block in blocks)
        {
            using var scope = NewDisposeScope();
            using var level = evaluation.Open();
            var passage = block.AtInput(state, evaluation);
            yield return passage;
            state.Dispose();
            state = passage.Output.MoveToOuterDisposeScope();
        }
    }

    /// <summary>From x_L to x₀: each block's input is recovered by its inverse.</summary>
    /// <param name="blocks">The blocks, from the input to the output.</param>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="evaluation">How half-couplings are evaluated.</param>
    internal static IEnumerable<Passage> Down(
        IReadOnlyList<CouplingBlock> blocks, Tensor state, CouplingEvaluation evaluation)
    {
        var y = Halves.Split(state);
        foreach (var block in blocks.Reverse())
        {
            using var scope = NewDisposeScope();
            using var level = evaluation.Open();
            var passage = block.AtOutput(y, evaluation);
            yield return passage;
            y.Dispose();
            y = passage.Input.MoveToOuterDisposeScope();
        }
    }
}
