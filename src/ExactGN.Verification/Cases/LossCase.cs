namespace ExactGN.Verification.Cases;

/// <summary>Outputs and targets of a loss, and what was asked of it.</summary>
internal sealed class LossCase
{
    private readonly Probe _probe;
    private Values? _answer;

    internal LossCase(Probe probe, LossRecipe recipe)
    {
        (_probe, Recipe) = (probe, recipe);
        Precision = recipe.Single ? Precision.Single : Precision.Double;
        F = (recipe.Spread * new RandomNumbers(recipe.Seed, 1).Gaussian(N, C)).Rounded(Precision);
        Y = IsSoftmax ? Shares(recipe.Soft) : new RandomNumbers(recipe.Seed, 2).Gaussian(N, C).Rounded(Precision);
        V = Direction(0);
    }

    internal LossRecipe Recipe { get; }

    internal Precision Precision { get; }

    internal int N => Recipe.Samples;

    internal int C => Recipe.Classes;

    internal Numbers F { get; }

    internal Numbers Y { get; }

    internal Numbers V { get; }

    internal bool IsSoftmax => Recipe.Name == "softmax-cross-entropy";

    internal bool Sums => _probe.Description.Loss.Sums;

    internal bool IsSquared => Recipe.Name == "squared-error";

    internal Values Answer => _answer ??= Ask(F, Y, V);

    internal double Value => ValueOf(Answer);

    internal Numbers Gradient => Part(Answer, "gradient");

    internal Numbers HessianProduct => Part(Answer, "hessian_product");

    internal Numbers Newton => Part(Answer, "newton_direction");

    internal Numbers Damped => Part(Answer, "damped_direction");

    /// <summary>1 + the largest output and log-probability: by how much rounding an output moves a probability,
    /// relative to it.</summary>
    internal double Sensitivity => 1 + (2 * F.Values.ToArray().Max(Math.Abs)) + Math.Log(C);

    internal Numbers Probabilities => Numbers.Stack([.. Enumerable.Range(0, N).Select(i =>
        LossDirection.Softmax(F.Row(i)))]);

    internal void RequireSoftmax()
    {
        if (!IsSoftmax)
        {
            throw new OutsideException("another loss");
        }
    }

    internal Numbers Direction(int stream) =>
        new RandomNumbers(Recipe.Seed, 10 + stream).Gaussian(N, C).Rounded(Precision);

    internal Values Ask(Numbers f, Numbers y, Numbers v) => _probe.Ask(Operations.Loss, new(Precision,
        ("name", Recipe.Name), ("f", f.Rounded(Precision)), ("y", y.Rounded(Precision)), ("v", v.Rounded(Precision)),
            ("damping", Recipe.Damping)));

    internal static Numbers Part(Values answer, string part, int rows, int columns) =>
        Probe.Checked(Operations.Loss, part, [rows, columns],
            Probe.Read(Operations.Loss, answer, values => values.Array(part)));

    internal Numbers Part(Values answer, string part) => Part(answer, part, N, C);

    internal static double ValueOf(Values answer)
    {
        var value = Probe.Read(Operations.Loss, answer, values => values.Number("value"));
        return double.IsFinite(value) ? value : throw new SubjectException(Trouble.Malformed,
            $"loss: 'value' must be finite, got {value}");
    }

    internal double Ratio(Numbers error, double scale, double factor = 1) =>
        Ratios.Of(error, scale, C * factor, Precision);

    internal double Ratio(double error, double scale, double factor = 1) =>
        Ratios.Of(error, scale, C * factor, Precision);

    /// <summary>The product with the softmax Hessian, H = diag(p) − ppᵀ, in the kit's arithmetic.</summary>
    internal Numbers SoftmaxProduct(Numbers v)
    {
        var p = Probabilities;
        return Numbers.Stack([.. Enumerable.Range(0, N).Select(i =>
        {
            var mean = p.Row(i).Dot(v.Row(i));
            return p.Row(i).Zip(v.Row(i), (share, x) => share * (x - mean));
        })]);
    }

    // Targets that sum to one.
    private Numbers Shares(bool soft)
    {
        var draw = new RandomNumbers(Recipe.Seed, 3);
        return Numbers.Stack([.. Enumerable.Range(0, N).Select(_ =>
        {
            var hot = Numbers.Unit(C, draw.Below(C));
            // Sixteenths are exact in both dtypes, and so is their sum.
            return soft ? (0.75 * hot) + (0.25 * Numbers.Unit(C, draw.Below(C))) : hot;
        })]);
    }
}
