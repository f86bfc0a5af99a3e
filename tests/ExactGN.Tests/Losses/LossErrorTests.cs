namespace ExactGN.Tests;

/// <summary>What the losses refuse, and how they say so.</summary>
public sealed class LossErrorTests
{
    [Theory, InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Damping_must_be_finite_and_positive(double lambda) =>
        Assert.Contains("finite and positive", Assert.Throws<ArgumentOutOfRangeException>(() => Curvature.Damped(lambda)).Message, StringComparison.Ordinal);

    [Fact]
    public void Outputs_and_targets_must_share_a_shape()
    {
        using var scope = NewDisposeScope();
        var (f, y) = (zeros([2, 3], device: Steering.Device), zeros([3, 2], device: Steering.Device));
        var error = Assert.Throws<ArgumentException>(() => new SquaredError().Value(f, y));
        Assert.Contains("[2, 3] and [3, 2]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropy().Hessian(zeros([3], device: Steering.Device)));
    }

    [Fact]
    public void Outputs_that_are_not_finite_are_named_as_such()
    {
        using var scope = NewDisposeScope();
        var f = tensor([double.NaN, 0], [1, 2], device: Steering.Device);
        var error = Assert.Throws<NumericalException>(() => new SoftmaxCrossEntropy().NewtonDirection(f, zeros_like(f), Curvature.Identity));
        Assert.Equal(NumericalTrouble.NotFinite, error.Trouble);
    }
}
