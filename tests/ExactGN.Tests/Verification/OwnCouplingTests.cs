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
