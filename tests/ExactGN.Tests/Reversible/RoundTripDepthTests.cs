namespace ExactGN.Tests;

/// <summary>What lies beyond REV-4's hypotheses: the error of a round trip through 64 blocks at larger σ,
/// measured and written as evidence.</summary>
[Trait("Category", "Full")]
public sealed class RoundTripDepthTests
{
    [Fact]
    public void Beyond_moderate_weights_the_round_trip_loses_digits_and_then_everything()
    {
        var median = new Dictionary<double, double>();
        foreach (var sigma in (double[])[1e-3, 0.1, 0.3, 1])
        {
            var errors = Enumerable.Range(0, 9)
                .Select(
                    seed => Error(new NetworkRecipe(8, 32, 64, null, 4, Bias: true, LinearInput: true, sigma, seed)))
                .Order()
                .ToArray();
            median[sigma] = errors[4];
            Evidence.Write($"round-trip-64-blocks-sigma-{sigma}", new
            {
                sigma,
                blocks = 64,
                halfWidth = 8,
                hidden = 32,
                dtype = "float64",
                seeds = errors.Length,
                least = errors[0],
                median = errors[4],
                largest = errors[^1],
                unit = "u·‖x‖",
            });
        }

        Assert.True(median[1e-3] < median[0.1]);
        Assert.True(median[0.1] < 100);
        Assert.InRange(median[0.3], 1e3, 1e13);
        Assert.False(median[1] < 1e15, $"At σ = 1 a round trip through 64 blocks kept a digit: {median[1]} u.");
    }

    private static double Error(NetworkRecipe recipe)
    {
        using var built = recipe.Open();
        var back = built.Model.Inverse(built.Model.Forward(built.X));
        var error = Ratio.Norm(back - built.X) / (Ratio.Eps(float64) / 2 * Ratio.Norm(built.X));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
