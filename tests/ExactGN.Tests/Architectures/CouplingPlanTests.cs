namespace ExactGN.Tests;

/// <summary>The sizes of a half-coupling that is not drawn yet, by hand.</summary>
public sealed class CouplingPlanTests
{
    [Theory]
    [InlineData(5, true, 6, 6, 4)]
    [InlineData(5, false, 5, 5, 3)]
    [InlineData(2, true, 3, 3, 3)]
    [InlineData(null, true, 4, 4, 4)]
    [InlineData(null, false, 3, 3, 3)]
    public void Columns_and_their_rank_follow_from_width_and_bias(
        int? hidden, bool bias, long columns, long rank, long linearRank)
    {
        var plan = new CouplingPlan("name", RowLayout.Samples(3), hidden, Activation.Relu, bias);
        Assert.Equal((columns, rank, 1L), (plan.Columns, plan.MostRank, plan.RowsPerSample));
        Assert.Equal(linearRank, (plan with { Activation = Activation.Identity }).MostRank);
        string[] weight = [$"name.weight [{columns}, 3]"];
        string[] projection = hidden is null ? [] : [$"name.projection [3, {hidden}]"];
        Assert.Equal(
            weight.Concat(projection),
            plan.Shapes.Select(entry => $"{entry.Name} [{string.Join(", ", entry.Shape)}]"));
    }

    [Fact]
    public void A_patch_has_a_row_for_each_position()
    {
        var layout = new PositionLayout(Channels: 2, Height: 3, Across: 4, Kernel: 3);
        var plan = new CouplingPlan("name", layout, Hidden: null, Activation.Relu, Bias: true);
        Assert.Equal((12L, 19L), (plan.RowsPerSample, plan.Columns));
        Assert.Equal([19, 2], plan.WeightShape);
    }

    [Fact]
    public void The_first_block_alone_is_linear_and_only_where_that_is_asked_for()
    {
        RevConvNetOptions options = new()
        {
            ImageChannels = 1,
            ImageHeight = 2,
            ImageWidth = 2,
            Hidden = 3,
            LinearInputBlock = true,
        };
        using var linear = new RevConvNet(options);
        using var none = new RevConvNet(options with { LinearInputBlock = false });
        Assert.Equal([true, true, false, false], linear.HalfCouplings.Select(half => half.Coupling.IsLinear));
        Assert.All(none.HalfCouplings, half => Assert.False(half.Coupling.IsLinear));
    }
}
