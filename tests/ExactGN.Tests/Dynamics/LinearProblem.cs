namespace ExactGN.Tests;

/// <summary>The recipe of a linear model f = Jθ whose kernel JJᵀ has eigenvalues falling from 1 to 1/κ,
/// and a residual that holds every mode alike.</summary>
public sealed record LinearProblem(int Modes, int Parameters, double Kappa, int Seed)
{
    /// <summary>λ_i of Θ = JJᵀ, largest first.</summary>
    internal double[] Eigenvalues => [.. Recipe.SingularValues().square().data<double>().ToArray()];

    private MatrixRecipe Recipe => new(Modes, Parameters, Modes, Math.Sqrt(Kappa), 1, 1, Seed);

    /// <summary>J, its left singular vectors by MathNet, and r₀ = Σ_i u_i; in the caller's dispose scope.</summary>
    public (Tensor J, Tensor Modes, Tensor Residual) Build()
    {
        var j = Recipe.Build();
        var u = Dense.FromMathNet(Dense.ToMathNet(j).Svd(computeVectors: true).U).to(j.device);
        return (j, u, u.sum(1, keepdim: true));
    }
}

public static partial class Arbitraries
{
    public static Arbitrary<LinearProblem> LinearProblems() => Arb.From(
        from modes in Gen.Choose(2, 8)
        from extra in Gen.Choose(0, 8)
        from kappa in Gen.Elements(1.0, 10.0, 1e3, 1e5, 1e8)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new LinearProblem(modes, modes + extra, kappa, seed),
        recipe => recipe.Modes > 2 ? [recipe with { Modes = recipe.Modes - 1 }] : []);
}
