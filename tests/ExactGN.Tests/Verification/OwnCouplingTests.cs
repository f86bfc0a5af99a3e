namespace ExactGN.Tests;

/// <summary>A network whose couplings are one's own is held to the laws of maps; one wrong derivative in a coupling is
/// rejected.</summary>
public sealed class OwnCouplingTests
{
    private static readonly LawRunOptions Few = new() { Cases = 10 };

    [Fact]
    public void A_right_coupling_keeps_the_laws_of_tangents_kernels_and_steps()
    {
        using var subject = Network(jvp: 1, vjp: 1);

        Judging.Require(subject, Few, "TAN-*", "KIT-1", "KIT-2", "KIT-23", "KIT-28", "NTK-*", "GN-1", "GN-6", "KIT-33");
    }

    [Theory]
    [InlineData(1.001, 1, "KIT-28")]
    [InlineData(1.001, 1, "TAN-13")]
    [InlineData(1, 1.001, "KIT-29")]
    [InlineData(1, 1.001, "KIT-23")]
    public void A_wrong_derivative_of_a_coupling_is_rejected(double jvp, double vjp, string law)
    {
        using var subject = Network(jvp, vjp);

        Assert.Equal(LawStanding.Rejected, Judging.Of(subject, [LawBook.Of(law)], Few).Single().Standing);
    }

    [Fact]
    public void A_frozen_half_coupling_is_refused() => Assert.Says(
        "must be trainable",
        Assert.Throws<ArgumentException>(() => new NetworkSubject("frozen", (dtype, device) =>
        {
            var model = new RevMlp(new() { Features = 4, Hidden = 6, Blocks = 1 }, dtype, device);
            model.TrainOnly(_ => false);
            return model;
        })).Message);

    [Fact]
    public void A_network_of_another_dtype_is_refused() => Assert.Says(
        "got Float64 and Float64",
        Assert.Throws<ArgumentException>(() => new NetworkSubject("double", (_, device) =>
            new RevMlp(new() { Features = 4, Hidden = 6, Blocks = 1 }, float64, device))).Message);

    [Fact]
    public void A_network_that_is_drawn_anew_for_each_dtype_is_refused() => Assert.Says(
        "must be one network, and blocks.0.f.frequencies differs by",
        Assert.Throws<ArgumentException>(() => new NetworkSubject("anew", (dtype, device) =>
            Waving(randn([2, 5], dtype: dtype, device: device), dtype, device))).Message);

    [Fact]
    public void A_network_of_another_size_for_each_dtype_is_refused() => Assert.Says(
        "and their tensors are blocks.0.f.weight [6, 2]",
        Assert.Throws<ArgumentException>(() => new NetworkSubject("wider", (dtype, device) =>
            Waving(zeros([2, dtype == float64 ? 3 : 4], dtype: dtype, device: device), dtype, device))).Message);

    [Theory]
    [InlineData(Slip.PointIsGone, "What the coupling of blocks.0.f holds of a point must outlive its At")]
    [InlineData(Slip.TangentIsGone, "A coupling's F′(x)[t] must outlive the dispose scope in which it is made")]
    [InlineData(Slip.CotangentIsGone, "A coupling's F′(x)ᵀ[s] must outlive the dispose scope in which it is made")]
    [InlineData(Slip.TangentOfFeatures, "A coupling's F′(x)[t] must have shape [3, 2], got [3, 10]")]
    [InlineData(Slip.CotangentOfFeatures, "A coupling's F′(x)ᵀ[s] must have shape [3, 2], got [3, 10]")]
    [InlineData(Slip.FewerFeatures, "A coupling's ã must have shape [n, 10], got [3, 5]")]
    [InlineData(Slip.SingleFeatures, "A coupling's ã must have dtype and device Float64 on cpu, got Float32 on cpu")]
    public void A_slip_in_a_coupling_is_named(Slip slip, string words)
    {
        using var scope = NewDisposeScope();
        var half = new HalfCoupling("blocks.0.f", nn.Parameter(zeros(10, 2, dtype: float64)), new Slipping(slip));

        var error = Assert.Throws<ArgumentException>(() =>
        {
            var point = half.At(ones(3, 2, dtype: float64));
            point.Value();
            point.Jvp(ones(3, 2, dtype: float64));
            point.Vjp(ones(3, 2, dtype: float64));
        });

        Assert.Says(words, error.Message);
    }

    [Fact]
    public void The_derivative_along_factors_is_that_along_their_product_unless_a_coupling_knows_better()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(11, CPU);
        Tensor Gaussian(long rows, long columns) => randn([rows, columns], dtype: float64, generator: generator);
        var (left, right, weight) = (Gaussian(3, 1), Gaussian(1, 2), Gaussian(10, 2));
        var point = new Waves(Gaussian(2, 5), jvp: 1, vjp: 1).At(Gaussian(3, 2));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var along = point.Jvp(left, right, weight);

        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(along.equal(point.Jvp(left.mm(right), weight)).all().item<bool>());
    }

    /// <summary>What a coupling of one's own may do wrong at first.</summary>
    public enum Slip
    {
        PointIsGone,
        TangentIsGone,
        CotangentIsGone,
        TangentOfFeatures,
        CotangentOfFeatures,
        FewerFeatures,
        SingleFeatures,
    }

    private static ReversibleNetwork Waving(Tensor v, ScalarType dtype, Device device)
    {
        HalfCoupling Half(string name) => new(
            name, nn.Parameter(zeros([2 * v.size(1), 2], dtype: dtype, device: device)), new Waves(v, jvp: 1, vjp: 1));
        return new([new(Half("blocks.0.f"), Half("blocks.0.g"))]);
    }

    private static NetworkSubject Network(double jvp, double vjp) => new("waves", (dtype, device) =>
    {
        using var generator = new Generator(7, CPU);
        Tensor Gaussian(long rows, long columns) =>
            randn([rows, columns], dtype: float64, generator: generator).to(dtype, device);
        HalfCoupling Half(string name) =>
            new(name, nn.Parameter(0.3 * Gaussian(10, 2)), new Waves(Gaussian(2, 5), jvp, vjp));
        return new ReversibleNetwork([new(Half("blocks.0.f"), Half("blocks.0.g"))]);
    }, smooth: true);

    // ã = [cos xV, sin xV]; its derivatives are so many times too long.
    private sealed class Waves(Tensor v, double jvp, double vjp) : ICoupling
    {
        public long Width => v.size(0);

        public long Columns => 2 * v.size(1);

        public IEnumerable<(string Name, Tensor Tensor)> Fixed => [("frequencies", v)];

        public IPoint At(Tensor x)
        {
            using var scope = NewDisposeScope();
            var z = x.mm(v);
            return new Point(v, z.cos().MoveToOuterDisposeScope(), z.sin().MoveToOuterDisposeScope(), jvp, vjp);
        }

        public void Dispose() => v.Dispose();
    }

    // ã is ten columns of x's first, but for one slip.
    private sealed class Slipping(Slip slip) : ICoupling
    {
        public long Width => 2;

        public long Columns => 10;

        public IPoint At(Tensor x)
        {
            using var scope = NewDisposeScope();
            var features = x.narrow(1, 0, 1).expand(-1, 10).contiguous();
            var kept = x.alias().MoveToOuterDisposeScope();
            return new Slipped(slip, slip == Slip.PointIsGone ? features : features.MoveToOuterDisposeScope(), kept);
        }

        public void Dispose()
        {
        }
    }

    private sealed class Slipped(Slip slip, Tensor features, Tensor kept) : IPoint
    {
        public IEnumerable<Tensor> Held => [features, kept];

        public Tensor Features() => slip switch
        {
            Slip.FewerFeatures => features.narrow(1, 0, 5),
            Slip.SingleFeatures => features.to(float32),
            _ => features,
        };

        public Tensor Jvp(Tensor tangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            var wide = tangent.narrow(1, 0, 1).expand(-1, 10);
            return slip == Slip.TangentOfFeatures ? wide.clone().MoveToOuterDisposeScope()
                : slip == Slip.TangentIsGone ? wide.mm(weight)
                : wide.mm(weight).MoveToOuterDisposeScope();
        }

        public Tensor Vjp(Tensor cotangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            var wide = cotangent.mm(weight.mT);
            return slip == Slip.CotangentOfFeatures ? wide.MoveToOuterDisposeScope()
                : slip == Slip.CotangentIsGone ? wide.narrow(1, 0, 2).clone()
                : wide.narrow(1, 0, 2).clone().MoveToOuterDisposeScope();
        }
    }

    private sealed class Point(Tensor v, Tensor cos, Tensor sin, double jvp, double vjp) : IPoint
    {
        public IEnumerable<Tensor> Held => [cos, sin];

        public Tensor Features() => cat([cos, sin], 1);

        public Tensor Jvp(Tensor tangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            var t = jvp * tangent.mm(v);
            return cat([-sin * t, cos * t], 1).mm(weight).MoveToOuterDisposeScope();
        }

        public Tensor Vjp(Tensor cotangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            var s = vjp * cotangent.mm(weight.mT);
            var (c, d) = (s.narrow(1, 0, v.size(1)), s.narrow(1, v.size(1), v.size(1)));
            return ((cos * d) - (sin * c)).mm(v.mT).MoveToOuterDisposeScope();
        }
    }
}
