using System.Reflection;

namespace ExactGN.Verification.Subjects;

/// <summary>A map f(θ, x) of one's own and products with its Jacobian J = ∂f/∂θ: override what there is; the rest is
/// "not offered".</summary>
/// <remarks>
/// x has shape [n, d], θ and δ [p], f and its tangents and cotangents [n, c]; nothing is divided by n. Inputs are fresh
/// tensors; results are read and may be
/// temporary. Called without gradients: a member that uses autograd encloses it in <c>enable_grad()</c>.
/// theory/protocol.md has every rule.
/// </remarks>
public abstract class MapSubject : TensorSubject
{
    // The member that offers an operation.
    private static readonly (string Operation, string Member)[] Members =
    [
        (Operations.Forward, nameof(Forward)), (Operations.ParameterJvp, nameof(ParameterJvp)),
            (Operations.ParameterVjp, nameof(ParameterVjp)),
        (Operations.InputJvp, nameof(InputJvp)), (Operations.InputVjp, nameof(InputVjp)),
            (Operations.Kernel, nameof(Kernel)), (Operations.Step, nameof(GaussNewton)),
    ];

    /// <summary>Describes the map; operations are offered by being overridden.</summary>
    /// <param name="name">The subject's name.</param>
    /// <param name="map">Its sizes.</param>
    /// <param name="step">What <see cref="GaussNewton"/> promises, where there is one.</param>
    /// <param name="precisions">The dtypes; float64 alone when null.</param>
    /// <param name="device">Where inputs lie; the CPU when null.</param>
    protected MapSubject(string name, MapDescription map, StepDescription? step = null,
        IReadOnlyList<Precision>? precisions = null, Device? device = null)
        : base(device)
    {
        Description = new()
        {
            Name = name,
            Operations = [.. Members.Where(entry => IsOverridden(entry.Member)).Select(entry => entry.Operation)],
            Precisions = precisions ?? [Precision.Double],
            Map = map,
            GaussNewton = step,
        };
    }

    /// <inheritdoc/>
    public sealed override Description Description { get; }

    /// <summary>f(θ, x), shape [n, c].</summary>
    /// <param name="theta">θ, shape [p].</param>
    /// <param name="x">Shape [n, d].</param>
    protected virtual Tensor Forward(Tensor theta, Tensor x) => throw NotOffered();

    /// <summary>Jδ, shape [n, c].</summary>
    /// <param name="theta">θ, shape [p].</param>
    /// <param name="x">Shape [n, d].</param>
    /// <param name="delta">δ, shape [p].</param>
    protected virtual Tensor ParameterJvp(Tensor theta, Tensor x, Tensor delta) => throw NotOffered();

    /// <summary>Jᵀc, shape [p].</summary>
    /// <param name="theta">θ, shape [p].</param>
    /// <param name="x">Shape [n, d].</param>
    /// <param name="cotangent">c, shape [n, c].</param>
    protected virtual Tensor ParameterVjp(Tensor theta, Tensor x, Tensor cotangent) => throw NotOffered();

    /// <summary>(∂f/∂x)t, shape [n, c].</summary>
    /// <param name="theta">θ, shape [p].</param>
    /// <param name="x">Shape [n, d].</param>
    /// <param name="tangent">t, shape [n, d].</param>
    protected virtual Tensor InputJvp(Tensor theta, Tensor x, Tensor tangent) => throw NotOffered();

    /// <summary>(∂f/∂x)ᵀc, shape [n, d].</summary>
    /// <param name="theta">θ, shape [p].</param>
    /// <param name="x">Shape [n, d].</param>
    /// <param name="cotangent">c, shape [n, c].</param>
    protected virtual Tensor InputVjp(Tensor theta, Tensor x, Tensor cotangent) => throw NotOffered();

    /// <summary>JJᵀ, shape [nc, nc], sample-major.</summary>
    /// <param name="theta">θ, shape [p].</param>
    /// <param name="x">Shape [n, d].</param>
    protected virtual Tensor Kernel(Tensor theta, Tensor x) => throw NotOffered();

    /// <summary>Δ for an output error, shape [p]: as the constructor's promise says, and with its sign.</summary>
    /// <param name="theta">θ, shape [p].</param>
    /// <param name="x">Shape [n, d].</param>
    /// <param name="target">ε, or the targets of a loss.</param>
    /// <param name="damping">λ; null for an undamped step.</param>
    protected virtual Tensor GaussNewton(Tensor theta, Tensor x, StepTarget target, double? damping) =>
        throw NotOffered();

    private protected sealed override Values Compute(string operation, Values arguments)
    {
        var (theta, x) = (Input(arguments, "theta"), Input(arguments, "x"));
        return operation switch
        {
            Operations.Forward => Result(arguments, ("f", Forward(theta, x))),
            Operations.ParameterJvp => Result(arguments, ("tangent", ParameterJvp(theta, x,
                Input(arguments, "delta")))),
            Operations.ParameterVjp => Result(arguments, ("gradient", ParameterVjp(theta, x,
                Input(arguments, "cotangent")))),
            Operations.InputJvp => Result(arguments, ("tangent", InputJvp(theta, x, Input(arguments, "tangent")))),
            Operations.InputVjp => Result(arguments, ("gradient", InputVjp(theta, x, Input(arguments, "cotangent")))),
            Operations.Kernel => Result(arguments, ("kernel", Kernel(theta, x))),
            _ => Result(arguments, ("delta", GaussNewton(theta, x, Target(arguments), arguments.Has("damping")
                ? arguments.Number("damping") : null))),
        };
    }

    private StepTarget Target(Values arguments) => arguments.Has("error")
        ? new StepTarget.OfError(Input(arguments, "error"))
        : new StepTarget.OfLoss(Input(arguments, "y"), arguments.Text("loss"), arguments.Text("curvature"));

    private bool IsOverridden(string member) =>
        GetType().GetMethod(member, BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType != typeof(
            MapSubject);

    private static SubjectException NotOffered() => new(Trouble.NotOffered, "this operation is not overridden");
}

/// <summary>What a Gauss-Newton step is to realise.</summary>
public abstract record StepTarget
{
    private StepTarget()
    {
    }

    /// <summary>ε itself, shape [n, c].</summary>
    /// <param name="Error">ε.</param>
    public sealed record OfError(Tensor Error) : StepTarget;

    /// <summary>Targets of a loss.</summary>
    /// <param name="Targets">y, shape [n, c].</param>
    /// <param name="Loss">squared-error or softmax-cross-entropy.</param>
    /// <param name="Curvature">exact or identity.</param>
    public sealed record OfLoss(Tensor Targets, string Loss, string Curvature) : StepTarget;
}
