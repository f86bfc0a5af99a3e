namespace ExactGN.Tests;

/// <summary>CKA compares two matrices with a row per sample, and refuses anything else by its shapes.</summary>
public sealed class RepresentationRulesTests
{
    [Fact]
    public void Representations_of_other_samples_are_refused()
    {
        using var scope = NewDisposeScope();
        var x = randn([4, 3], dtype: float64);
        foreach (var wrong in (Tensor[])[
            randn([5, 3], dtype: float64),
            randn([1, 3], dtype: float64),
            randn([4], dtype: float64),
            randn([4, 3, 2], dtype: float64),
        ])
        {
            Assert.Begins(
                "CKA compares two representations of the same samples, got [",
                Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.Of(x, wrong)).Message);
            Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.Of(wrong, x));
        }
    }

    [Fact]
    public void What_has_no_sample_or_no_feature_cannot_be_compared()
    {
        using var scope = NewDisposeScope();
        foreach (var empty in (Tensor[])[zeros([0, 3]), zeros([3, 0])])
        {
            Assert.Begins(
                "CKA needs at least one sample with at least one feature, got [",
                Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.Of(empty, empty)).Message);
        }

        Assert.Begins(
            "CKA needs at least one sample with at least one feature, got [",
            Assert.Throws<ArgumentException>(
                () => CenteredKernelAlignment.Debiased(zeros([4, 0]), randn([4, 1]))).Message);

        using var model = ScaleTests.Network(Precision.Double);
        Assert.Begins(
            "CKA is averaged over batches, so there must be at least one",
            Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.PerBlock(model, model, [])).Message);
        var batch = Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.PerBlock(
            model, model, [zeros([0, 4], dtype: float64, device: Steering.Device)]));
        Assert.Begins("A batch must have shape [n ≥ 1, 4], got [0, 4].", batch.Message);
    }

    [Theory, InlineData(0.1f), InlineData(7e20f), InlineData(3e-40f)]
    public void What_is_constant_over_the_samples_has_no_cka(float value)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(double.NaN, CenteredKernelAlignment.Of(full([3, 2], value, dtype: float32), randn([3, 2])));
        Assert.Equal(double.NaN, CenteredKernelAlignment.Debiased(full([4, 2], value, dtype: float32), randn([4, 2])));
    }

    [Fact]
    public void Kernels_are_square_of_one_shape_and_not_empty()
    {
        using var scope = NewDisposeScope();
        var (kernel, other, empty) = (eye(2), eye(3), zeros([0, 0]));
        foreach (var compare in (Func<Tensor, Tensor, double>[])[
            KernelDrift.Relative, KernelDrift.Alignment, SketchedNeuralTangentKernel.InnerProduct
        ])
        {
            Assert.Begins(
                "What is compared entry by entry must share shape, dtype and device",
                Assert.Throws<ArgumentException>(() => compare(kernel, other)).Message);
            Assert.Throws<ArgumentException>(() => compare(empty, empty));
            Assert.Throws<ArgumentException>(() => compare(kernel, kernel.to(float64)));
            Assert.Begins(
                "What is measured must be of float32 or float64",
                Assert.Throws<ArgumentException>(() => compare(kernel.to(int64), kernel.to(int64))).Message);
        }

        foreach (var wrong in (Tensor[])[empty, zeros([2, 3]), zeros([2])])
        {
            Assert.Begins(
                "A kernel must be a square matrix with an entry",
                Assert.Throws<ArgumentException>(() => KernelDrift.EffectiveRank(wrong)).Message);
            Assert.Throws<ArgumentException>(() => KernelDrift.Spectrum(wrong));
        }

        using var model = ScaleTests.Network(Precision.Double);
        Assert.Throws<ArgumentOutOfRangeException>(() => SketchedNeuralTangentKernel.Probes(model, 0, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SketchedNeuralTangentKernel.Probes(model, 2, 0, 1));
    }

    [Fact]
    public void Networks_of_different_shape_are_not_compared()
    {
        using var model = ScaleTests.Network(Precision.Double);
        using var deeper = new RevMlp(model.Options with { Blocks = 3 }, float64, Steering.Device);
        var error = Assert.Throws<ArgumentException>(() => WeightDrift.Between(deeper, model));
        Assert.Says("got blocks.2.f [10, 2] of Float64", error.Message);
        Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.PerBlock(model, deeper, []));
        Assert.Throws<ArgumentException>(
            () => CenteredKernelAlignment.Debiased(model, deeper, randn([4, 4], dtype: float64)));
    }
}
