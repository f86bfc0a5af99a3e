namespace ExactGN.Tests;

/// <summary>What the losses refuse, and how they say so.</summary>
public sealed class LossErrorTests
{
    [Theory, InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Damping_must_be_finite_and_positive(double lambda) =>
        Assert.Says(
            "finite and positive", Assert.Throws<ArgumentOutOfRangeException>(() => Curvature.Damped(lambda)).Message);

    [Fact]
    public void Outputs_and_targets_must_share_a_shape()
    {
        using var scope = NewDisposeScope();
        var (f, y) = (zeros([2, 3], device: Steering.Device), zeros([3, 2], device: Steering.Device));
        var error = Assert.Throws<ArgumentException>(() => new SquaredError().Value(f, y));
        Assert.Equal("Outputs and targets must share a shape [n, c], got [2, 3] and [3, 2].", error.Message);
        var labels = Assert.Throws<ArgumentException>(
            () => new SquaredError().Value(f, zeros([2], device: Steering.Device)));
        Assert.Equal(
            "Outputs and targets must share a shape [n, c], got [2, 3] and [2]; class labels are given one-hot.",
            labels.Message);
        Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropy().Hessian(zeros([3], device: Steering.Device)));
        Assert.Throws<ArgumentException>(() => new SquaredError().Gradient(
            zeros([1, 2, 3], device: Steering.Device), zeros([1, 2, 3], device: Steering.Device)));
    }

    [Fact]
    public void Outputs_and_targets_must_share_a_dtype_and_a_device()
    {
        using var scope = NewDisposeScope();
        var f = zeros([2, 3], dtype: float64, device: Steering.Device);
        var error = Assert.Throws<ArgumentException>(
            () => new SquaredError().Gradient(f, zeros([2, 3], dtype: float32, device: Steering.Device)));
        Assert.Says("got Float64 on", error.Message);
        Assert.Throws<ArgumentException>(
            () => new SquaredError().Gradient(f, zeros([2, 3], dtype: float64, device: META)));
    }

    [Fact]
    public void Whichever_is_sparse_is_named()
    {
        using var scope = NewDisposeScope();
        var (dense, sparse) = (eye(2), eye(2).to_sparse());
        foreach (var (f, y, what) in ((Tensor, Tensor, string)[])[
            (sparse, dense, "outputs"), (dense, sparse, "targets"),
        ])
        {
            Assert.Begins(
                $"A batch of {what} must be dense, got a sparse tensor of shape [2, 2]",
                Assert.Throws<ArgumentException>(() => new SquaredError().Value(f, y)).Message);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Whichever_is_not_finite_the_error_is_not_called_one_of_representation(bool outputs)
    {
        using var scope = NewDisposeScope();
        var (f, y) = (
            zeros([1, 2], dtype: float64, device: Steering.Device),
            ones([1, 2], dtype: float64, device: Steering.Device));
        (outputs ? f : y).fill_(double.PositiveInfinity);
        Assert.Equal(
            NumericalTrouble.NotFinite,
            Assert.Throws<NumericalException>(
                () => new SoftmaxCrossEntropy().NewtonDirection(f, y, Curvature.Exact)).Trouble);
    }

    [Fact]
    public void Outputs_that_are_not_finite_are_named_as_such()
    {
        using var scope = NewDisposeScope();
        var f = tensor([double.NaN, 0], [1, 2], device: Steering.Device);
        var error = Assert.Throws<NumericalException>(
            () => new SoftmaxCrossEntropy().NewtonDirection(f, zeros_like(f), Curvature.Identity));
        Assert.Equal(NumericalTrouble.NotFinite, error.Trouble);
    }

    [Theory, InlineData(Precision.Single, 3e38), InlineData(Precision.Double, 1.5e308)]
    public void A_gap_between_logits_beyond_the_dtype_costs_nothing_where_the_prediction_is_right(
        Precision precision, double logit)
    {
        using var scope = NewDisposeScope();
        var f = tensor([logit, -logit, 0], dtype: float64)
            .to(precision.Dtype(), Steering.Device)
            .unsqueeze(0)
            .requires_grad_();
        var y = tensor([1.0, 0, 0], dtype: float64).to(precision.Dtype(), Steering.Device).unsqueeze(0);
        var loss = new SoftmaxCrossEntropy();

        var value = loss.Value(f, y);
        value.backward();

        Assert.Equal(0, value.to(float64).item<double>());
        Assert.Equal(0, f.grad!.abs().max().to(float64).item<double>());
        foreach (var curvature in (Curvature[])[
            Curvature.Exact, Curvature.Identity, Curvature.Damped(1e-3), Curvature.Damped(1e300),
            Curvature.Damped(1e-300),
        ])
        {
            var expected = curvature == Curvature.Exact ? 2.0 / 3 : 0;
            Assert.Equal(
                expected, loss.NewtonDirection(f.detach(), y, curvature).abs().max().to(float64).item<double>(), 1e-6);
        }
    }

    [Fact]
    public void A_confident_mistake_is_called_one_only_where_it_is()
    {
        using var scope = NewDisposeScope();
        var f = tensor([3e38f, -3e38f], [1, 2], device: Steering.Device);
        var y = tensor([0f, 1f], [1, 2], device: Steering.Device);
        var mistake = Assert.Throws<NumericalException>(
            () => new SoftmaxCrossEntropy().NewtonDirection(f, y, Curvature.Exact));
        Assert.Says("a confident mistake", mistake.Message);
        var weight = Assert.Throws<NumericalException>(
            () => new SoftmaxCrossEntropy().NewtonDirection(f, full_like(f, 3e38f), Curvature.Identity));
        Assert.Equal(
            "ε must be representable in Float32; with identity curvature it is not, "
            + "for outputs and targets of this size.",
            weight.Message);
        var difference = Assert.Throws<NumericalException>(
            () => new SquaredError().NewtonDirection(f, -f, Curvature.Exact));
        Assert.Equal(
            "ε must be representable in Float32; with exact curvature it is not, for outputs and targets of this size.",
            difference.Message);
    }

    [Fact]
    public void A_batch_of_none_has_no_loss()
    {
        using var scope = NewDisposeScope();
        Assert.Begins(
            "A loss needs at least one sample",
            Assert.Throws<ArgumentException>(() => new SquaredError().Value(zeros([0, 3]), zeros([0, 3]))).Message);
    }

    [Fact]
    public void A_step_for_a_given_error_has_no_loss()
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(Precision.Double);
        var x = ones([1, 4], dtype: float64, device: Steering.Device);
        using var step = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
            .Solve(model, model.Forward(x), x);
        Assert.Null(step.Loss);
    }
}
