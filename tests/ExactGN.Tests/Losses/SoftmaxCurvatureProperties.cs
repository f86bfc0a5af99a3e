namespace ExactGN.Tests;

/// <summary>theory/losses.md: the Hessian of softmax cross-entropy, and what its size means for steps in function
/// space.</summary>
public sealed class SoftmaxCurvatureProperties
{
    [Claim("LOSS-14")]
    public Property The_softmax_Hessian_lies_between_zero_and_one_half_and_annihilates_constants(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, _) = recipe.Build(float64);

        var hessian = loss.Hessian(f).to(CPU);

        return Verdict.Below(recipe, Enumerable.Range(0, recipe.Samples).SelectMany(i =>
        {
            var eigenvalues = Dense.ToMathNet(hessian[i])
                .Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues
                .Select(value => value.Real)
                .ToArray();
            var null1 = Ratio.Norm(hessian[i].sum(1));
            return new[] { -eigenvalues.Min(), eigenvalues.Max() - 0.5, null1, Ratio.Norm(hessian[i] - hessian[i].mT) }
                .Select(excess => Math.Max(excess, 0) / (recipe.Classes * Ratio.Eps(float64)));
        }));
    }

    [Claim("LOSS-15")]
    public Property A_step_along_the_gradient_lowers_the_loss_of_every_sample_below_four(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = (recipe with { Samples = 1 }).Build(float64);
        var reference = SoftmaxReference.Of(f, y);
        var direction = loss.Identity(f, y);
        var before = loss.Value(f, y).item<double>();
        var slope = reference.G.square().sum().item<double>();

        // λ_max(H) ≤ ½: ℓ(f − αg) ≤ ℓ(f) − α(1 − α/4)‖g‖².
        return Verdict.Below(recipe, new[] { 0.25, 1, 2, 3, 3.9 }.Select(alpha =>
        {
            var moved = f - alpha * direction;
            var excess = loss.Value(moved, y).item<double>() - before + alpha * (1 - alpha / 4) * slope;
            var scale = (1 + Ratio.Norm(y)) * (1 + Ratio.Norm(f) + Ratio.Norm(moved));
            return Math.Max(excess, 0) / (scale * recipe.Classes * Ratio.Eps(float64));
        }));
    }

    [Claim("LOSS-15")]
    public Property Above_four_there_is_a_sample_whose_loss_rises(SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)recipe.Seed, CPU);
        var draw = rand([2], dtype: float64, generator: generator).data<double>().ToArray();
        var (alpha, delta) = (4.1 + 4 * draw[0], 0.01 + 0.1 * draw[1]);
        var f = tensor([delta, -delta], [1, 2], dtype: float64, device: Steering.Device);
        var y = full_like(f, 0.5);

        // ℓ = log 2cosh δ and f − αg = (δ′, −δ′), δ′ = δ − α·tanh(δ)/2, so |δ′| > |δ| where α·tanh δ > 4δ.
        var rise = loss.Value(f - alpha * loss.Identity(f, y), y) - loss.Value(f, y);
        return Verdict.That(recipe, alpha * Math.Tanh(delta) <= 4 * delta || rise.item<double>() > 0);
    }

    [Claim("LOSS-19")]
    public Property A_step_of_identity_curvature_cuts_a_samples_loss_by_alpha_times_its_squared_error_at_most(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = (recipe with { Samples = 1 }).Build(float64);
        var direction = loss.Identity(f, y);
        var before = loss.Value(f, y).item<double>();
        var slope = SoftmaxReference.Of(f, y).G.square().sum().item<double>();

        return Verdict.Below(recipe, new[] { 0.01, 0.2, 1, 6 }.Select(alpha =>
        {
            var moved = f - alpha * direction;
            var excess = before - loss.Value(moved, y).item<double>() - alpha * slope;
            var scale = (1 + Ratio.Norm(y)) * (1 + Ratio.Norm(f) + Ratio.Norm(moved));
            return Math.Max(excess, 0) / (scale * recipe.Classes * Ratio.Eps(float64));
        }));
    }

    [Claim("LOSS-21")]
    public Property The_least_cut_of_a_step_below_four_is_attained(SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)recipe.Seed, CPU);
        var draw = rand([2], dtype: float64, generator: generator).data<double>().ToArray();
        var (alpha, delta) = (0.1 + 3.8 * draw[0], 0.01 + 0.03 * draw[1]);
        var f = tensor([delta, -delta], [1, 2], dtype: float64, device: Steering.Device);
        var y = full_like(f, 0.5);

        var cut = (loss.Value(f, y) - loss.Value(f - alpha * loss.Identity(f, y), y)).item<double>();

        // ‖g‖² = tanh²(δ)/2, and the cut is log(cosh δ/cosh(δ − α·tanh(δ)/2)): the next terms are of relative size δ².
        var share = cut / (alpha * Math.Pow(Math.Tanh(delta), 2) / 2);
        return Verdict.Below(recipe, Math.Abs(share - (1 - alpha / 4)) / (delta * delta), threshold: 1);
    }

    [Claim("LOSS-23")]
    public Property The_softmax_Hessian_is_the_mean_square_of_the_gradient_over_the_models_own_targets(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);
        var p = SoftmaxReference.Of(f, y).P;
        var size = recipe.Classes * (1 + Ratio.Norm(f));

        var hessian = loss.Hessian(f).to(CPU);

        var mean = zeros_like(hessian);
        for (var j = 0; j < recipe.Classes; j++)
        {
            var gradient = p - eye(recipe.Classes, dtype: float64)[j];
            mean += p.select(1, j).reshape(-1, 1, 1) * gradient.unsqueeze(2) * gradient.unsqueeze(1);
        }

        return Verdict.Below(recipe, Ratio.Of(hessian - mean, Math.Sqrt(recipe.Samples), size, float64));
    }

    [Claim("LOSS-16")]
    public Property The_softmax_Hessian_splits_into_a_rank_one_part_and_the_rivals(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);
        var p = SoftmaxReference.Of(f, y).P;
        var size = recipe.Classes * (1 + Ratio.Norm(f));

        var hessian = loss.Hessian(f).to(CPU);

        return Verdict.Below(recipe, Enumerable.Range(0, recipe.Classes).Select(c =>
        {
            // q is a softmax of its own over the other classes, not p divided by 1 − p_c.
            var rivals = f.clone();
            rivals.select(1, c).fill_(double.NegativeInfinity);
            var q = SoftmaxReference.Of(rivals, y).P;
            var v = eye(recipe.Classes, dtype: float64)[c] - q;
            var other = 1 - p.select(1, c).reshape(-1, 1, 1);
            var split = other * p.select(1, c).reshape(-1, 1, 1) * v.unsqueeze(2) * v.unsqueeze(1)
                + other * (diag_embed(q) - q.unsqueeze(2) * q.unsqueeze(1));
            return Ratio.Of(hessian - split, Math.Sqrt(recipe.Samples), size, float64);
        }));
    }

    [Claim("LOSS-18")]
    public Property Exact_curvature_contracts_p_minus_y_by_one_minus_alpha_to_first_order(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);

        return Order(recipe, f, y, loss.Exact(f, y), SoftmaxReference.Of(f, y).G) is { } miss
            ? Verdict.Below(recipe, miss, threshold: 0.2)
            : Verdict.Discard();
    }

    [Claim("LOSS-18")]
    public Property Identity_curvature_contracts_p_minus_y_by_one_rate_per_eigenvalue_of_H(
        SoftmaxForm loss, LogitsRecipe recipe)
    {
        using var scope = NewDisposeScope();
        var (f, y) = recipe.Build(float64);
        var reference = SoftmaxReference.Of(f, y);
        var change = reference.H.matmul(reference.G.unsqueeze(2)).squeeze(2);

        return Order(recipe, f, y, loss.Identity(f, y), change) is { } miss
            ? Verdict.Below(recipe, miss, threshold: 0.2)
            : Verdict.Discard();
    }

    /// <summary>|log₂(r(α)/r(α/2)) − 2| for r(α) = ‖p(f − αd) − p(f) + α·change‖; null where it does not
    /// stand out from rounding.</summary>
    private static double? Order(LogitsRecipe recipe, Tensor f, Tensor y, Tensor direction, Tensor change)
    {
        var g = SoftmaxReference.Of(f, y).G;
        var reach = 1e-3 / Ratio.Norm(direction);

        double Remainder(double alpha) =>
            Ratio.Norm(SoftmaxReference.Of(f - alpha * direction, y).G - g + alpha * change);

        var (coarse, fine) = (Remainder(reach), Remainder(reach / 2));
        var floor = 100 * Ratio.Eps(float64) * (1 + Ratio.Norm(f)) * recipe.Samples;
        return fine < floor ? null : Math.Abs(Math.Log2(coarse / fine) - 2);
    }
}
