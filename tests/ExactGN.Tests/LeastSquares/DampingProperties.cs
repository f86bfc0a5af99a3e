using FsCheck;

namespace ExactGN.Tests;

/// <summary>theory/least-squares.md: what damping does, λ in the units of σ².</summary>
public sealed class DampingProperties
{
    [Claim("LS-27")]
    public Property Damping_replaces_the_inverse_of_sigma_by_sigma_over_sigma_squared_plus_lambda(DampingRule rule, MatrixRecipe recipe, RelativeDamping damping, Precision precision)
    {
        using var scope = NewDisposeScope();
        var lambda = damping.Factor * recipe.Scale * recipe.Scale;
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s, lambda);

        var svd = Dense.ToMathNet(a).Svd(computeVectors: true);
        var k = Math.Min(recipe.Rows, recipe.Columns);
        var filter = svd.S.Map(sigma => sigma / (sigma * sigma + lambda));
        var coefficients = svd.U.SubMatrix(0, recipe.Rows, 0, k).TransposeThisAndMultiply(Dense.ToMathNet(s));
        coefficients = coefficients.MapIndexed((i, _, value) => filter[i] * value);
        var expected = Dense.FromMathNet(svd.VT.SubMatrix(0, k, 0, recipe.Columns).TransposeThisAndMultiply(coefficients));
        return Verdict.Below((rule, recipe, damping, precision), Of(x.to(float64, CPU) - expected, s, recipe, lambda));
    }

    [Claim("LS-28")]
    public Property Damping_minimises_the_residual_plus_lambda_times_the_norm(DampingRule rule, MatrixRecipe recipe, RelativeDamping damping, Precision precision)
    {
        using var scope = NewDisposeScope();
        var lambda = damping.Factor * recipe.Scale * recipe.Scale;
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = rule.Solve(a, s, lambda).to(float64);

        var exact = a.to(float64);
        var gradient = exact.mT.mm(exact.mm(x) - s.to(float64)) + lambda * x;
        var scale = Condition(recipe, lambda) * recipe.Scale * Ratio.Norm(s);
        return Verdict.Below((rule, recipe, damping, precision), Ratio.Of(gradient, scale, recipe.Size, a.dtype));
    }

    [Claim("LS-29")]
    public Property Vanishing_damping_approaches_the_pseudo_inverse_at_the_rate_of_lambda(DampingRule rule, MatrixRecipe recipe, RelativeDamping damping)
    {
        using var scope = NewDisposeScope();
        var smallest = recipe.Scale / recipe.Kappa;
        var lambda = 1e-3 * damping.Factor * smallest * smallest;
        if (damping.Factor < 1e-4)
        {
            return Verdict.Discard();
        }

        var (a, s) = (recipe.Build(), recipe.RightHandSide());

        var x = rule.Solve(a, s, lambda).to(float64, CPU);

        var limit = Dense.PseudoInverse(a, rtol: 1e-6).mm(s.to(float64, CPU));
        var (distance, norm) = (Ratio.Norm(x - limit), Ratio.Norm(limit));
        var above = distance - lambda / (smallest * smallest + lambda) * norm;
        var below = lambda / (recipe.Scale * recipe.Scale + lambda) * norm - distance;
        return Verdict.Below((rule, recipe, lambda), Excess(Math.Max(above, below), s, recipe, lambda));
    }

    [Claim("LS-30")]
    public Property Growing_damping_approaches_the_gradient_over_lambda(DampingRule rule, MatrixRecipe recipe, RelativeDamping damping)
    {
        using var scope = NewDisposeScope();
        var lambda = 1e3 * Math.Max(damping.Factor, 1e-3) * recipe.Scale * recipe.Scale;
        var (a, s) = (recipe.Build(), recipe.RightHandSide());

        var x = rule.Solve(a, s, lambda);

        var gradient = a.mT.mm(s);
        var smallest = recipe.Scale / recipe.Kappa;
        var (distance, norm) = (Ratio.Norm(x - gradient / lambda), Ratio.Norm(gradient) / lambda);
        var above = distance - recipe.Scale * recipe.Scale / (recipe.Scale * recipe.Scale + lambda) * norm;
        var below = smallest * smallest / (smallest * smallest + lambda) * norm - distance;
        return Verdict.Below((rule, recipe, lambda), Excess(Math.Max(above, below), s, recipe, lambda));
    }

    [Claim("LS-31")]
    public Property The_two_twins_of_damping_push_through(DampingRule rule, MatrixRecipe recipe, RelativeDamping damping, Precision precision)
    {
        using var scope = NewDisposeScope();
        var lambda = damping.Factor * recipe.Scale * recipe.Scale;
        var a = recipe.Build(precision.Dtype());
        var (left, right) = (eye(recipe.Rows, dtype: a.dtype, device: a.device), eye(recipe.Columns, dtype: a.dtype, device: a.device));

        var (operation, twin) = (rule.Solve(a, left, lambda), rule.Solve(a.mT, right, lambda));

        return Verdict.Below((rule, recipe, damping, precision), Of(operation - twin.mT, right, recipe, lambda));
    }

    /// <summary>κ(K + λI) = (σ_max² + λ)/(σ_min² + λ), σ_min = 0 where K is singular.</summary>
    private static double Condition(MatrixRecipe recipe, double lambda)
    {
        var smallest = recipe.FullRank ? recipe.Scale / recipe.Kappa : 0;
        return (recipe.Scale * recipe.Scale + lambda) / (smallest * smallest + lambda);
    }

    /// <summary>‖D_λ‖₂ is at most this: the largest of σ/(σ² + λ) over the recipe's range of σ.</summary>
    private static double OperatorNorm(MatrixRecipe recipe, double lambda)
    {
        var sigma = Math.Clamp(Math.Sqrt(lambda), recipe.Scale / recipe.Kappa, recipe.Scale);
        return sigma / (sigma * sigma + lambda);
    }

    private static double Of(Tensor error, Tensor s, MatrixRecipe recipe, double lambda) =>
        Ratio.Of(error, Condition(recipe, lambda) * OperatorNorm(recipe, lambda) * Ratio.Norm(s), recipe.Size, error.dtype == s.dtype ? error.dtype : s.dtype);

    /// <summary>By how much a bound is missed, over what rounding explains; 0 where it holds.</summary>
    private static double Excess(double missed, Tensor s, MatrixRecipe recipe, double lambda) =>
        Math.Max(missed, 0) / (Condition(recipe, lambda) * OperatorNorm(recipe, lambda) * Ratio.Norm(s) * recipe.Size * Ratio.Eps(s.dtype));
}
