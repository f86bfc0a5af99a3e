namespace ExactGN.Benchmarks;

/// <summary>A network of a published shape with its batch, and the steps that are compared on it.</summary>
internal sealed class PublishedShape : IDisposable
{
    private readonly optim.Optimizer _descent;
    private readonly Workspace _workspace = new();

    /// <summary>Draws the network; the batch is the data set's first images.</summary>
    /// <param name="data">mnist or cifar10; Gaussian numbers where there are no such files.</param>
    /// <param name="blocks">L.</param>
    /// <param name="hidden">h.</param>
    /// <param name="samples">n.</param>
    /// <param name="linear">Whether the input block is linear.</param>
    /// <param name="device">Where; the CPU when null.</param>
    internal PublishedShape(
        string data, int blocks, int hidden = 8000, int samples = 1024, bool linear = true, Device? device = null)
    {
        var features = (int)DataCatalogue.Shape(data).Features;
        var options = new RevMlpOptions
        {
            Features = features,
            Hidden = hidden,
            Blocks = blocks,
            Classes = 10,
            LinearInputBlock = linear,
        };
        Model = new(options, device: device);
        (Inputs, Targets, Real) = Batch(data, features, samples, device ?? CPU);
        _descent = optim.SGD(Model.NamedParameters().Select(entry => entry.parameter), 1e-6);
    }

    /// <summary>The network.</summary>
    internal RevMlp Model { get; }

    /// <summary>The batch, shape [n, d].</summary>
    internal Tensor Inputs { get; }

    /// <summary>Its targets, shape [n, 10].</summary>
    internal Tensor Targets { get; }

    /// <summary>Whether the batch is of real images.</summary>
    internal bool Real { get; }

    /// <summary>The step of the targets: full rank by Cholesky with one refinement in K where ã is wide,
    /// the truncated pseudo-inverse in a linear block's span, which has fewer than two columns per sample.</summary>
    internal static LeastSquaresSolver FullRank { get; } = WithFallback(null);

    /// <summary>The same, which decomposes K in float64 where its factor fails.</summary>
    internal static LeastSquaresSolver FullRankOrEigen { get; } = WithFallback(Eigen);

    private static TruncatedGramEigen Eigen => new(1e-6, InDouble: true);

    /// <summary>One step of gradient descent through autograd.</summary>
    internal void FirstOrder()
    {
        _descent.zero_grad();
        nn.functional.cross_entropy(Model.Output(Inputs), Targets).backward();
        _descent.step();
    }

    private static WideOrTall WithFallback(LeastSquaresSolver? fallback) =>
        new(new GramCholesky { RefineInGram = true, FallbackSolver = fallback }, Eigen) { Aspect = 2 };

    /// <summary>One Gauss-Newton step and its application.</summary>
    internal void GaussNewton(LeastSquaresSolver solver, bool keep = true)
    {
        using var step = Step(solver, keep);
        step.Update.ApplyTo(Model, 1e-6);
    }

    /// <summary>A step that is not applied; the caller owns it.</summary>
    internal GaussNewtonStep Step(LeastSquaresSolver solver, bool keep = true, bool measure = false) =>
        new ReversibleGaussNewton(solver, new SoftmaxCrossEntropy(), Curvature.Identity)
        {
            KeepFeatures = keep,
            MeasureDefect = measure,
            Workspace = _workspace,
        }.Step(Model, Inputs, Targets);

    /// <summary>Some rows of J, one by one: reversible back-propagation of one output of one sample each.</summary>
    internal void Rows(int count)
    {
        using var noGrad = no_grad();
        var state = Model.Forward(Inputs);
        for (var row = 0; row < count; row++)
        {
            using var scope = NewDisposeScope();
            var cotangent = zeros([Inputs.size(0), 10], device: Inputs.device);
            cotangent[row / 10, row % 10] = 1;
            using var gradient = Model.Vjp(state, Model.Lift(cotangent)).Gradient;
        }
    }

    private static (Tensor X, Tensor Targets, bool Real) Batch(string data, int features, int samples, Device device)
    {
        using var scope = NewDisposeScope();
        try
        {
            using var set = DataCatalogue.Load(data, DataSearch.Order(null), samples);
            return (There(First(set.TrainInputs)), There(First(set.TrainTargets)), true);
        }
        catch (FileNotFoundException)
        {
            random.manual_seed(1);
            var classes = randint(10, samples, dtype: int64);
            return (There(randn(samples, features)), There(nn.functional.one_hot(classes, 10).to(float32)), false);
        }

        Tensor First(Tensor t) => t.narrow(0, 0, samples).clone();

        Tensor There(Tensor t) => t.to(device).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _descent.Dispose();
        Targets.Dispose();
        Inputs.Dispose();
        Model.Dispose();
    }
}
