namespace ExactGN.Tests;

/// <summary>theory/experiments.md: which solution of JΔ = κε a run's step is.</summary>
public sealed class StepOfRunProperties
{
    [Claim("RUN-28", Share = 0.5)]
    public Property A_mixture_of_right_inverses_lies_between_them_and_meets_the_same_target(
        StepOfRun rule, MixtureRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var data = (recipe.Training with { Samples = MixtureRecipe.Samples }).Data();
        var (run, x, y) = (recipe.Configuration, data.TrainInputs, data.TrainTargets);
        using var model = run.Model.Draw(run.Dtype, Steering.Device);
        var jacobian = DenseJacobian.InParameters(model, x).cpu();
        var sigma = Dense.SingularValues(jacobian);
        using var reversible = new ReversibleGaussNewton(new Qr(), new SoftmaxCrossEntropy(), Curvature.Identity)
        {
            Scaling = recipe.Scaling,
        }.Step(model, x, y);
        var kappa = reversible.Report.Halves.Max(half => half.Condition);
        if (!(sigma.Min() > 1e-4 * sigma.Max() && kappa < 1e3))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        var target = (recipe.Scaling == StepScaling.Exact ? 1 : run.Model.Blocks)
            * new SoftmaxCrossEntropy().Gradient(model.Output(x), y).cpu().reshape(-1, 1);
        var least = Dense.PseudoInverse(jacobian).mm(target).reshape(-1);
        var expected = least + recipe.Share * (reversible.Update.Flatten(model).cpu() - least);

        using var update = rule.Step(run, model, x, y);

        var found = update.Flatten(model).cpu();
        // Θ = JJᵀ squares κ(J), a Gram matrix that of the features; a difference of weights adds their own rounding.
        var amplification = Math.Pow(sigma.Max() / sigma.Min(), 2) + kappa * kappa;
        using var weights = Update.Snapshot(model);
        var scale = amplification * Ratio.Norm(expected) + weights.Norm();
        return Verdict.Below(recipe,
        [
            Ratio.Of(found - expected, scale, jacobian.size(1), ScalarType.Float64),
            Ratio.Of(
                jacobian.mm(found.reshape(-1, 1)) - target, sigma.Max() * scale, jacobian.size(1), ScalarType.Float64),
        ]);
    }

    [Claim("RUN-29", Share = 0.5)]
    public Property The_minimum_norm_step_cuts_the_singular_values_of_J_below_its_tolerance(
        TruncatedMinimumNormRule rule, DenseSizedNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var jacobian = DenseJacobian.InParameters(built.Model, built.X);
        var sigma = Dense.SingularValues(jacobian);
        var cut = Enumerable.Range(1, sigma.Length - 1)
            .FirstOrDefault(k => sigma[k - 1] > 2 * sigma[k] && sigma[k] > 1e-4 * sigma[0]);
        if (cut == 0)
        {
            return Verdict.Discard();
        }

        var rtol = Math.Sqrt(sigma[cut - 1] * sigma[cut]) / sigma[0];
        using var noGrad = no_grad();
        var error = built.Gaussian(recipe.Network.Classes ?? built.X.size(1), stream: 1);
        var dense = Dense.PseudoInverse(jacobian, rtol).mm(error.cpu().reshape(-1, 1)).reshape(-1);

        using var update = rule.Solve(built.Mlp, built.Model.Forward(built.X), error, rtol);

        // Θ's eigenvectors are turned by its rounding over the gap that the cut lies in, and what is kept is divided
        // by λ_k.
        var (largest, kept, next) = (sigma[0] * sigma[0], sigma[cut - 1] * sigma[cut - 1], sigma[cut] * sigma[cut]);
        var scale = largest / (kept - next) * Math.Sqrt(largest / kept) * Ratio.Norm(error) / sigma[cut - 1];
        return Verdict.Below(
            recipe, Ratio.Of(update.Flatten(built.Model).cpu() - dense, scale, jacobian.size(1), error.dtype));
    }
}
