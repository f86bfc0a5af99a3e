namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: the kernel Θ = JJᵀ. Its backward-error scale is tr Θ = ‖J‖².</summary>
public sealed class TangentKernelProperties
{
    [Claim("NTK-1")]
    public Property The_kernel_is_symmetric_and_positive_semi_definite(
        TangentKernel kernel, NetworkRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build(precision.Dtype());
        var theta = kernel.Of(built.Model, built.X);
        var trace = theta.trace().to(float64).item<double>();
        var lowest = linalg.eigvalsh(theta.to(float64)).min();

        return Verdict.Below((recipe, precision), [
            Ratio.Of(theta - theta.mT, trace, built.Model.PathLength(), theta.dtype),
            Ratio.Of(lowest.clamp_max(0), trace, built.Model.PathLength(), theta.dtype)]);
    }

    [Claim("NTK-2")]
    public Property The_structured_kernel_equals_the_Gram_matrix_of_the_dense_Jacobian(
        TangentKernel kernel, NetworkRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build(precision.Dtype());
        if (!built.Model.IsClearOfKinks(built.X))
        {
            return Verdict.Discard();
        }

        var jacobian = DenseJacobian.InParameters(built.Model, built.X, wholeState: recipe.Classes is null).to(float64);

        var theta = kernel.Of(built.Model, built.X);

        var error = theta.to(float64) - jacobian.mm(jacobian.mT);
        return Verdict.Below(
            (recipe, precision),
            Ratio.Of(error, jacobian.square().sum().item<double>(), built.Model.PathLength(), theta.dtype));
    }

    [Claim("NTK-3")]
    public Property The_eigenvalues_of_the_kernel_are_the_squared_singular_values_of_the_Jacobian(
        TangentKernel kernel, DriftMeasures measures, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        if (!built.Model.IsClearOfKinks(built.X))
        {
            return Verdict.Discard();
        }

        var sigma = Dense.SingularValues(
            DenseJacobian.InParameters(built.Model, built.X, wholeState: recipe.Classes is null));
        var theta = kernel.Of(built.Model, built.X);

        var lambda = measures.Spectrum(theta).cpu().data<double>().ToArray();

        // Where there are fewer parameters than outputs, the eigenvalues beyond the singular values are zero.
        var expected = lambda.Select((_, i) => i < sigma.Length ? sigma[i] * sigma[i] : 0);
        var worst = lambda.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        return Verdict.Below(recipe, Ratio.Of(tensor(worst), sigma.Sum(s => s * s), built.Model.PathLength(), float64));
    }

    [Claim("NTK-4")]
    public Property The_kernel_is_the_sum_of_the_kernels_of_its_half_couplings(
        TangentKernel kernel, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        if (!built.Model.IsClearOfKinks(built.X))
        {
            return Verdict.Discard();
        }

        var whole = kernel.Of(built.Model, built.X);
        var (sum, worst, trace) = (zeros_like(whole), 0.0, whole.trace().item<double>());
        for (var k = 0; k < 2 * recipe.Blocks; k++)
        {
            built.Model.TrainOnly(i => i == k);
            var part = kernel.Of(built.Model, built.X);
            var jacobian = DenseJacobian.InParameters(built.Model, built.X, wholeState: recipe.Classes is null);
            worst = Math.Max(
                worst, Ratio.Of(part - jacobian.mm(jacobian.mT), trace, built.Model.PathLength(), part.dtype));
            sum = sum + part;
        }

        return Verdict.Below(recipe, [worst, Ratio.Of(sum - whole, trace, built.Model.PathLength(), whole.dtype)]);
    }

    [Claim("NTK-5")]
    public Property Permuting_the_samples_permutes_the_kernel(TangentKernel kernel, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        using var generator = new Generator((ulong)recipe.Seed + 7, CPU);
        var order = randperm(recipe.Samples, generator: generator).to(Steering.Device);
        var theta = kernel.Of(built.Model, built.X);
        var (n, c) = (recipe.Samples, theta.size(0) / recipe.Samples);

        var permuted = kernel.Of(built.Model, built.X.index_select(0, order));

        var expected = theta.view(n, c, n, c).index_select(0, order).index_select(2, order).reshape(n * c, n * c);
        return Verdict.Below(
            recipe, Ratio.Of(permuted - expected, theta.trace().item<double>(), built.Model.PathLength(), theta.dtype));
    }

    [Claim("NTK-6")]
    public Property The_kernel_of_two_samples_does_not_depend_on_the_rest_of_the_batch(
        TangentKernel kernel, NetworkRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        var part = Math.Max(1, recipe.Samples / 2);
        var theta = kernel.Of(built.Model, built.X);
        var rows = part * theta.size(0) / recipe.Samples;

        var alone = kernel.Of(built.Model, built.X.narrow(0, 0, part));

        return Verdict.Below(recipe, Ratio.Of(
            alone - theta[..(int)rows, ..(int)rows],
            theta.trace().item<double>(),
            built.Model.PathLength(),
            theta.dtype));
    }

    [Claim("NTK-7")]
    public Property With_the_last_G_alone_the_kernel_is_a_Kronecker_product(
        TangentKernel kernel, NetworkRecipe recipe, Precision precision)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = recipe.Build(precision.Dtype());
        using var noGrad = no_grad();
        var (model, q) = (built.Model, recipe.HalfWidth);
        model.TrainOnly(i => i == 2 * recipe.Blocks - 1);
        var features = model.Blocks[^1].G.At(model.Forward(built.X).narrow(1, 0, q)).Features().to(float64);
        var lower =
            (model.ReadoutMatrix ?? eye(2 * q, dtype: model.Dtype, device: model.Device)).narrow(0, q, q).to(float64);

        var theta = kernel.Of(model, built.X);

        var expected = features.mm(features.mT).kron(lower.mT.mm(lower));
        return Verdict.Below(
            (recipe, precision),
            Ratio.Of(theta.to(float64) - expected, expected.trace().item<double>(), model.PathLength(), theta.dtype));
    }
}
