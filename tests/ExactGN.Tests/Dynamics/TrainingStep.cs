namespace ExactGN.Tests;

/// <summary>A step under test, for squared error: (network, x₀, y) → Δ, to be applied as θ ← θ − αΔ.</summary>
/// <param name="Name">For people.</param>
/// <param name="Compute">The update; the caller owns it.</param>
public abstract record TrainingStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Compute)
{
    public sealed override string ToString() => Name;
}

/// <summary>The exact reversible update under test.</summary>
public sealed record ReversibleStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Compute)
    : TrainingStep(Name, Compute)
{
    /// <summary>The library's, with a solver.</summary>
    public static ReversibleStep With(LeastSquaresSolver solver) => new(
        $"reversible, {solver.GetType().Name}", (model, x, y) =>
            new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact).Step(model, x, y).Update);
}

/// <summary>Δ_MN = J⁺ε under test.</summary>
public sealed record MinimumNormStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Compute)
    : TrainingStep(Name, Compute)
{
    /// <summary>The library's.</summary>
    public static MinimumNormStep Library { get; } = new(
        "minimum norm", new MinimumNormGaussNewton(new SquaredError(), Curvature.Exact).Step);
}

/// <summary>A step under test for a network of which only the last block's G is trainable,
/// so that f is linear in θ.</summary>
/// <param name="Name">For people.</param>
/// <param name="Compute">The update; the caller owns it.</param>
public sealed record LastLayerStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Compute)
    : UnderTest(Name)
{
    /// <summary>ΔW_G = ã_G⁺ s² with s² = εU₂⁺, U₂ the lower q rows of U: what G alone can move.</summary>
    public static LastLayerStep ByHand(LeastSquaresSolver solver) => new(
        $"by hand, {solver.GetType().Name}", (model, x, y) =>
            Of(model, x, solver, (model.Output(x) - y).mm(
                Dense.PseudoInverse(model.ReadoutMatrix!.narrow(0, model.Features / 2, model.Features / 2))
                    .to(x.device))));

    /// <summary>Δ with ã_G ΔW_G = s² for the last G, zero elsewhere.</summary>
    public static Update Of(ReversibleNetwork model, Tensor x, LeastSquaresSolver solver, Tensor s2)
    {
        using var scope = NewDisposeScope();
        return Update.Unflatten(model, solver.Solve(LinearNetwork.Features(model, x), s2).X.reshape(-1));
    }
}

/// <summary>Gradient descent under test, for squared error: (network, x₀, y) → Jᵀ(f − y), the gradient
/// of the sum over the batch.</summary>
/// <param name="Name">For people.</param>
/// <param name="Compute">The update; the caller owns it.</param>
public sealed record DescentStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Update> Compute)
    : UnderTest(Name)
{
    /// <summary>Reversible back-propagation.</summary>
    public static DescentStep Backpropagated { get; } = new("back-propagation", (model, x, y) =>
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = model.Forward(x);
        return model.Vjp(state, model.Lift(new SquaredError().Gradient(model.ReadOut(state), y))).Gradient;
    });
}

public static partial class Arbitraries
{
    public static Arbitrary<TrainingStep> TrainingSteps() => Arb.From(Gen.Elements<TrainingStep>(
        ReversibleStep.With(new GramCholesky()),
        ReversibleStep.With(new TruncatedSvd()),
        MinimumNormStep.Library));

    public static Arbitrary<ReversibleStep> ReversibleSteps() => Arb.From(Gen.Elements(
        ReversibleStep.With(new TruncatedSvd()),
        ReversibleStep.With(new Qr())));

    public static Arbitrary<MinimumNormStep> MinimumNormSteps() => Arb.From(Gen.Constant(MinimumNormStep.Library));

    public static Arbitrary<LastLayerStep> LastLayerSteps() => Arb.From(Gen.Elements(
        new LastLayerStep("minimum norm", MinimumNormStep.Library.Compute),
        LastLayerStep.ByHand(new TruncatedSvd()),
        LastLayerStep.ByHand(new Qr())));

    public static Arbitrary<DescentStep> DescentSteps() => Arb.From(Gen.Constant(DescentStep.Backpropagated));
}
