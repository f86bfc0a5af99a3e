namespace ExactGN.Tests;

/// <summary>theory/dynamics.md: what the Gauss-Newton matrix is, and what its step does not depend on.</summary>
public sealed class CurvatureDynamicsProperties
{
    [Claim("DYN-7")]
    public Property At_zero_residual_the_Gauss_Newton_matrix_is_the_Hessian_of_the_loss(
        CurvatureProduct product, SmallNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        using var v = built.GaussianUpdate(stream: 2);
        var outputs = built.Model.Output(built.X).detach();
        var jacobian = Ratio.Norm(DenseJacobian.InParameters(built.Model, built.X));

        double Difference(Loss loss, Tensor y)
        {
            using var gaussNewton = product.Multiply(built.Model, built.X, loss, v);
            var hessian = HessianProduct(built, loss, y, v);
            return Ratio.Of(
                gaussNewton.Flatten(built.Model) - hessian,
                jacobian * jacobian * v.Norm(),
                built.X.size(1) * recipe.Network.Blocks,
                float64);
        }

        return Verdict.Below(
            recipe,
            [Difference(new SquaredError(), outputs), Difference(new SoftmaxCrossEntropy(), outputs.softmax(1))]);
    }

    [Claim("DYN-7")]
    public Property Away_from_zero_residual_the_Hessian_departs_in_proportion_to_it(
        CurvatureProduct product, SmallNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        using var v = built.GaussianUpdate(stream: 2);
        var outputs = built.Model.Output(built.X).detach();
        var loss = new SquaredError();
        using var gaussNewton = product.Multiply(built.Model, built.X, loss, v);

        Tensor Departure(double tau) =>
            HessianProduct(built, loss, outputs + tau * built.Targets, v) - gaussNewton.Flatten(built.Model);

        var (half, whole) = (Departure(0.5), Departure(1));
        var jacobian = Ratio.Norm(DenseJacobian.InParameters(built.Model, built.X));
        var scale = jacobian * jacobian * v.Norm() + Ratio.Norm(whole);
        return Verdict.Below(
            recipe, Ratio.Of(whole - 2 * half, scale, built.X.size(1) * recipe.Network.Blocks, float64));
    }

    [Claim("DYN-8")]
    public Property Pushing_the_Jacobian_through_turns_a_parameter_solve_into_a_kernel_solve(
        KernelStep step, SmallNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var j = DenseJacobian.InParameters(built.Model, built.X).detach();
        using var noGrad = no_grad();
        var e = built.Gaussian(built.Targets.size(1), stream: 3);
        var q = block_diag([.. new SoftmaxCrossEntropy().Hessian(built.Targets).unbind(0)]);
        var size = Math.Pow(Ratio.Norm(j), 2) * Ratio.Norm(q);

        return Verdict.Below(recipe, new[] { 1e-3, 1e-1, 10 }.Select(relative =>
        {
            var lambda = relative * size;
            var delta = step.Compute(built.Model, built.X, q, e, lambda).to(CPU);
            var matrix = Dense.ToMathNet(j.mT.mm(q).mm(j) + lambda * eye(j.size(1), dtype: float64, device: j.device));
            var dense = Dense.FromMathNet(matrix.Solve(Dense.ToMathNet(j.mT.mm(e.reshape(-1, 1))))).squeeze(1);

            // ‖(λI + QΘ)⁻¹‖ ≤ (1 + ‖Q‖‖Θ‖/λ)/λ, so its condition is at most κ² with κ = 1 + ‖Q‖‖Θ‖/λ;
            // the parameter solve has κ.
            var kappa = 1 + 1 / relative;
            return Ratio.Of(delta - dense, kappa * kappa * Ratio.Norm(j) * Ratio.Norm(e) / lambda, j.size(1), float64);
        }));
    }

    [Claim("DYN-9")]
    public Property A_change_of_parameters_leaves_the_first_order_change_of_f_alone(DenseStep step, SmallNetwork recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Network.Build();
        var j = DenseJacobian.InParameters(built.Model, built.X).detach();
        var p = (int)j.size(1);
        var a = new MatrixRecipe(p, p, p, 20, 1, 1, recipe.Network.Seed).Build();
        double[] sigma = Dense.SingularValues(j.mm(a));
        if (j.size(0) > p || !(sigma[^1] > 1e-4 * sigma[0]))
        {
            return Verdict.Discard();
        }

        using var noGrad = no_grad();
        var e = built.Gaussian(built.Targets.size(1), stream: 3);
        Tensor Realised(Tensor delta)
        {
            using var update = Update.Unflatten(built.Model, delta.reshape(-1));
            return built.Model.ReadOut(built.Model.ParameterJvp(built.X, update));
        }

        // θ = Aφ: J_φ = JA, and Δφ moves θ by AΔφ.
        var plain = Realised(step.Compute(j, e.reshape(-1, 1)));
        var whitened = Realised(a.mm(step.Compute(j.mm(a), e.reshape(-1, 1))));

        return Verdict.Below(recipe, Ratio.Of(whitened - plain, sigma[0] / sigma[^1] * Ratio.Norm(e), p, float64));
    }

    /// <summary>The Hessian of the summed loss in θ, applied to v, by double backward.</summary>
    private static Tensor HessianProduct(NetworkCase built, Loss loss, Tensor y, Update v)
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [.. built.Model.NamedParameters().Select(entry => (Tensor)entry.parameter)];
        var total = built.X.size(0) * loss.Value(built.Model.Output(built.X), y);
        var gradients = autograd.grad([total], parameters, retain_graph: true, create_graph: true);
        var along = gradients.Zip(v.Deltas, (gradient, delta) => (gradient * delta).sum()).Aggregate((a, b) => a + b);
        var products = autograd.grad([along], parameters, allow_unused: true);
        return cat([
            .. products.Zip(parameters, (product, parameter) =>
                (product is null || product.IsInvalid ? zeros_like(parameter) : product).detach().reshape(-1))
        ]).MoveToOuterDisposeScope();
    }
}
