namespace ExactGN.Tests;

/// <summary>Faults of the update as a map: what it should not depend on, and what it should refuse.</summary>
public static class InvarianceFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        OnError("error clipped to [−1, 1]", error => error.clamp(-1, 1), "GN-23", "GN-24"),
        OnError("error normalised", error => error / error.norm().clamp_min(1e-30), "GN-23", "GN-24"),
        OnError("sign of the error lost", error => error.abs(), "GN-23", "GN-24"),
        OnError(
            "last sample left out",
            error => cat([error.narrow(0, 0, error.size(0) - 1), zeros_like(error.narrow(0, 0, 1))]),
            "GN-27"),
        OnError(
            "samples weighted by their place",
            error => error * (1 + 1e-6 * arange(error.size(0), dtype: error.dtype, device: error.device).unsqueeze(1)),
            "GN-27"),
        OnError("error rounded to half precision", error => error.to(float16).to(error.dtype), "GN-28"),
        new(
            "weight decay inside the update",
            new UpdateRule("weight decay", (model, state, error) =>
                [.. new PlainSweep(model)
                    .Run(state, error)
                    .Zip(model.HalfCouplings, (delta, half) => delta + 1e-8 * half.Weight)]),
            "GN-24"),
        new("weights moved by asking", new UpdateRule("weights moved", (model, state, error) =>
        {
            var deltas = new PlainSweep(model).Run(state, error);
            model.Blocks[0].G.Weight.sub_(1e-9 * deltas[1]);
            return deltas;
        }), "GN-26"),
        new("null-space part added", new UpdateRule("null-space part", (model, state, error) => new PlainSweep(model)
        {
            LeastSquares = (_, a, s) =>
            {
                var x = new TruncatedSvd().Solve(a, s).X;
                var any = ones_like(x);
                return x + 0.1 * x.norm() * (any - new TruncatedSvd().Solve(a, a.matmul(any)).X);
            },
        }.Run(state, error)), "GN-14", "GN-15", "GN-28"),
        new("hidden units weighted by their place", new UpdateRule("weighted units", (model, state, error) =>
            new PlainSweep(model)
            {
                LeastSquares = (_, a, s) =>
                {
                    var weights = 1 + 0.01 * arange(a.size(1), dtype: a.dtype, device: a.device);
                    return weights.unsqueeze(1) * new TruncatedSvd().Solve(a * weights, s).X;
                },
            }.Run(state, error)), "GN-14", "GN-42"),
        new("damped by a fixed number", UpdateRule.Reversible(new Damped(1e-2)), "GN-43"),
        new("error clipped output by output", new GaussNewtonRule("clipped", (method, model, x, targets) =>
        {
            var state = model.Forward(x);
            return method.Solve(model, state, model.Lift((model.ReadOut(state) - targets).clamp(-0.5, 0.5)));
        }), "GN-44"),
        new("least-norm update in its place", new UpdateRule("J⁺ε", (model, state, error) =>
        {
            using var update = MinimumNormGaussNewton.Solve(model, state, model.ReadOut(error));
            return [.. update.Deltas.Select(delta => delta.clone())];
        }), "GN-13"),
        new("float16 features", new UpdateRule("float16 features", (model, state, error) => new PlainSweep(model)
        {
            LeastSquares = (_, a, s) => new TruncatedSvd()
                .Solve(a.dtype == ScalarType.Float32 ? a.to(float16).to(a.dtype) : a, s).X,
        }.Run(state, error)), "GN-29"),
        new(
            "half-frozen blocks let through",
            new UpdateRule("half-frozen", (model, state, error) => new PlainSweep(model).Run(state, error)),
            "GN-30"),
        new("what is not finite read as zero", new GaussNewtonRule("nan_to_num", (method, model, x, targets) =>
        {
            foreach (var half in model.HalfCouplings)
            {
                half.Weight.nan_to_num_(0, 0, 0);
            }

            return method.Step(model, x.nan_to_num(0, 0, 0), targets.nan_to_num(0, 0, 0));
        }), "GN-31"),
        new("ε capped in silence", new GaussNewtonRule("capped", (method, model, x, targets) =>
        {
            var ratio = (-model.Output(x).log_softmax(1)).exp().clamp_max(1e6) * targets;
            return method.Solve(model, model.Forward(x), model.Lift(ratio.mean([1], keepdim: true) - ratio));
        }), "GN-32"),
        new(
            "reversible update in place of the least-norm one",
            new MinimumNormRule("reversible", (model, state, error) =>
            {
                var trainable = model.HalfCouplings.Select(half => half.Trainable).ToArray();
                SetTrainable(model, _ => true);
                var update = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
                    .Solve(model, state, model.Lift(error)).Update;
                SetTrainable(model, i => trainable[i]);
                return update;
            }),
            "GN-16", "GN-17", "LAZY-20"),
        new("kernel's diagonal alone", new MinimumNormRule("diagonal", (model, state, error) =>
        {
            using var x = model.Inverse(state);
            var z = error / NeuralTangentKernel.Of(model, x).diagonal().view(error.shape);
            return model.Vjp(state, model.Lift(z)).Gradient;
        }), "GN-16", "GN-17", "GN-44", "LAZY-20"),
        new("kernel damped in silence", new MinimumNormRule("damped", (model, state, error) =>
        {
            using var x = model.Inverse(state);
            var theta = NeuralTangentKernel.Of(model, x);
            var damped = theta
                + 1e-6 * theta.diagonal().max() * eye(theta.size(0), dtype: theta.dtype, device: theta.device);
            return model.Vjp(state, model.Lift(linalg.solve(damped, error.reshape(-1, 1)).view(error.shape))).Gradient;
        }), "GN-16", "GN-17"),
    ];

    private static void SetTrainable(ReversibleNetwork model, Func<int, bool> trainable)
    {
        foreach (var (i, half) in model.HalfCouplings.Index())
        {
            half.Trainable = trainable(i);
        }
    }

    private static Fault OnError(string name, Func<Tensor, Tensor> plant, params string[] claims) =>
        new(
            name,
            new UpdateRule(name, (model, state, error) => new PlainSweep(model).Run(state, plant(error))),
            claims);
}
