namespace ExactGN;

/// <summary>One sweep from the output to the input: the pull-back's own terms are the right-hand sides. Reads nothing back from the device.</summary>
internal sealed class DownwardSweep(RevMlp model, LeastSquaresSolver solver, StepScaling scaling)
{
    private readonly Tensor[] _diagnostics = new Tensor[2 * model.Blocks.Count];

    /// <summary>κ: JΔ = κε for full row rank; 1, or the number of trainable blocks where their changes are summed.</summary>
    internal int Kappa => scaling == StepScaling.Exact ? 1 : TrainableBlocks;

    private int TrainableBlocks => model.Blocks.Count(block => block.F.Trainable);

    /// <summary>Per trainable half-coupling: its index, and [rank, condition, largest cut, failed, relative residual], float64.</summary>
    internal IEnumerable<(int Index, Tensor Diagnostics)> Diagnostics => _diagnostics.Index().Where(entry => entry.Item is not null);

    /// <summary>The sweep.</summary>
    /// <param name="state">x_L, shape [n, d].</param>
    /// <param name="error">ε_x, shape [n, d].</param>
    /// <returns>One Δ per half-coupling (zeros where frozen), in the caller's dispose scope.</returns>
    internal Tensor[] Run(Tensor state, Tensor error)
    {
        foreach (var (i, block) in model.Blocks.Index().Where(entry => entry.Item.F.Trainable != entry.Item.G.Trainable))
        {
            throw new ArgumentException($"The reversible update moves whole blocks, so both halves of a block must be trainable or both frozen; in block {i} F is {State(block.F)} and G is {State(block.G)}. MinimumNormGaussNewton takes any choice.");
        }

        if (TrainableBlocks == 0)
        {
            throw new ArgumentException("An update needs at least one trainable block; all are frozen.");
        }

        var scale = scaling == StepScaling.Exact ? 1.0 / TrainableBlocks : 1;
        var deltas = new Tensor[2 * model.Blocks.Count];
        var (y, s) = (Halves.Split(state), Halves.Split(error));
        for (var i = model.Blocks.Count - 1; i >= 0; i--)
        {
            using var scope = NewDisposeScope();
            var block = model.Blocks[i];
            var (x, f, g) = block.AtOutput(y);
            var t2 = s.Second - g.Jvp(s.First);
            if (block.F.Trainable)
            {
                var (deltaF, realised) = Solve(2 * i, f, s.First);
                // Full row rank: P_F s¹ = s¹, and the right-hand side of G is t² itself. Otherwise F realises only P_F s¹ = ã_F ΔW_F.
                var right = solver.AssumesFullRank && f.Activation.size(0) <= model.Options.WeightRows ? t2 : s.Second - g.Jvp(realised);
                var (deltaG, _) = Solve(2 * i + 1, g, right);
                (deltas[2 * i], deltas[2 * i + 1]) = ((scale * deltaF).MoveToOuterDisposeScope(), (scale * deltaG).MoveToOuterDisposeScope());
            }
            else
            {
                (deltas[2 * i], deltas[2 * i + 1]) = (zeros_like(block.F.Weight).MoveToOuterDisposeScope(), zeros_like(block.G.Weight).MoveToOuterDisposeScope());
            }

            if (i > 0)
            {
                (y, s) = (x.MoveToOuterDisposeScope(), new Halves(s.First - f.Jvp(t2), t2).MoveToOuterDisposeScope());
            }
        }

        return deltas;
    }

    // Δ = ã⁺s, and the change ãΔ it realises.
    private (Tensor Delta, Tensor Realised) Solve(int index, CouplingPoint point, Tensor s)
    {
        var (delta, diagnostics) = solver.Defer(point.Features(), s);
        var realised = point.ParameterJvp(delta);
        var residual = ((realised - s).norm() / s.norm().clamp_min(finfo(s.dtype).tiny)).to(float64).reshape(1);
        _diagnostics[index] = cat([diagnostics, residual]).MoveToOuterDisposeScope();
        return (delta, realised);
    }

    private static string State(HalfCoupling half) => half.Trainable ? "trainable" : "frozen";
}
