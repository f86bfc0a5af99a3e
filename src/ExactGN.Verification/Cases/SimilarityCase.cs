namespace ExactGN.Verification.Cases;

/// <summary>Two representations and two kernels, and what was asked of them.</summary>
internal sealed class SimilarityCase
{
    private readonly Probe _probe;
    private readonly SimilarityRecipe _recipe;

    internal SimilarityCase(Probe probe, SimilarityRecipe recipe)
    {
        (_probe, _recipe) = (probe, recipe);
        Precision = recipe.Single ? Precision.Single : Precision.Double;
        (X, Y) = (Gaussian(1, recipe.Left), Gaussian(2, recipe.Right));
        (Kernel, Earlier) = (Gram(Gaussian(3, recipe.Samples)), Gram(Gaussian(4, recipe.Samples)));
    }

    internal Precision Precision { get; }

    internal Numbers X { get; }

    internal Numbers Y { get; }

    internal Numbers Kernel { get; }

    internal Numbers Earlier { get; }

    internal int N => _recipe.Samples;

    internal Numbers Gaussian(int stream, int columns) =>
        new RandomNumbers(_recipe.Seed, stream).Gaussian(N, columns).Rounded(Precision);

    internal RandomNumbers Draw(int stream) => new(_recipe.Seed, stream);

    internal double Cka(Numbers x, Numbers y) => Number(Operations.Cka, ("x", x), ("y", y));

    internal double Alignment(Numbers kernel, Numbers initial) =>
        Number(Operations.Alignment, ("kernel", kernel), ("initial", initial));

    internal double Drift(Numbers kernel, Numbers earlier) =>
        Number(Operations.Drift, ("kernel", kernel), ("earlier", earlier));

    /// <summary>Without the mean of each column.</summary>
    internal static Numbers Centred(Numbers x)
    {
        var means = Enumerable.Range(0, x.ColumnCount).Select(j => x.Column(j).Values.ToArray().Average()).ToArray();
        return Numbers.Matrix([.. x.Values.ToArray().Select((value, k) => value - means[k % x.ColumnCount])],
            x.RowCount, x.ColumnCount);
    }

    internal double Ratio(double error, double scale) => Ratios.Of(Math.Abs(error), scale, N * N, Precision);

    private double Number(string operation, params (string Name, Numbers Value)[] arguments) => _probe.AskNumber(
        operation, new(Precision, arguments.Select(argument => (argument.Name,
            (object?)argument.Value.Rounded(Precision)))));

    private Numbers Gram(Numbers a) => a.Times(a.Transposed()).Rounded(Precision);
}
