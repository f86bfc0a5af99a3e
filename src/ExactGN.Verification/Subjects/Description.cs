namespace ExactGN.Verification.Subjects;

/// <summary>What a subject offers and promises: the answer to <c>describe</c>. theory/protocol.md.</summary>
public sealed record Description
{
    /// <summary>The subject's name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The operations that it offers.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>The dtypes that it computes in.</summary>
    public IReadOnlyList<Precision> Precisions { get; init; } = [Precision.Double];

    /// <summary>Whether it wants to be sent nested lists in place of base64.</summary>
    public bool WantsLists { get; init; }

    /// <summary>Whether the same question gives the same bits.</summary>
    public bool Deterministic { get; init; } = true;

    /// <summary>Its own map f(θ, x), where it has one.</summary>
    public MapDescription? Map { get; init; }

    /// <summary>What its Gauss-Newton steps are.</summary>
    public StepDescription? GaussNewton { get; init; }

    /// <summary>What its least-squares solutions are.</summary>
    public LeastSquaresDescription LeastSquares { get; init; } = new();

    /// <summary>Which losses it has.</summary>
    public LossDescription Loss { get; init; } = new();

    /// <summary>Which reversible networks it takes.</summary>
    public ChainDescription Chain { get; init; } = new();
}

/// <summary>A map of the subject's own, f(θ, x), of which the kit knows nothing else.</summary>
/// <param name="Inputs">d, inputs per sample.</param>
/// <param name="Outputs">c, outputs per sample.</param>
/// <param name="Parameters">p, the length of θ.</param>
/// <exception cref="ArgumentException">A size is not positive.</exception>
public sealed record MapDescription(int Inputs, int Outputs, int Parameters)
{
    /// <summary>d, inputs per sample.</summary>
    public int Inputs { get; init => field = Promised.Size("inputs per sample", value); } =
        Promised.Size("inputs per sample", Inputs);

    /// <summary>c, outputs per sample.</summary>
    public int Outputs { get; init => field = Promised.Size("outputs per sample", value); } =
        Promised.Size("outputs per sample", Outputs);

    /// <summary>p, the length of θ.</summary>
    public int Parameters { get; init => field = Promised.Size("parameters", value); } =
        Promised.Size("parameters", Parameters);

    /// <summary>The fewest samples of a batch.</summary>
    public int FewestSamples { get; init; } = 1;

    /// <summary>The most samples of a batch.</summary>
    public int MostSamples { get; init; } = 8;

    /// <summary>Inputs are drawn from here …</summary>
    public double LeastInput { get; init; } = -1;

    /// <summary>… to here.</summary>
    public double GreatestInput { get; init; } = 1;

    /// <summary>The standard deviation of the θ that the kit draws; null where the subject's operation <c>initial</c>
    /// makes it.</summary>
    public double? ParameterScale { get; init; } = 0.5;

    /// <summary>Whether f has no kinks.</summary>
    public bool Smooth { get; init; } = true;

    /// <summary>Whether samples of a batch see each other.</summary>
    public bool BatchStatistics { get; init; }
}

/// <summary>What a Gauss-Newton step is.</summary>
/// <param name="Promises">realises, least-norm, damped.</param>
/// <exception cref="ArgumentException">A word is none of these.</exception>
public sealed record StepDescription(IReadOnlyList<string> Promises)
{
    /// <summary>realises, least-norm, damped.</summary>
    public IReadOnlyList<string> Promises { get; init => field = Words(value); } = Words(Promises);

    /// <summary>1 where a step is applied as θ − αΔ, −1 where as θ + αΔ.</summary>
    public int Sign { get; init; } = 1;

    /// <summary>error, loss: in which forms the target of a step may come.</summary>
    public IReadOnlyList<string> Forms
    {
        get;
        init => field = Promised.Among("A target form", value, "error", "loss");
    } = ["error"];

    /// <summary>The losses of the form "loss".</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>exact, identity: the curvatures of the form "loss".</summary>
    public IReadOnlyList<string> Curvatures
    {
        get;
        init => field = Promised.Among("A curvature", value, "exact", "identity");
    } = [];

    /// <summary>Whether its gradient is that of the mean over the batch.</summary>
    public bool OfMean { get; init; }

    /// <summary>Whether λ is multiplied by n.</summary>
    public bool DampsPerSample { get; init; }

    private static IReadOnlyList<string> Words(IReadOnlyList<string> promises) =>
        Promised.Among("A step's promise", promises, "realises", "least-norm", "damped");
}

/// <summary>What a least-squares solution is.</summary>
public sealed record LeastSquaresDescription
{
    /// <summary>least-norm, cut, damped.</summary>
    public IReadOnlyList<string> Promises
    {
        get;
        init => field = Promised.Among("A solution's promise", value, "least-norm", "cut", "damped");
    } = ["least-norm"];

    /// <summary>The error grows with κ to this power, 1 or 2.</summary>
    public int Power { get; init; } = 1;

    /// <summary>Whether matrices may lack full rank.</summary>
    public bool TakesDeficient { get; init; } = true;

    /// <summary>Whether damping solves by the smaller of aaᵀ + λI and aᵀa + λI, so that its error grows with
    /// the condition of that one.</summary>
    public bool DampsSmallerTwin { get; init; }

    /// <summary>The most rows.</summary>
    public int MostRows { get; init; } = 16;

    /// <summary>The most columns.</summary>
    public int MostColumns { get; init; } = 16;
}

/// <summary>Which losses there are.</summary>
public sealed record LossDescription
{
    /// <summary>squared-error, softmax-cross-entropy, or a name of one's own, which the laws of every loss
    /// judge.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["squared-error", "softmax-cross-entropy"];

    /// <summary>value, gradient, hessian_product, newton_direction, damped_direction.</summary>
    public IReadOnlyList<string> Parts
    {
        get;
        init => field = Promised.Among("A loss's part", value,
            "value", "gradient", "hessian_product", "newton_direction", "damped_direction");
    } =
        ["value", "gradient", "hessian_product", "newton_direction", "damped_direction"];

    /// <summary>Whether the value is the sum over the batch, in place of the mean.</summary>
    public bool Sums { get; init; }

    /// <summary>The most outputs per sample.</summary>
    public int MostClasses { get; init; } = 8;
}

/// <summary>Which reversible networks are taken.</summary>
public sealed record ChainDescription
{
    /// <summary>relu, identity.</summary>
    public IReadOnlyList<string> Activations
    {
        get;
        init => field = Promised.Among("An activation", value, "relu", "identity");
    } = ["relu", "identity"];

    /// <summary>Whether there may be a projection.</summary>
    public bool Projection { get; init; } = true;

    /// <summary>Whether there may be a bias.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>average, sum.</summary>
    public IReadOnlyList<string> Scalings { get; init; } = ["average"];

    /// <summary>The most blocks.</summary>
    public int MostBlocks { get; init; } = 4;
}
