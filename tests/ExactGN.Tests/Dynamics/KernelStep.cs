namespace ExactGN.Tests;

/// <summary>A damped step through the kernel under test: (network, x₀, Q, e, λ) → Jᵀ(λI + QΘ)⁻¹e.</summary>
/// <param name="Name">For people.</param>
/// <param name="Compute">Δ, shape [p], in the caller's dispose scope.</param>
public sealed record KernelStep(string Name, Func<ReversibleNetwork, Tensor, Tensor, Tensor, double, Tensor> Compute)
    : UnderTest(Name)
{
    /// <summary>Θ from the structured kernel, one nc × nc solve, and Jᵀ by reversible back-propagation.</summary>
    /// <param name="name">For people.</param>
    /// <param name="system">(Q, Θ, λ) → the matrix to solve with.</param>
    public static KernelStep Of(string name, Func<Tensor, Tensor, double, Tensor> system) => new(
        name, (model, x, q, e, lambda) =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var state = model.Forward(x);
            var z = linalg.solve(system(q, NeuralTangentKernel.Of(model, x), lambda), e.reshape(-1, 1));
            using var update = model.Vjp(state, model.Lift(z.view(e.shape))).Gradient;
            return update.Flatten(model).MoveToOuterDisposeScope();
        });

    /// <summary>λI + QΘ.</summary>
    public static Tensor System(Tensor q, Tensor theta, double lambda) =>
        q.mm(theta) + lambda * eye(theta.size(0), dtype: theta.dtype, device: theta.device);
}

public static partial class Arbitraries
{
    public static Arbitrary<KernelStep> KernelSteps() =>
        Arb.From(Gen.Constant(KernelStep.Of("Jᵀ(λI + QΘ)⁻¹", KernelStep.System)));
}
