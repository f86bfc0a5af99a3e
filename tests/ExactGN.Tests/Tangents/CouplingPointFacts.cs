namespace ExactGN.Tests;

/// <summary>A half-coupling at one input: its features' layout, their last column, and what it leaves
/// alone.</summary>
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

    // 64 bytes are 8 numbers of float64 and 16 of float32.
    [Theory]
    [InlineData(Precision.Double, 6, 8)]
    [InlineData(Precision.Double, 7, 8)]
    [InlineData(Precision.Double, 8, 16)]
    [InlineData(Precision.Single, 8, 16)]
    [InlineData(Precision.Single, 15, 16)]
    [InlineData(Precision.Single, 16, 32)]
    public void Features_in_place_have_rows_on_64_byte_boundaries_and_no_more_between_them(
        Precision precision, int hidden, long stride)
    {
        using var scope = NewDisposeScope();
        using var built = new NetworkRecipe(
            3, hidden, 1, 2, 4, Bias: true, LinearInput: false, Sigma: 0.3, Seed: 7).Build(precision.Dtype());

        var point = built.Model.Blocks[0].F.InPlace(Halves.Split(built.X).Second, Workspace.None);

        Assert.Equal([stride, 1], point.Features().stride());
    }

    [Fact]
    public void Without_a_projection_an_activation_leaves_its_input_as_it_is()
    {
        using var scope = NewDisposeScope();
        var (x, given) = (tensor([-1.0, 2], [1, 2]), tensor([-1.0, 2], [1, 2]));
        foreach (var activation in (Activation[])[Activation.Relu, Activation.Tanh, Activation.Gelu])
        {
            using var coupling = new RandomFeatures(2, activation);
            foreach (var point in (IPoint[])[coupling.At(x), coupling.At(x, Workspace.None)])
            {
                Assert.Equal([1, 3], point.Features().shape);
                Assert.True(x.equal(given).all().item<bool>());
            }
        }
    }

    // φ′ is made for 128 rows at a time.
    [Theory, InlineData(true), InlineData(false)]
    public void What_is_done_for_a_few_rows_at_a_time_is_done_for_all(bool shared)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var built = new NetworkRecipe(
            3, 5, 1, 2, Samples: 300, Bias: true, LinearInput: false, Sigma: 0.3, Seed: 7).Build();
        var (half, x) = (built.Model.Blocks[0].F, Halves.Split(built.X).Second);
        var (t, own) = (
            built.Gaussian(3, stream: 1), stack([built.Gaussian(3, stream: 2), built.Gaussian(3, stream: 3)], 1));
        var each = shared ? own[..1].expand(300, -1, -1) : own;

        Same(point => point.Jvp(t), (point, at) => point.Jvp(t[at]));
        Same(point => point.Vjp(t), (point, at) => point.Vjp(t[at]));
        Same(point => point.Vjp(each), (point, at) => point.Vjp(each[at]));

        void Same(Func<CouplingPoint, Tensor> all, Func<CouplingPoint, Range, Tensor> some)
        {
            var parts = ((Range[])[0..100, 100..200, 200..300]).Select(at => some(half.At(x[at]), at));
            Assert.True(all(half.At(x)).allclose(cat([.. parts])));
        }
    }

    [Fact]
    public void A_sample_of_more_rows_than_that_is_done_by_itself()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7, CPU);
        Tensor Gaussian(params long[] shape) => randn(shape, dtype: float64, generator: generator);
        var layout = new PositionLayout(Channels: 1, Height: 12, Across: 12, Kernel: 1);
        using var coupling = new RandomFeatures(layout, Gaussian(1, 2), Activation.Tanh, bias: false);
        var (point, weight, cotangents) = (coupling.At(Gaussian(2, 144)), Gaussian(2, 1), Gaussian(2, 3, 144));

        var each = Enumerable.Range(0, 3).Select(i => point.Vjp(cotangents.select(1, i), weight));

        Assert.True(point.VjpEach(cotangents, weight).allclose(stack(each, 1)));
    }
}
