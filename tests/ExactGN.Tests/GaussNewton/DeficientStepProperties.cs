namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: what the projected step is, and is not, without full row rank.</summary>
public sealed class DeficientStepProperties
{
    [Claim("GN-18", Share = 0.5)]
    public Property Without_full_row_rank_the_state_moves_as_the_projections_say(
        UpdateRule rule, DeficientNetwork recipe)
    {
        using var built = recipe.Network.Open();
        if (FeatureRanks.Of(built) is not { AnyDeficient: true } ranks)
        {
            return Verdict.Discard();
        }

        var (state, error) = (built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));
        using var together = rule.Update(built.Model, state, error);
        var predicted = Predict(built, state, error);
        var average = stack(predicted).mean([0]);
        List<double> ratios = [Judge(together, average)];
        foreach (var (i, alone) in built.Model.Blocks.Index())
        {
            foreach (var block in built.Model.Blocks)
            {
                block.F.Trainable = block.G.Trainable = block == alone;
            }

            using var update = rule.Update(built.Model, state, error);
            ratios.Add(Judge(update, predicted[i]));
        }

        return Verdict.Below(recipe, ratios);

        double Judge(Update update, Tensor expected) => Ratio.Of(
            built.Model.ParameterJvp(built.X, update) - expected,
            ranks.Condition * Conditioning.TransportOf(built) * Ratio.Norm(error),
            built.X.size(1) * built.Model.Blocks.Count,
            error.dtype);
    }

    [Claim("GN-19", Share = 0.5)]
    public Property Given_the_first_halfs_move_the_second_comes_as_close_as_it_can(
        UpdateRule rule, DeficientNetwork recipe)
    {
        using var built = recipe.Network.Open();
        if (FeatureRanks.Of(built) is not { AnyDeficient: true } ranks)
        {
            return Verdict.Discard();
        }

        var (y, s) =
            (Halves.Split(built.Model.Forward(built.X)), Halves.Split(built.Gaussian(built.X.size(1), stream: 1)));
        var scale = ranks.Condition * Conditioning.TransportOf(built) * (Ratio.Norm(s.First) + Ratio.Norm(s.Second));
        using var update = rule.Update(built.Model, y.Join(), s.Join());
        List<double> ratios = [];
        for (var i = recipe.Network.Blocks - 1; i >= 0; i--)
        {
            var block = built.Model.Blocks[i];
            var (x, t) = block.InverseJvp(y, s);
            var (f, g) = (block.F.At(x.Second), block.G.At(y.First));
            // δy² = G′(y¹)[δy¹] + ã_G ΔW_G for the block alone; its distance from s² is orthogonal to the columns
            // of ã_G.
            var first = recipe.Network.Blocks * f.ParameterJvp(update.Deltas[2 * i]);
            var second = g.Jvp(first) + recipe.Network.Blocks * g.ParameterJvp(update.Deltas[2 * i + 1]);
            ratios.Add(Ratio.Of(
                g.ParameterVjp(second - s.Second), Ratio.Norm(g.Features()) * scale, built.X.size(0), s.First.dtype));
            (y, s) = (x, t);
        }

        return Verdict.Below(recipe, ratios);
    }

    [Claim("GN-20", Share = 0.2)]
    public Property A_deficient_step_is_neither_exact_nor_the_least_squares_optimum(
        UpdateRule rule, DeficientNetwork recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        var one = recipe.Network with { Blocks = 1, Classes = null };
        using var built = one.Build();
        if (FeatureRanks.Of(built) is not { AllDeficient: true } || !(ShortfallSeenByF(built) > 1e-4))
        {
            return Verdict.Discard();
        }

        var jacobian = DenseJacobian.InParameters(built.Model, built.X, wholeState: true);
        using var noGrad = no_grad();
        var error = built.Gaussian(built.X.size(1), stream: 1);

        using var update = rule.Update(built.Model, built.Model.Forward(built.X), error);

        var residual = jacobian.mm(update.Flatten(built.Model).reshape(-1, 1)) - error.reshape(-1, 1);
        var best = jacobian.mm(Dense.PseudoInverse(jacobian, 1e-10).mm(error.cpu().reshape(-1, 1)).to(error.device))
            - error.reshape(-1, 1);
        var (defect, optimum) = (Ratio.Norm(residual), Ratio.Norm(best));
        var violation = Ratio.Norm(jacobian.mT.mm(residual)) / Ratio.Norm(jacobian.mT.mm(error.reshape(-1, 1)));
        return Verdict.Below(
            one, [1e-6 * Ratio.Norm(error) / optimum, optimum / defect, 1e-8 / violation], threshold: 1);
    }

    // ‖ã_Fᵀ G′(y¹)ᵀ (I − P_G)z‖ for a generic z, over ‖ã_F‖‖z‖: zero where no sample that F can move has a live feature
    // in G whose answer falls short.
    private static double ShortfallSeenByF(NetworkCase built)
    {
        using var noGrad = no_grad();
        var (block, x) = (built.Model.Blocks[0], Halves.Split(built.X));
        var (f, g) = (block.F.At(x.Second), block.G.At(block.Forward(x).First));
        var z = built.Gaussian(x.Second.size(1), stream: 2);
        return Ratio.Norm(f.Features().mT.mm(g.Vjp(z - FeatureRanks.Project(g, z))))
            / (Ratio.Norm(f.Features()) * Ratio.Norm(z));
    }

    // Per block: T(δ), δ¹ = P_F s¹, δ² = G′[δ¹] + P_G(s² − G′[δ¹]), T = ∂x_L/∂x_ℓ; P = ãã⁺ by MathNet.
    private static List<Tensor> Predict(NetworkCase built, Tensor state, Tensor error)
    {
        List<Tensor> changes = [];
        var (y, s) = (Halves.Split(state), Halves.Split(error));
        foreach (var (i, block) in built.Model.Blocks.Index().Reverse())
        {
            var (x, t) = block.InverseJvp(y, s);
            var (f, g) = (block.F.At(x.Second), block.G.At(y.First));
            var first = FeatureRanks.Project(f, s.First);
            var carried = g.Jvp(first);
            var (above, change) = (y, new Halves(first, carried + FeatureRanks.Project(g, s.Second - carried)));
            foreach (var later in built.Model.Blocks.Skip(i + 1))
            {
                (above, change) = later.Jvp(above, change);
            }

            changes.Insert(0, change.Join());
            (y, s) = (x, t);
        }

        return changes;
    }
}
