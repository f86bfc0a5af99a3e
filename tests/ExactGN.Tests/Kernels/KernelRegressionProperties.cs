namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: minimum-norm steps are kernel regression with Θ.</summary>
public sealed class KernelRegressionProperties
{
    [Claim("LAZY-20", Share = 0.5)]
    public Property On_an_unseen_input_the_minimum_norm_step_predicts_by_the_kernel(
        MinimumNormRule rule, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var unseen = built.Gaussian(built.X.size(1), stream: 11);
        if (!built.Model.IsClearOfKinks(built.X) || !built.Model.IsClearOfKinks(unseen))
        {
            return Verdict.Discard();
        }

        var whole = recipe.Network.Classes is null;
        var (j, other) = (Jacobian(built.X), Jacobian(unseen));
        var sigma = Dense.SingularValues(j);
        if (!(sigma[^1] > 1e-4 * sigma[0]))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        var error = built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1);
        var condition = Math.Pow(sigma[0] / sigma[^1], 2);
        var kernel = Dense.ToMathNet(j.mm(j.mT));
        var weights = Dense.FromMathNet(kernel.Solve(Dense.ToMathNet(error.reshape(-1, 1))));

        using var update = rule.Solve(built.Model, built.Model.Forward(built.X), error);

        var realised = built.Model.ReadOut(built.Model.ParameterJvp(unseen, update)).reshape(-1, 1);
        var scale = condition * Ratio.Norm(other) * Ratio.Norm(error) / sigma[^1];
        var miss = realised.cpu() - other.mm(j.mT).cpu().mm(weights);
        return Verdict.Below(recipe, Ratio.Of(miss, scale, built.Model.PathLength(), float64));

        Tensor Jacobian(Tensor x) => DenseJacobian.InParameters(built.Model, x, wholeState: whole).detach();
    }

    [Claim("LAZY-21")]
    public Property What_a_fit_without_a_sample_misses_it_by_is_read_off_the_inverse_kernel(
        LastLayerStep step, LinearNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var (n, c) = (recipe.Network.Samples, recipe.Network.Classes!.Value);
        var j = DenseJacobian.InParameters(built.Model, built.X).detach();
        using var noGrad = no_grad();
        var sigma = Dense.SingularValues(j);
        if (sigma.Length < n * c || !(sigma[^1] > 1e-4 * sigma[0]))
        {
            return Verdict.Discard();
        }

        var condition = Math.Pow(sigma[0] / sigma[^1], 2);
        var inverse = Dense.ToMathNet(j.mm(j.mT)).Inverse();
        var residual = built.Model.Output(built.X) - built.Targets;
        var weighted = inverse * Dense.ToMathNet(residual.reshape(-1, 1));
        using var start = Update.Snapshot(built.Model);

        return Verdict.Below(recipe, Enumerable.Range(0, n).Select(left =>
        {
            // r_{−i} = ([Θ⁻¹]_ii)⁻¹[Θ⁻¹r]_i, blocks of c rows.
            var block = inverse.SubMatrix(left * c, c, left * c, c);
            var expected = Dense.FromMathNet(block.Solve(weighted.SubMatrix(left * c, c, 0, 1)));
            start.RestoreTo(built.Model);
            long[] others = [.. Enumerable.Range(0, n).Where(i => i != left).Select(i => (long)i)];
            var kept = tensor(others, device: Steering.Device);
            var (x, y) = (built.X.index_select(0, kept), built.Targets.index_select(0, kept));
            using var update = step.Compute(built.Model, x, y);
            update.ApplyTo(built.Model, 1);
            var missed = (built.Model.Output(built.X) - built.Targets)[left].reshape(-1, 1).cpu();
            var scale = condition * (Ratio.Norm(residual) + Ratio.Norm(expected)) + Ratio.Norm(built.Targets);
            return Ratio.Of(missed - expected, scale, built.X.numel(), float64);
        }));
    }
}
