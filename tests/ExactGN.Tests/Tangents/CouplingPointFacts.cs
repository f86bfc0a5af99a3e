namespace ExactGN.Tests;

/// <summary>What a half-coupling says of its features' last column.</summary>
public sealed class CouplingPointFacts
{
    [Theory, InlineData(true), InlineData(false)]
    public void The_activation_is_the_features_without_their_column_of_ones(bool bias)
    {
        using var scope = NewDisposeScope();
        using var built = new NetworkRecipe(3, 5, 1, 2, 4, bias, LinearInput: false, Sigma: 0.3, Seed: 7).Build();

        var point = built.Model.Blocks[0].F.At(Halves.Split(built.X).Second);

        Assert.Equal([4, 5], point.Activation.shape);
        Assert.True(point.Activation.equal(point.Features()[.., ..5]).all().item<bool>());
    }

    [Fact]
    public void A_coupling_that_says_nothing_of_it_has_no_bias_and_is_not_linear()
    {
        using var half = new HalfCoupling("f", nn.Parameter(ones([1, 1], dtype: float64)), new Untouchable());

        Assert.False(half.HasBias);
        Assert.False(half.IsLinear);
    }
}
