namespace ExactGN.Tests;

/// <summary>A network without a trainable weight has no derivative in its weights, and says so.</summary>
public sealed class FrozenNetworkTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void A_Jacobian_in_no_parameters_is_refused(bool wholeState)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(new() { Features = 4, Classes = 2 }, ScalarType.Float64);
        foreach (var half in model.HalfCouplings)
        {
            half.Trainable = false;
        }

        Func<ReversibleNetwork, Tensor, Tensor> jacobian =
            wholeState ? DenseJacobian.StateInParameters : DenseJacobian.InParameters;
        var error = Assert.Throws<ArgumentException>(() => jacobian(model, ones([2, 4], dtype: float64)));

        Assert.Equal(
            "A Jacobian in the parameters needs at least one trainable half-coupling; all are frozen.", error.Message);
    }
}
