namespace ExactGN.Tests;

/// <summary>theory/losses.md: gradient and Hessian are the derivatives of the value, and ε belongs to one
/// sample.</summary>
public sealed class LossDerivativeProperties
{
    [Claim("LOSS-8")]
    public Property The_gradient_equals_the_derivative_of_the_value_by_automatic_differentiation(
        LossForm loss, LogitsRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(precision.Dtype());
        var leaf = f.detach().clone().requires_grad_();
        var mean = autograd.grad([loss.Value(leaf, y)], [leaf])[0];

        var gradient = loss.Gradient(f, y);

        var scale = Ratio.Norm(f) + Ratio.Norm(y) + recipe.Samples;
        return Verdict.Below(
            (recipe, precision), Ratio.Of(gradient - recipe.Samples * mean, scale, recipe.Classes, precision.Dtype()));
    }

    [Claim("LOSS-9")]
    public Property The_softmax_Hessian_is_the_second_order_limit_of_differences_of_the_gradient(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);
        var t = recipe.Direction(float64);
        var product = loss.Hessian(f).matmul(t.unsqueeze(2)).squeeze(2);

        double Error(double h) =>
            Ratio.Norm(FiniteDifferences.Central(outputs => loss.Gradient(outputs, y), f, t, h) - product);

        // e(h) = C·h² + O(h⁴): the order observed between h and h/2, at a step where rounding (eps/h) is far below
        // C·h².
        const double step = 0.02;
        var (coarse, fine) = (Error(step), Error(step / 2));
        var floor = 100 * Ratio.Eps(float64) * (Ratio.Norm(y) + recipe.Samples) / step;
        return fine < floor && coarse < floor
            ? Verdict.Discard()
            : Verdict.Below(recipe, Math.Abs(Math.Log2(coarse / fine) - 2), threshold: 0.2);
    }

    [Claim("LOSS-9")]
    public Property The_Hessian_of_squared_error_is_the_difference_of_its_gradient_at_any_step(
        SquaredForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);
        var t = recipe.Direction(float64);

        var product = loss.Hessian(f).matmul(t.unsqueeze(2)).squeeze(2);

        var difference = FiniteDifferences.Central(outputs => loss.Gradient(outputs, y), f, t, h: 1);
        return Verdict.Below(
            recipe, Ratio.Of(product - difference, Ratio.Norm(f) + Ratio.Norm(t) + Ratio.Norm(y), 1, float64));
    }

    [Claim("LOSS-13")]
    public Property A_samples_direction_does_not_depend_on_the_batch_it_is_in(LossForm loss, DampedLogits recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = (recipe.Logits with { Samples = recipe.Logits.Samples + 1 }).Build(float64);
        var n = f.size(0);

        double Alone(Func<Tensor, Tensor, Tensor> form)
        {
            var batch = form(f, y);
            return Enumerable.Range(0, (int)n).Max(i =>
                Ratio.Of(
                    form(f.narrow(0, i, 1), y.narrow(0, i, 1)) - batch.narrow(0, i, 1),
                    Ratio.Norm(batch.narrow(0, i, 1)),
                    recipe.Logits.Classes,
                    float64));
        }

        return Verdict.Below(recipe, [
            Alone(loss.Exact),
            Alone(loss.Identity),
            Alone((outputs, targets) => loss.Damped(outputs, targets, recipe.Lambda)),
        ]);
    }

    [Claim("LOSS-13")]
    public Property Damping_the_batch_means_by_lambda_damps_each_sample_by_n_lambda(LossForm loss, DampedLogits recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = (recipe.Logits with { Samples = recipe.Logits.Samples + 1 }).Build(float64);
        var n = f.size(0);
        var lambda = Math.Max(recipe.Lambda, 1e-2);

        var direction = loss.Damped(f, y, n * lambda).to(CPU);

        var (h, g) = (loss.Hessian(f).to(CPU), loss.Gradient(f, y).to(CPU));
        return Verdict.Below(recipe, Enumerable.Range(0, (int)n).Select(i =>
        {
            var mean = Dense.ToMathNet(h[i] / n + lambda * eye(f.size(1), dtype: float64));
            var solved = Dense.FromMathNet(mean.Solve(Dense.ToMathNet(g[i].unsqueeze(1) / n))).squeeze(1);
            var scale = (Ratio.Norm(g[i]) + Ratio.Norm(y[i]) + 1) / n / lambda;
            return Ratio.Of(direction[i] - solved, scale * mean.L2Norm() / lambda, f.size(1), float64);
        }));
    }
}
