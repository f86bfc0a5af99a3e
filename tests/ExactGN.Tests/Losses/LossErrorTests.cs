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
        Assert.Throws<ArgumentException>(() => new SquaredError().Gradient(zeros([1, 2, 3], device: Steering.Device), zeros([1, 2, 3], device: Steering.Device)));
    }

    [Fact]
    public void Outputs_and_targets_must_share_a_dtype_and_a_device()
    {
        using var scope = NewDisposeScope();
        var f = zeros([2, 3], dtype: float64, device: Steering.Device);
        var error = Assert.Throws<ArgumentException>(() => new SquaredError().Gradient(f, zeros([2, 3], dtype: float32, device: Steering.Device)));
        Assert.Contains("got Float64 on", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SquaredError().Gradient(f, zeros([2, 3], dtype: float64, device: META)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Whichever_is_not_finite_the_error_is_not_called_one_of_representation(bool outputs)
    {
        using var scope = NewDisposeScope();
        var (f, y) = (zeros([1, 2], dtype: float64, device: Steering.Device), ones([1, 2], dtype: float64, device: Steering.Device));
        (outputs ? f : y).fill_(double.PositiveInfinity);
        Assert.Equal(NumericalTrouble.NotFinite, Assert.Throws<NumericalException>(() => new SoftmaxCrossEntropy().NewtonDirection(f, y, Curvature.Exact)).Trouble);
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
