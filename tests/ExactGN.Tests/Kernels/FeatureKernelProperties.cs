using MathNet.Numerics.LinearAlgebra;

namespace ExactGN.Tests;

/// <summary>theory/lazy-regime.md: the kernel of the random features, and what it means for Θ.</summary>
public sealed class FeatureKernelProperties
{
    /// <summary>Half-couplings of one width; each has its own V.</summary>
    private const int Draws = 240;

    private static readonly int[] Widths = [16, 64, 256];

    [Claim("NTK-12", Share = 0.5)]
    public Property The_features_inner_products_average_to_the_arc_cosine_kernel(NetworkDraw draw, FeaturePair recipe)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (x, y) = recipe.Build();
        var (mean, deviation) = recipe.Moments(x, y);
        var products = Widths.Select(h => Products(draw, recipe, x, y, h)).ToArray();

        // In units of its standard deviation σ/√(R·h) the mean of R draws is a standard normal number.
        var z = products.Zip(Widths, (values, h) =>
            Math.Abs(values.Average() - mean) * Math.Sqrt(Draws * h) / deviation);
        return Verdict.Below(recipe, z, threshold: 6);
    }

    [Claim("NTK-12", Share = 0.5)]
    public Property Their_error_falls_with_the_square_root_of_the_hidden_width(NetworkDraw draw, FeaturePair recipe)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (x, y) = recipe.Build();
        var (mean, _) = recipe.Moments(x, y);
        double Error(int h) => Products(draw, recipe, x, y, h).Average(value => Math.Pow(value - mean, 2));

        var slope = Math.Log(Error(Widths[^1]) / Error(Widths[0])) / 2 / Math.Log((double)Widths[^1] / Widths[0]);
        return Verdict.Below(recipe, Math.Abs(slope + 0.5), threshold: 0.2);
    }

    [Claim("NTK-13", Share = 0.5)]
    public Property The_kernel_is_at_least_as_definite_as_its_features_and_sensitivities(
        TangentKernel kernel, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        if (!built.Model.IsClearOfKinks(built.X))
        {
            return Verdict.Discard();
        }

        // Half of the cases train one half-coupling alone: with one sample the bound is then attained.
        var chosen = recipe.Seed / 2 % (2 * recipe.Blocks);
        built.Model.TrainOnly(i => recipe.Seed % 2 == 0 || i == chosen);
        var theta = kernel.Of(built.Model, built.X);
        var least = Least(theta);
        var bound = 0.0;
        var trainable = built.Model.HalfCouplings.Select(half => half.Trainable).ToArray();
        foreach (var (k, features) in built.Features().Index().Where(entry => trainable[entry.Index]))
        {
            built.Model.TrainOnly(i => i == k);
            var j = DenseJacobian.InParameters(built.Model, built.X, wholeState: recipe.Classes is null).detach();
            var (n, q) = (recipe.Samples, recipe.HalfWidth);

            // J_k[(i, o), (a, b)] = ã_kⁱ[a]·S_kⁱ[o, b]: S by contraction with ã.
            var blocks = j.view(n, -1, features.size(1), q);
            var norms = features.square().sum([1]);
            if (norms.min().item<double>() < 1e-12)
            {
                continue;
            }

            var s = (blocks * features.view(n, 1, -1, 1)).sum([2]) / norms.view(n, 1, 1);
            var sensitivity = Enumerable.Range(0, n).Min(i => Least(s[i].mm(s[i].mT)));
            bound += Math.Max(Least(features.mm(features.mT)), 0) * Math.Max(sensitivity, 0);
        }

        var excess = tensor(Math.Max(bound - least, 0));
        var scale = theta.trace().item<double>() + bound;
        return Verdict.Below(recipe, Ratio.Of(excess, scale, built.Model.PathLength(), float64));
    }

    /// <summary>λ_min by MathNet.</summary>
    private static double Least(Tensor symmetric) =>
        Dense.ToMathNet(symmetric).Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real);

    /// <summary>⟨φ(xV), φ(yV)⟩ of every half-coupling of two networks without a linear block.</summary>
    private static double[] Products(NetworkDraw draw, FeaturePair recipe, Tensor x, Tensor y, int hidden)
    {
        using var scope = NewDisposeScope();
        using var network = draw.Draw(recipe.Options(hidden, Draws / 2), float64);
        return
        [
            .. network.HalfCouplings.Select(half =>
                (half.At(x).Activation * half.At(y).Activation).sum().item<double>()),
        ];
    }
}
