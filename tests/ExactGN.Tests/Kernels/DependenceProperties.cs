using FsCheck;
using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: the unbiased estimate of HSIC, on which debiased CKA rests.</summary>
public sealed class DependenceProperties
{
    [Claim("CKA-9", Share = 0.5)]
    public Property Over_all_orders_of_the_samples_unbiased_hsic_has_mean_zero(Dependence measure, FewSamples recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Pair.Generator();
        var (x, y) = recipe.Pair.Build(generator);

        var values = Orders(recipe.Pair.Samples).Select(order =>
        {
            using var inner = NewDisposeScope();
            return measure.Of(x, y.index_select(0, tensor(order, device: Steering.Device)));
        }).ToArray();

        return Verdict.Below(recipe, Math.Abs(values.Average()) / Rounding(recipe, x, y));
    }

    [Claim("CKA-9")]
    public Property Unbiased_hsic_is_the_mean_over_quadruples_of_different_samples(
        Dependence measure, FewSamples recipe)
    {
        using var scope = NewDisposeScope();
        using var generator = recipe.Pair.Generator();
        var (x, y) = recipe.Pair.Build(generator);
        var (k, l) = (Gram(x), Gram(y));
        var expected = Orders(recipe.Pair.Samples).Average(at => k[(int)at[0], (int)at[1]]
            * (l[(int)at[0], (int)at[1]] + l[(int)at[2], (int)at[3]] - 2 * l[(int)at[0], (int)at[2]]));

        return Verdict.Below(recipe, Math.Abs(measure.Of(x, y) - expected) / Rounding(recipe, x, y));
    }

    /// <summary>All orders of 0 … n − 1.</summary>
    private static IEnumerable<long[]> Orders(int n) => n == 0
        ? [[]]
        : Orders(n - 1).SelectMany(order =>
            Enumerable.Range(0, n).Select(place => (long[])[.. order[..place], n - 1, .. order[place..]]));

    private static Matrix<double> Gram(Tensor x)
    {
        var matrix = Dense.ToMathNet(x);
        return matrix * matrix.Transpose();
    }

    // Products of two kernels' entries, each a sum over features, are added up and cancel.
    private static double Rounding(FewSamples recipe, Tensor x, Tensor y) =>
        x.square().sum().item<double>() * y.square().sum().item<double>()
            * (recipe.Pair.Samples + recipe.Pair.Width + recipe.Pair.OtherWidth) * Ratio.Eps(float64);
}
