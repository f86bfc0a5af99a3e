namespace ExactGN.Tests;

/// <summary>theory/losses.md: ε of softmax cross-entropy in the exact and the damped closed form.</summary>
public sealed class SoftmaxDirectionProperties
{
    [Claim("LOSS-1")]
    public Property The_exact_direction_is_the_dense_pseudo_inverse_of_H_applied_to_g(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);
        var reference = SoftmaxReference.Of(f, y);
        if (reference.P.min().item<double>() < 1e-7)
        {
            return Verdict.Discard();
        }

        var direction = loss.Exact(f, y).to(CPU);

        return Verdict.Below(recipe, Enumerable.Range(0, recipe.Samples).Select(i =>
        {
            var (h, g) = (reference.H[i], reference.G[i].unsqueeze(1));
            var sigma = Dense.SingularValues(h);
            var dense = Dense.PseudoInverse(h, rtol: 1e-10).matmul(g).squeeze(1);
            var scale = (sigma[0] * Ratio.Norm(dense) + Ratio.Norm(reference.P[i]) + Ratio.Norm(reference.Y[i]))
                / sigma[^2];
            return Ratio.Of(direction[i] - dense, scale * reference.Amplification, recipe.Classes, float64);
        }));
    }

    [Claim("LOSS-2")]
    public Property The_exact_direction_sums_to_zero(SoftmaxForm loss, LogitsRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(precision.Dtype());

        var direction = loss.Exact(f, y).to(float64, CPU);

        var sums = direction.sum(1) / direction.abs().sum(1);
        return Verdict.Below(
            (recipe, precision), Ratio.Of(sums, 1, recipe.Classes * Math.Sqrt(recipe.Samples), precision.Dtype()));
    }

    [Claim("LOSS-3")]
    public Property The_exact_direction_solves_the_Newton_equation_for_every_target_that_sums_to_one(
        SoftmaxForm loss, LogitsRecipe recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(precision.Dtype());
        var reference = SoftmaxReference.Of(f, y);

        var direction = loss.Exact(f, y).to(float64, CPU);

        // Hε = p⊙ε − p(pᵀε): its rounding is that of the two terms, not of their difference.
        var (p, terms) = (reference.P, reference.P * direction.abs());
        var residual = p * direction - p * (p * direction).sum(1, keepdim: true) - reference.G;
        var scale = terms + p * terms.sum(1, keepdim: true) + p + reference.Y.abs();
        return Verdict.Below(
            (recipe, precision),
            Ratio.Of(residual, Ratio.Norm(scale) * reference.Amplification, recipe.Classes, precision.Dtype()));
    }

    [Claim("LOSS-4")]
    public Property The_damped_closed_form_equals_a_dense_solve_down_to_tiny_damping(
        SoftmaxForm loss, DampedLogits recipe, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Logits.Build(precision.Dtype());
        var reference = SoftmaxReference.Of(f, y);

        var direction = loss.Damped(f, y, recipe.Lambda).to(float64, CPU);

        var solved = SoftmaxReference.Rows(f)
            .Zip(SoftmaxReference.Rows(y), (fi, yi) => DecimalSoftmax.Damped(fi, yi, recipe.Lambda));
        var dense = tensor([.. solved.SelectMany(row => row)], f.shape, dtype: float64);
        return Verdict.Below((recipe, precision), Ratio.Of(
            direction - dense, DampedScale(reference, recipe.Lambda), recipe.Logits.Classes, precision.Dtype()));
    }

    [Claim("LOSS-5")]
    public Property The_damped_direction_tends_to_the_exact_one_and_to_g_over_lambda(
        SoftmaxForm loss, DampedLogits recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Logits.Build(float64);
        var reference = SoftmaxReference.Of(f, y);
        var lambda = recipe.Lambda;
        var exact = loss.Exact(f, y).to(CPU);

        var damped = loss.Damped(f, y, lambda).to(CPU);

        // ε − ε_λ = λ(H + λI)⁻¹ε, and (H + λI)d = λε where d = ε − ε_λ.
        var (p, d) = (reference.P, exact - damped);
        var identity = p * d - p * (p * d).sum(1, keepdim: true) + lambda * (d - exact);
        var identityScale = (1 + lambda) * (Ratio.Norm(exact) + DampedScale(reference, lambda));
        var gap = Ratio.Norm(lambda * damped - reference.G) - 0.5 / (0.5 + lambda) * Ratio.Norm(reference.G);
        var gapScale = lambda * DampedScale(reference, lambda) + Ratio.Norm(p) + Ratio.Norm(reference.Y);
        return Verdict.Below(recipe, [
            Ratio.Of(identity, identityScale, recipe.Logits.Classes, float64),
            Ratio.Of(tensor(Math.Max(gap, 0)), gapScale, recipe.Logits.Classes, float64),
        ]);
    }

    [Claim("LOSS-30")]
    public Property Targets_of_any_weight_have_the_derivatives_and_directions_of_their_own_value(
        SoftmaxForm loss, DampedLogits recipe, SampleWeights weights, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (dtype, samples) = (precision.Dtype(), recipe.Logits.Samples);
        var (f, shares) = recipe.Logits.Build(dtype);
        var w = weights.Build(samples, dtype);
        var (y, reference) = (w * shares, SoftmaxReference.Of(f, w * shares));
        var lambda = Math.Max(recipe.Lambda, 1e-4);
        var leaf = f.detach().clone().requires_grad_();
        var mean = autograd.grad([loss.Value(leaf, y)], [leaf])[0];

        var (gradient, exact, damped) =
            (loss.Gradient(f, y), loss.Exact(f, y).to(float64, CPU), loss.Damped(f, y, lambda).to(float64, CPU));
        var hessian = loss.HessianAt(f, y).to(float64, CPU);

        // Σ_j y_j as it is once it has been rounded; Hε = w(p⊙ε − p(pᵀε)), and its rounding is that of the two terms.
        var (p, sum) = (reference.P, reference.Y.sum(1, keepdim: true));
        var g = sum * p - reference.Y;
        Tensor Curved(Tensor direction) => sum * (p * direction - p * (p * direction).sum(1, keepdim: true));
        double Size(Tensor direction) => Ratio.Norm(sum * p * direction)
            + Ratio.Norm(sum * p * (p * direction.abs()).sum(1, keepdim: true))
            + Ratio.Norm(sum * p)
            + Ratio.Norm(reference.Y);
        double Of(Tensor error, double scale) =>
            Ratio.Of(error, scale * reference.Amplification, recipe.Logits.Classes, dtype);
        return Verdict.Below((recipe, weights, precision), [
            Ratio.Of(gradient - samples * mean, Ratio.Norm(y) + Ratio.Norm(sum * p), recipe.Logits.Classes, dtype),
            Of(gradient.to(float64, CPU) - g, Ratio.Norm(y) + Ratio.Norm(sum * p)),
            Of(hessian - sum.unsqueeze(2) * reference.H, Ratio.Norm(sum)),
            Of(Curved(exact) - g, Size(exact)),
            Of(exact.sum(1), recipe.Logits.Classes * Ratio.Norm(exact)),
            Of(Curved(damped) + lambda * damped - g, (Size(damped) + lambda * Ratio.Norm(damped)) * (1 + 1 / lambda)),
        ]);
    }

    /// <summary>What rounding p and y once does to [g − p·Σ(g/(p+λ))/Σ(p/(p+λ))]/(p+λ), with |g| ≤ p + |y| taken
    /// before cancellation.</summary>
    private static double DampedScale(SoftmaxReference reference, double lambda)
    {
        using var scope = NewDisposeScope();
        var weight = reference.P / (reference.P + lambda);
        var terms = (reference.P + reference.Y.abs()) / (reference.P + lambda);
        return Ratio.Norm(terms + weight * terms.sum(1, keepdim: true) / weight.sum(1, keepdim: true))
            * reference.Amplification;
    }
}
