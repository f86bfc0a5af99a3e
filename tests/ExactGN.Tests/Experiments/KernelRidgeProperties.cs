namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: the ceiling of lazy learners.</summary>
public sealed class KernelRidgeProperties
{
    [Claim("NTK-14", Share = 0.2)]
    public Property A_lazy_learner_s_ceiling_is_ridge_regression_in_the_weights_at_the_ridge_of_least_validation_loss(
        RidgeRule rule, TrainingRecipe recipe)
    {
        using var scope = NewDisposeScope();
        recipe = recipe with { TestSamples = 1 + recipe.TestSamples % 8 };
        using var own = recipe.Data();
        using var other = (recipe with { Seed = recipe.Seed + 1 }).Data();
        var data = own with { Validation = (other.TestInputs, other.TestTargets) };
        var run = recipe.Configuration(new KernelRidgeOptions()) with
        {
            Loss = new SquaredError(),
            Model = (RevMlpOptions)recipe.Configuration().Model with { LinearInputBlock = false },
        };
        using var model = run.Model.Draw(run.Dtype, Steering.Device);
        (Tensor X, Tensor Y)[] parts = [(data.TrainInputs, data.TrainTargets), (data.TestInputs, data.TestTargets),
            data.Validation!.Value];
        var jacobians = parts.Select(part => DenseJacobian.InParameters(model, part.X).detach()).ToArray();

        // J = UΣVᵀ: the weights of least ridge loss are V·Σ/(Σ² + λ)·Uᵀy, and no kernel is formed.
        var svd = Dense.ToMathNet(jacobians[0]).Svd();
        var (sigma, mean) = (svd.S, svd.S.Sum(s => s * s) / jacobians[0].size(0));
        var coordinates = svd.U.TransposeThisAndMultiply(Dense.ToMathNet(parts[0].Y.reshape(-1, 1))).Column(0);
        var fits = Enumerable.Range(-16, 17).Select(k =>
        {
            var lambda = mean * Math.Pow(10, k / 2.0);
            var shrunk = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(svd.VT.RowCount,
                i => i < sigma.Count ? sigma[i] / (sigma[i] * sigma[i] + lambda) * coordinates[i] : 0);
            var weights = svd.VT.TransposeThisAndMultiply(shrunk).ToColumnMatrix();
            // ‖(Θ + λI)⁻¹y‖, and the condition of Θ + λI.
            var dual = Math.Sqrt(coordinates.Index().Sum(entry => Math.Pow(entry.Item
                / ((entry.Index < sigma.Count ? sigma[entry.Index] * sigma[entry.Index] : 0) + lambda), 2)));
            var least = sigma.Count < coordinates.Count ? 0 : sigma[^1] * sigma[^1];
            var condition = (sigma[0] * sigma[0] + lambda) / (least + lambda);
            return parts.Zip(jacobians, (part, jacobian) =>
            {
                var misses = Dense.ToMathNet(jacobian) * weights - Dense.ToMathNet(part.Y.reshape(-1, 1));
                var (n, missed) = (part.X.size(0), misses.FrobeniusNorm());
                // A prediction J(x)Jᵀu is off by its norms times that of u, which the solve perturbs.
                var moved = Ratio.Eps(ScalarType.Float64) * (jacobian.size(1) + coordinates.Count) * condition
                    * Ratio.Norm(jacobian) * sigma[0] * dual;
                return (Loss: missed * missed / (2 * n), Scale: moved * (missed + moved) / n);
            }).ToArray();
        }).ToArray();

        var found = rule.Of(run, data);

        // Ridges whose validation losses rounding cannot tell apart are all the best.
        var best = fits.Min(fit => fit[2].Loss);
        double[] losses = [found.Train, found.Test, found.Validation];
        return Verdict.Below(recipe, fits
            .Where(fit => fit[2].Loss - best <= 60 * fit[2].Scale)
            .Min(fit => fit.Zip(losses, (part, loss) => Math.Abs(loss - part.Loss) / part.Scale).Max()));
    }
}
