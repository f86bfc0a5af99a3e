namespace ExactGN.Tests;

/// <summary>The linearised network under test: (network at θ₀, network at θ, x₀) → f_lin(θ).</summary>
public sealed record LinearisedModel(string Name, Func<ReversibleNetwork, ReversibleNetwork, Tensor, Tensor> Output)
    : UnderTest(Name);

/// <summary>A step under test: (network, x₀, x_L, error e in f) → Δ.</summary>
public sealed record FunctionStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Solve) : UnderTest(Name)
{
    public static FunctionStep GaussNewton { get; } = new("Gauss-Newton", (model, state, error) =>
        new ReversibleGaussNewton(
            new Qr { FallbackSolver = new TruncatedSvd() }, new SquaredError(), Curvature.Identity)
            .Solve(model, state, model.Lift(error)).Update);

    /// <summary>Jᵀe: the direction of gradient descent.</summary>
    public static FunctionStep Gradient { get; } = new(
        "gradient", (model, state, error) => model.Vjp(state, model.Lift(error)).Gradient);

    /// <summary>The same step with its blocks summed instead of averaged.</summary>
    public static FunctionStep Summed { get; } = new("summed", (model, state, error) =>
        new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Identity)
        {
            Scaling = StepScaling.Reference,
        }.Solve(model, state, model.Lift(error)).Update);
}

public static partial class Arbitraries
{
    public static Arbitrary<LinearisedModel> LinearisedModels() =>
        Arb.From(Gen.Constant(new LinearisedModel("library", Linearisation.Output)));
}
