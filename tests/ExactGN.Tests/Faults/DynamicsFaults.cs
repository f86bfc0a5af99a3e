namespace ExactGN.Tests;

/// <summary>Faults of the dynamics: wrong steps, wrong curvature products, wrong dampings.</summary>
public static class DynamicsFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("half-layer step", new ReversibleStep("half-layer", (model, x, y) =>
        {
            using var scope = NewDisposeScope();
            var state = model.Forward(x);
            return new(new PlainSweep(model) { RightOfG = (m, _) => m.S.Second }.Run(
                state, model.Lift(model.ReadOut(state) - y)));
        }), "DYN-5", "DYN-18"),
        new(
            "gradient in place of Gauss-Newton",
            new ReversibleStep("gradient", DescentStep.Backpropagated.Compute),
            "DYN-4", "DYN-5", "DYN-18"),
        new(
            "damping in place of the pseudo-inverse",
            ReversibleStep.With(new Damped(1e-2)),
            "DYN-4", "DYN-5", "DYN-18"),
        new(
            "reversible step in place of the minimum-norm one",
            new MinimumNormStep("reversible", ReversibleStep.With(new TruncatedSvd()).Compute),
            "DYN-15"),
        new(
            "gradient in place of the minimum-norm step",
            new MinimumNormStep("gradient", DescentStep.Backpropagated.Compute),
            "DYN-1", "DYN-15", "DYN-18"),
        new(
            "step of the wrong sign",
            new ReversibleStep("ascent", (model, x, y) => Scaled(-1, MinimumNormStep.Library.Compute(model, x, y))),
            "DYN-5"),
        new("weight decay inside the step", new MinimumNormStep("decay", (model, x, y) =>
        {
            using var update = MinimumNormStep.Library.Compute(model, x, y);
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            return new(update.Deltas.Zip(model.HalfCouplings, (delta, half) => delta + 1e-4 * half.Weight));
        }), "DYN-1"),
        new("kernel of all half-couplings for a step of some", new MinimumNormStep("whole kernel", (model, x, y) =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var state = model.Forward(x);
            var theta = new PlainTangentKernel { Sign = (_, _) => 1 }.Of(model, x);
            var error = model.ReadOut(state) - y;
            return model.Vjp(state, model.Lift(linalg.solve(theta, error.reshape(-1, 1)).view(error.shape))).Gradient;
        }), "DYN-1"),
        new(
            "ε lifted by Uᵀ where only G moves",
            new LastLayerStep("lifted", (model, x, y) =>
                LastLayerStep.Of(model, x, new TruncatedSvd(), model.Lift(model.Output(x) - y).narrow(
                    1, model.Features / 2, model.Features / 2))),
            "DYN-2", "DYN-10", "DYN-11", "DYN-16", "LAZY-21"),
        new(
            "the linear model's residual doubled",
            new LastLayerStep("doubled", (model, x, y) => Scaled(2, MinimumNormStep.Library.Compute(model, x, y))),
            "DYN-2", "DYN-10", "DYN-11", "DYN-16", "LAZY-21"),
        new("a right inverse with a part in the null space", new LastLayerStep("null space", (model, x, y) =>
        {
            using var scope = NewDisposeScope();
            using var update = MinimumNormStep.Library.Compute(model, x, y);
            var features = LinearNetwork.Features(model, x);
            var v = ones_like(update.Deltas[^1]);
            var stray = v - new TruncatedSvd().Solve(features, features.matmul(v)).X;
            return Update.Unflatten(model, (update.Deltas[^1] + 0.1 * stray).reshape(-1));
        }), "DYN-10", "DYN-11", "DYN-16", "LAZY-21"),
        new("exact curvature in place of the identity", new IdentityStep("exact curvature", (model, x, y) =>
            new MinimumNormGaussNewton(new SoftmaxCrossEntropy(), Curvature.Exact).Step(model, x, y)), "LOSS-21"),
        new("mean's gradient realised", new IdentityStep("mean", (model, x, y) =>
            Scaled(1.0 / x.size(0), IdentityStep.Library.Compute(model, x, y))), "LOSS-21"),
        new(
            "descent along the mean's gradient",
            new DescentStep(
                "mean", (model, x, y) => Scaled(1.0 / x.size(0), DescentStep.Backpropagated.Compute(model, x, y))),
            "DYN-3"),
        new(
            "Gauss-Newton in place of descent",
            new DescentStep("minimum norm", MinimumNormStep.Library.Compute),
            "DYN-3"),
        new("Gauss-Newton matrix without H", CurvatureProduct.Of("JᵀJv", (_, _, tangent) => tangent), "DYN-7"),
        new(
            "Gauss-Newton matrix with the diagonal of H",
            CurvatureProduct.Of(
                "JᵀdiagHJv", (loss, outputs, tangent) => loss.Hessian(outputs).diagonal(0, 1, 2) * tangent),
            "DYN-7"),
        new(
            "Gauss-Newton matrix of the mean",
            CurvatureProduct.Of(
                "JᵀHJv/n",
                (loss, outputs, tangent) => CurvatureProduct.Apply(loss, outputs, tangent) / outputs.size(0)),
            "DYN-7"),
        new(
            "Q on the wrong side of the kernel",
            KernelStep.Of("ΘQ", (q, theta, lambda) => KernelStep.System(theta, q, lambda)),
            "DYN-8"),
        new(
            "kernel damped by √λ",
            KernelStep.Of("√λ", (q, theta, lambda) => KernelStep.System(q, theta, Math.Sqrt(lambda))),
            "DYN-8"),
        new(
            "kernel without damping",
            KernelStep.Of("undamped", (q, theta, lambda) => KernelStep.System(q, theta, 1e-6 * lambda)),
            "DYN-8"),
        new(
            "gradient step in the changed parameters",
            new DenseStep("Jᵀε", (j, e) => j.mT.matmul(e)),
            "DYN-9", "DYN-17"),
        new(
            "damped step in the changed parameters",
            new DenseStep("damped", (j, e) => new Damped(1e-2).Solve(j, e).X),
            "DYN-9", "DYN-17"),
        new(
            "step truncated at a tenth of σ_max",
            new DenseStep("truncated", (j, e) => new TruncatedSvd { Rtol = 0.1 }.Solve(j, e).X),
            "DYN-9", "DYN-17"),
        new(
            "damping by λ²",
            new DampedStep("λ²", (j, r, lambda) => new Damped(lambda * lambda).Solve(j, r).X),
            "DYN-12", "DYN-14"),
        new(
            "damping by 2λ",
            new DampedStep("2λ", (j, r, lambda) => new Damped(2 * lambda).Solve(j, r).X),
            "DYN-12", "DYN-14"),
        new(
            "damping left out of the schedule",
            new DampedStep("undamped", (j, r, _) => new TruncatedSvd().Solve(j, r).X),
            "DYN-12", "DYN-14"),
    ];

    private static Update Scaled(double factor, Update update)
    {
        using var scope = NewDisposeScope();
        using (update)
        {
            return new(update.Deltas.Select(delta => factor * delta));
        }
    }
}
