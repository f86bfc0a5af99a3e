namespace ExactGN.Tests;

/// <summary>A coupling of one's own that puts its features into the step's workspace, as those of the library
/// do.</summary>
public sealed class OwnWorkspaceTests
{
    [Theory, InlineData(true), InlineData(false)]
    public void Features_in_a_workspace_give_the_step_of_features_in_memory_of_their_own(bool keep)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9, CPU);
        var (x, y) = (Draw(5, 4), Draw(5, 4));
        using var workspace = new Workspace();
        using var placed = Network(placed: true);
        using var plain = Network(placed: false);
        var method = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
        {
            KeepFeatures = keep,
            MeasureDefect = true,
            Workspace = workspace,
        };
        for (var i = 0; i < 3; i++)
        {
            using var step = method.Step(placed, x, y);
            using var other = method.Step(plain, x, y);

            Assert.Equal(other.Report.OutputDefect, step.Report.OutputDefect);
            Assert.All(
                step.Update.Deltas.Zip(other.Update.Deltas),
                pair => Assert.True(pair.First.equal(pair.Second).all().ToBoolean()));
            step.Update.ApplyTo(placed, 0.5);
            other.Update.ApplyTo(plain, 0.5);
        }

        Tensor Draw(long rows, long columns) =>
            randn([rows, columns], dtype: float64, generator: generator).to(Steering.Device);
    }

    [Fact]
    public void A_matrix_of_no_size_is_refused()
    {
        using var workspace = new Workspace();
        using var like = ones(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => workspace.Take(0, 1, like));
        Assert.Throws<ArgumentOutOfRangeException>(() => workspace.Take(1, -1, like));
    }

    private static ReversibleNetwork Network(bool placed)
    {
        using var generator = new Generator(11, CPU);
        Tensor Draw(long rows, long columns) =>
            randn([rows, columns], dtype: float64, generator: generator).to(Steering.Device);
        HalfCoupling Half(string name) => new(name, nn.Parameter(0.1 * Draw(8, 2)), new Sines(Draw(2, 8), placed));
        return new([new(Half("blocks.0.f"), Half("blocks.0.g")), new(Half("blocks.1.f"), Half("blocks.1.g"))]);
    }

    // ã = sin xV.
    private sealed class Sines(Tensor v, bool placed) : ICoupling
    {
        private readonly Tensor _v = v.DetachFromDisposeScope();

        public long Width => _v.size(0);

        public long Columns => _v.size(1);

        public IPoint At(Tensor x) => At(x, Workspace.None);

        public IPoint At(Tensor x, Workspace workspace)
        {
            using var scope = NewDisposeScope();
            var z = x.mm(_v);
            var features = placed ? workspace.Take(z.size(0), z.size(1), z).copy_(z.sin()) : z.sin();
            return new Point(_v, features.MoveToOuterDisposeScope(), z.cos().MoveToOuterDisposeScope());
        }

        public void Dispose() => _v.Dispose();
    }

    private sealed class Point(Tensor v, Tensor sin, Tensor cos) : IPoint
    {
        public IEnumerable<Tensor> Held => [sin, cos];

        public Tensor Features() => sin.alias();

        public Tensor Jvp(Tensor tangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            return (cos * tangent.mm(v)).mm(weight).MoveToOuterDisposeScope();
        }

        public Tensor Vjp(Tensor cotangent, Tensor weight)
        {
            using var scope = NewDisposeScope();
            return (cos * cotangent.mm(weight.mT)).mm(v.mT).MoveToOuterDisposeScope();
        }
    }
}
