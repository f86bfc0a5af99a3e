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
            foreach (var debiased in (Action[])[
                () => CenteredKernelAlignment.Debiased(x, wrong), () => CenteredKernelAlignment.Debiased(wrong, x),
            ])
            {
                Assert.Begins(
                    "Debiased CKA compares two representations of the same four or more samples, got [",
                    Assert.Throws<ArgumentException>(debiased).Message);
            }
        }
    }

    [Fact]
    public void Without_bias_there_are_four_samples_or_more()
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(Precision.Double);
        var (few, batch) = (eye(3, dtype: float64), ones([3, 4], dtype: float64, device: Steering.Device));
        Refused(
            "Debiased CKA compares two representations of the same four or more samples, got [3, 3] and [3, 3].",
            () => CenteredKernelAlignment.Debiased(few, few));
        Refused(
            "Unbiased HSIC takes two kernels of shape [n, n] with n ≥ 4, got [3, 3] and [3, 3].",
            () => Hsic.Unbiased(few, few));
        Refused(
            "Debiased CKA compares two networks on the same four or more samples, got a batch of shape [3, 4]. "
            + "(Parameter 'x')",
            () => { CenteredKernelAlignment.Debiased(model, model, batch); });
        var four = CenteredKernelAlignment.Debiased(
            model, model, ones([4, 4], dtype: float64, device: Steering.Device));
        Assert.Equal((2, 4), (four.Blocks.Count, four.Branches.Count));
    }

    [Fact]
    public void Unbiased_hsic_is_of_two_square_kernels_of_one_shape()
    {
        using var scope = NewDisposeScope();
        var kernel = eye(5, dtype: float64);
        foreach (var wrong in (Tensor[])[eye(4, dtype: float64), kernel[..4], kernel[.., ..4], kernel[0]])
        {
            foreach (var unbiased in (Action[])[
                () => Hsic.Unbiased(kernel, wrong), () => Hsic.Unbiased(wrong, kernel),
            ])
            {
                Assert.Begins(
                    "Unbiased HSIC takes two kernels of shape [n, n] with n ≥ 4, got [",
                    Assert.Throws<ArgumentException>(unbiased).Message);
            }
        }

        foreach (var alike in (Tensor[])[kernel[..4], kernel[.., ..4], kernel[0]])
        {
            Assert.Throws<ArgumentException>(() => Hsic.Unbiased(alike, alike));
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
        var wide = Assert.Throws<ArgumentException>(() => CenteredKernelAlignment.Debiased(
            model, model, zeros([4, 6], dtype: float64, device: Steering.Device)));
        Assert.Begins("A batch must have shape [n ≥ 1, 4], got [4, 6].", wide.Message);
    }

    [Theory, InlineData(0.1f), InlineData(7e20f), InlineData(3e-40f)]
    public void What_is_constant_over_the_samples_has_no_cka(float value)
    {
        using var scope = NewDisposeScope();
        var (constant, other) = (full([4, 2], value, dtype: float32), randn([4, 3]));
        const string Both = "got [4, 2] of Float32 on CPU and [4, 3] of Float32 on CPU, for one of which that does not "
            + "hold.";
        Refused(
            $"CKA compares two representations that vary over the samples, {Both}",
            () => CenteredKernelAlignment.Of(constant, other));
        Refused(
            $"Debiased CKA needs the unbiased HSIC of each representation with itself to be positive, {Both}",
            () => CenteredKernelAlignment.Debiased(constant, other));
    }

    // The offset is 2²³: every sum is a float32, and that of two samples need not be.
    [Fact]
    public void A_large_offset_costs_no_accuracy()
    {
        using var scope = NewDisposeScope();
        var x = tensor([0f, 1, 3, 7, 2], [5, 1]);
        Assert.Equal(1, CenteredKernelAlignment.Of(x + 8388608f, x), 1e-6);
    }

    [Fact]
    public void One_sample_has_no_cka()
    {
        using var scope = NewDisposeScope();
        Refused(
            "CKA compares how representations vary over two or more samples, got one: [1, 3] and [1, 2].",
            () => CenteredKernelAlignment.Of(randn([1, 3]), randn([1, 2])));
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_has_no_cka(float value)
    {
        using var scope = NewDisposeScope();
        var (broken, other) = (randn([5, 2]), randn([5, 3]));
        broken[2, 1] = value;
        foreach (var compare in (Func<Tensor, Tensor, double>[])[
            CenteredKernelAlignment.Of, CenteredKernelAlignment.Debiased,
        ])
        {
            foreach (var (x, y) in ((Tensor, Tensor)[])[(broken, other), (other, broken)])
            {
                var error = Assert.Throws<NumericalException>(() => compare(x, y));
                Assert.Equal(NumericalTrouble.NotFinite, error.Trouble);
                Assert.Begins("CKA compares two representations that are finite; [5, ", error.Message);
            }
        }
    }

    [Fact]
    public void Representations_of_two_dtypes_are_refused_by_the_shapes_that_were_given()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (randn([20, 3], dtype: float64), randn([20, 4], dtype: float32));
        Refused(
            "CKA compares two representations of one dtype, got [20, 3] of Float64 on CPU and [20, 4] of Float32 on "
            + "CPU.",
            () => CenteredKernelAlignment.Of(x, y));
        var debiased = CenteredKernelAlignment.Debiased(x, y);
        Assert.Equal(CenteredKernelAlignment.Debiased(x, y.to(float64)), debiased);

        var elsewhere = zeros([20, 4], dtype: float64, device: META);
        foreach (var compare in (Func<Tensor, Tensor, double>[])[
            CenteredKernelAlignment.Of, CenteredKernelAlignment.Debiased,
        ])
        {
            Refused(
                "CKA compares two representations on one device, got [20, 3] of Float64 on CPU and [20, 4] of Float64 "
                + "on META.",
                () => compare(x, elsewhere));
        }

        foreach (var align in (Func<Tensor, Tensor, double>[])[
            SketchedNeuralTangentKernel.Alignment, SketchedNeuralTangentKernel.ReferenceAlignment,
        ])
        {
            Refused(
                "What is compared entry by entry must share shape, dtype and device and have an entry, "
                + "got [20, 3] of Float64 on CPU and [20, 4] of Float32 on CPU.",
                () => align(x, y));
        }
    }

    [Fact]
    public void Sparse_tensors_are_not_measured()
    {
        using var scope = NewDisposeScope();
        var (dense, sparse) = (eye(4), eye(4).to_sparse());
        foreach (var measure in (Action[])[
            () => CenteredKernelAlignment.Of(dense, sparse),
            () => CenteredKernelAlignment.Debiased(sparse, dense),
            () => KernelDrift.Relative(dense, sparse),
            () => KernelDrift.Alignment(sparse, dense),
            () => KernelDrift.EffectiveRank(sparse),
            () => SketchedNeuralTangentKernel.Alignment(sparse, sparse),
        ])
        {
            Refused("What is measured must be dense, got a sparse tensor of shape [4, 4]; to_dense() makes one of it.",
                measure);
        }
    }

    [Fact]
    public void What_runs_record_of_a_dead_network_is_no_number_and_no_error()
    {
        using var scope = NewDisposeScope();
        var (none, some) = (zeros([3, 3], dtype: float64), eye(3, dtype: float64));
        double[] undefined = [
            KernelDrift.Relative(none, none),
            KernelDrift.Alignment(some, none),
            KernelDrift.EffectiveRank(none),
            SketchedNeuralTangentKernel.Alignment(none, some),
            SketchedNeuralTangentKernel.ReferenceAlignment(none, some),
        ];
        Assert.All(undefined, value => Assert.Equal(double.NaN, value));
        Assert.Equal(double.PositiveInfinity, KernelDrift.Relative(some, none));

        // A batch of one sample, and one whose samples are all alike.
        using var model = ScaleTests.Network(Precision.Double);
        var alike = ones([5, 4], dtype: float64, device: Steering.Device);
        foreach (var batch in (Tensor[])[alike[..1], alike])
        {
            Assert.All(
                CenteredKernelAlignment.PerBlock(model, model, [batch]), value => Assert.Equal(double.NaN, value));
        }

        Assert.All(
            CenteredKernelAlignment.Debiased(model, model, alike).Blocks, value => Assert.Equal(double.NaN, value));
    }

    // 10¹² samples of two outputs, 8 bytes each as they are drawn, and 4 more in float32.
    [Theory, InlineData(Precision.Double, "14,901.2"), InlineData(Precision.Single, "22,351.7")]
    public void Probes_that_memory_cannot_hold_are_refused_with_the_figure(Precision precision, string figure)
    {
        using var model = ScaleTests.Network(precision);
        var error = Assert.Throws<ArgumentException>(
            () => SketchedNeuralTangentKernel.Probes(model, 1000, 1_000_000_000, 1));

        Assert.Begins(
            $"Probes must fit into memory; this draw of 1000 for 1000000000 samples and 2 outputs takes {figure} GiB, "
            + "and there are ",
            error.Message);
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
        var third = $"blocks.2.f [10, 2] of Float64 on {Steering.Device.type}";
        Assert.Ends($"got {third} and none.", error.Message);
        Assert.Ends(
            $"got none and {third}.",
            Assert.Throws<ArgumentException>(() => WeightDrift.Between(model, deeper)).Message);
        var batch = ones([4, 4], dtype: float64, device: Steering.Device);
        foreach (var compare in (Action[])[
            () => CenteredKernelAlignment.PerBlock(deeper, model, [batch]),
            () => CenteredKernelAlignment.PerBlock(model, deeper, []),
            () => CenteredKernelAlignment.Debiased(deeper, model, batch),
            () => CenteredKernelAlignment.Debiased(model, deeper, batch),
        ])
        {
            Assert.Says(third, Assert.Throws<ArgumentException>(compare).Message);
        }
    }

    private static void Refused(string sentence, Action measure) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(measure).Message);

    private static void Refused(string sentence, Func<double> measure) => Refused(sentence, () => { measure(); });
}
