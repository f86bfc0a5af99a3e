using MathNet.Numerics.Distributions;

namespace ExactGN.Tests;

/// <summary>theory/reversible.md: one seed is one network, and what it is drawn from.</summary>
public sealed class DrawProperties
{
    /// <summary>|z| ≤ 6 in a standard normal has probability 1 − 2·10⁻⁹.</summary>
    private const double LargestZ = 6;

    /// <summary>√N·D ≤ 3.3 in Kolmogorov's distribution has probability 1 − 7·10⁻¹⁰.</summary>
    private const double LargestKolmogorov = 3.3;

    [Claim("REV-14")]
    public Property One_seed_is_one_network_in_both_dtypes(NetworkDraw draw, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var scope = NewDisposeScope();
        using var wide = draw.Draw(recipe.Options(), ScalarType.Float64);
        using var narrow = draw.Draw(recipe.Options(), ScalarType.Float32);

        var same = wide.NamedTensors().Zip(narrow.NamedTensors()).All(pair =>
            pair.First.Name == pair.Second.Name
            && pair.Second.Tensor.equal(pair.First.Tensor.detach().to(float32)).all().item<bool>());

        return Verdict.That(recipe, same);
    }

    [Claim("REV-15")]
    public Property Projections_and_weights_are_Gaussian_with_the_stated_variances_and_biases_start_at_zero(
        NetworkDraw draw, WideDraw recipe)
    {
        using var scope = NewDisposeScope();
        using var model = draw.Draw(recipe.Options(), ScalarType.Float64);

        var v = model.HalfCouplings
            .Select(half => Values(half.Projection!))
            .SelectMany(values => values.Select(value => value * Math.Sqrt(recipe.Hidden)));
        var w = model.HalfCouplings
            .Select(half => Values(half.Weight.narrow(0, 0, recipe.Hidden)))
            .SelectMany(values => values.Select(value => value / recipe.Sigma));
        var biases = recipe.Bias ? model.HalfCouplings.SelectMany(half => Values(half.Weight[-1])) : [];

        return Verdict.Below(
            recipe,
            [.. Excess([.. v]), .. Excess([.. w]), biases.All(bias => bias == 0) ? 0 : double.PositiveInfinity],
            threshold: 1);
    }

    [Claim("REV-16", Share = 0.5)]
    public Property Draws_of_different_half_couplings_and_of_different_seeds_are_uncorrelated(
        NetworkDraw draw, WideDraw recipe)
    {
        using var scope = NewDisposeScope();
        using var model = draw.Draw(recipe.Options(), ScalarType.Float64);
        using var other = draw.Draw(recipe.Options() with { Seed = recipe.Seed + 1 }, ScalarType.Float64);

        double[][] draws =
        [
            .. model.HalfCouplings.Concat(other.HalfCouplings)
                .SelectMany(half => (Tensor[])[half.Projection!, half.Weight.narrow(0, 0, recipe.Hidden).mT])
                .Select(Values),
        ];
        var correlations = draws.SelectMany((one, i) =>
            draws.Skip(i + 1).Select(another => MathNet.Numerics.Statistics.Correlation.Pearson(one, another)));

        return Verdict.Below(
            recipe, correlations.Select(r => Math.Abs(r) * Math.Sqrt(draws[0].Length)), threshold: LargestZ);
    }

    [Claim("REV-17")]
    public Property Training_moves_the_trainable_weights_and_nothing_else(
        GradientDescentStep step, NetworkRecipe recipe)
    {
        var freezeG = recipe.Seed % 2 == 0;
        using var scope = NewDisposeScope();
        using var built = recipe.Build();
        foreach (var block in built.Model.Blocks)
        {
            (freezeG ? block.G : block.F).Trainable = false;
        }

        if (built.Features().Any(features => features.count_nonzero().item<long>() == 0))
        {
            return Verdict.Discard();
        }

        var before = built.Model.NamedTensors().Select(entry => entry.Tensor.detach().clone()).ToArray();

        step.Run(built.Model, built.X);

        var trained = built.Model.NamedParameters().Select(entry => entry.name).ToHashSet();
        var asStated = built.Model.NamedTensors().Zip(before).All(pair =>
            pair.First.Tensor.equal(pair.Second).all().item<bool>() != trained.Contains(pair.First.Name));
        return Verdict.That(recipe, trained.Count == recipe.Blocks && asStated);
    }

    private static double[] Values(Tensor tensor) =>
        tensor.detach().to(float64, CPU).contiguous().data<double>().ToArray();

    // Mean 0 and variance 1 by their z scores (the variance of z² is 2), normality by Kolmogorov's statistic;
    // 1 is the limit of each.
    private static double[] Excess(double[] z)
    {
        var n = z.Length;
        var mean = z.Average() * Math.Sqrt(n);
        var variance = (z.Average(value => value * value) - 1) * Math.Sqrt(n / 2.0);
        var distance = z.Order().Select((value, i) => Math.Max(
            Math.Abs(Normal.CDF(0, 1, value) - ((double)i / n)),
            Math.Abs(Normal.CDF(0, 1, value) - ((i + 1.0) / n)))).Max();
        return [Math.Abs(mean) / LargestZ, Math.Abs(variance) / LargestZ, distance * Math.Sqrt(n) / LargestKolmogorov];
    }
}
