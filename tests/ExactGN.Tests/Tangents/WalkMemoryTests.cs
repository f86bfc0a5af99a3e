namespace ExactGN.Tests;

/// <summary>A walk through the network holds one block and one tangent at a time: twelve blocks need no more tensors
/// at once than three.</summary>
public sealed class WalkMemoryTests
{
    private static readonly ReversibleGaussNewton Method =
        new(new TruncatedSvd(), new SquaredError(), Curvature.Exact);

    // Beside the network and the batch an operation may need a state, a tangent and an error, made before.
    private static readonly Dictionary<string, Func<ReversibleNetwork, Tensor, Tensor, Update, IDisposable>> Walks =
        new()
        {
            ["Forward"] = (model, x, _, _) => model.Forward(x),
            ["Inverse"] = (model, x, _, _) => model.Inverse(x),
            ["Jvp"] = (model, x, _, _) => model.Jvp(x, x),
            ["ParameterJvp"] = (model, x, _, update) => model.ParameterJvp(x, update),
            ["InverseJvp"] = (model, x, _, _) => model.InverseJvp(x, x),
            ["Vjp"] = (model, x, _, _) => model.Vjp(x, x).Gradient,
            ["NeuralTangentKernel"] = (model, x, _, _) => NeuralTangentKernel.Of(model, x),
            ["MinimumNormGaussNewton"] = (model, x, y, _) => MinimumNormGaussNewton.Solve(model, x, y),
            ["ReversibleGaussNewton"] = (model, x, _, _) => Method.Solve(model, x, x),
        };

    public static TheoryData<string> Names => new(Walks.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Deeper_networks_hold_no_more_tensors_at_a_time(string walk) =>
        Assert.Equal(Peak(walk, blocks: 3), Peak(walk, blocks: 12));

    // The most tensors beyond those of before, as often as a half-coupling is evaluated. Only the first block is
    // trained, so that results do not grow either.
    private static long Peak(string walk, int blocks)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        Tensor Draw(long rows, long columns) =>
            randn([rows, columns], dtype: float64, generator: generator).to(Steering.Device);
        Watch watch = new();
        HalfCoupling Half(string name) => new(
            name,
            nn.Parameter(0.1 * Draw(13, 3)),
            new Watched(new RandomFeatures(3, Draw(3, 12), Activation.Tanh), watch))
        {
            Trainable = name.StartsWith("blocks.0.", StringComparison.Ordinal),
        };
        using var model = new ReversibleNetwork(
            Enumerable.Range(0, blocks)
                .Select(i => new CouplingBlock(Half($"blocks.{i}.f"), Half($"blocks.{i}.g")))
                .ToArray(),
            linalg.qr(Draw(6, 2)).Q);
        var (x, y) = (Draw(2, 6), Draw(2, 2));
        using var update = Update.Snapshot(model);

        watch.Begin();
        using var result = Walks[walk](model, x, y, update);
        return watch.Most;
    }

    private sealed class Watch
    {
        private long _before;

        internal long Most { get; private set; }

        internal void Begin() => (_before, Most) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, 0);

        internal void Look() =>
            Most = Math.Max(Most, DisposeScopeManager.Statistics.ThreadTotalLiveCount - _before);
    }

    private sealed class Watched(RandomFeatures inner, Watch watch) : ICoupling
    {
        public long Width => inner.Width;

        public long Columns => inner.Columns;

        public bool HasBias => inner.HasBias;

        public IPoint At(Tensor x)
        {
            watch.Look();
            return inner.At(x);
        }

        public void Dispose() => inner.Dispose();
    }
}
