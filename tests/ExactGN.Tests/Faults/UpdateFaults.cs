using ExactGN.Tests.Oracle;

namespace ExactGN.Tests;

/// <summary>Faults of the exact update, planted in a plain second implementation of the sweep.</summary>
public static class UpdateFaults
{
    private static readonly string[] Exactness = ["GN-1", "GN-3", "GN-6", "GN-7"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        // The rule of the paper's first version itself; it is exact for no κ, so it is averaged like the others.
        new(
            "half-layer rule",
            new UpdateRule("half-layer rule", (model, state, error) =>
                [.. FirstVersionRule.Solve(model, state, error, new TruncatedSvd()).Direction.Deltas
                    .Select(delta => delta / model.Blocks.Count)]),
            "GN-1", "GN-5", "GN-12", "GN-13", "GN-19", "GN-28"),
        Sweep("cross term also missing in the pull-back", model => new(model)
        {
            RightOfG = (m, _) => m.S.Second,
            PullBack = (m, _) => new(m.S.First - m.DerivativeOfF(m.S.Second), m.S.Second),
        }, Exactness),
        Sweep(
            "cross term with the wrong sign",
            model => new(model) { RightOfG = (m, realised) => m.S.Second + m.DerivativeOfG(realised) },
            Exactness),
        Sweep("F and G right-hand sides swapped", model => new(model)
        {
            RightOfF = m => m.PullBack(m.S).Second,
            RightOfG = (m, _) => m.S.First,
        }, Exactness),
        Sweep("pull-back through the forward Jacobian", model => new(model)
        {
            PullBack = (m, _) =>
            {
                var s1 = m.S.First + m.DerivativeOfF(m.S.Second);
                return new(s1, m.S.Second + m.DerivativeOfG(s1));
            },
        }, Exactness),
        Sweep("transposed Jacobian", model => new(model)
        {
            PullBack = (m, _) =>
            {
                var c1 = m.S.First + m.G.Vjp(m.S.Second);
                return new(c1, m.S.Second + m.F.Vjp(c1));
            },
        }, Exactness),
        Sweep("activation mask of the wrong half", model => new(model)
        {
            Derivative = (half, own, other, t) => half.IsLinear
                || !own.IsPerSample
                || half.Projection is { } v && v.size(0) != t.size(1)
                ? own.Jvp(t)
                : Masked(half, other.Activation, t),
        }, Exactness),
        Sweep(
            "mask or ã_G taken from x¹ instead of y¹",
            model => new(model) { PointOfG = (block, x, _) => block.G.At(x.First) },
            Exactness),
        Sweep(
            "earlier blocks updated before later tangents are formed",
            model => new(model) { UpdatesOnTheWay = true },
            "GN-1", "GN-5"),
        Sweep("sign of the update", model => new(model) { Scale = blocks => -1.0 / blocks }, Exactness),
        Sweep("1/L forgotten", model => new(model) { Scale = _ => 1 }, "GN-1", "GN-4"),
        Sweep("1/(2L)", model => new(model) { Scale = blocks => 0.5 / blocks }, [.. Exactness, "GN-12"]),
        Sweep("blocks visited first to last", model => new(model) { FirstToLast = true }, Exactness),
        Sweep("bias inside F′", model => new(model)
        {
            Derivative = (half, own, _, t) => half.HasBias
                ? own.HalfOf(own.RowsOf(own.Jvp(t)) + half.Weight[-1])
                : own.Jvp(t),
        }, Exactness),
        new("V redrawn", new UpdateRule("V redrawn", (model, state, error) =>
        {
            using var other = Redrawn(model, name => name.EndsWith(".projection", StringComparison.Ordinal));
            return new PlainSweep(other).Run(state, error);
        }), "GN-1", "GN-5"),
        new("V trained", new UpdateRule("V trained", (model, state, error) =>
        {
            var deltas = new PlainSweep(model).Run(state, error);
            model.Blocks[0].F.Projection?.mul_(1 - 1e-9);
            model.Blocks[^1].G.Projection?.mul_(1 - 1e-9);
            return deltas;
        }), "GN-26"),
        Sweep("bias row ignored", model => new(model)
        {
            LeastSquares = (_, a, s) => model.Blocks[0].F.HasBias
                ? WithoutOnes(a, s)
                : new TruncatedSvd().Solve(a, s).X,
        }, "GN-14", "GN-15", "GN-28"),
        Sweep("11ᵀ omitted from a linear block's Gram", model => new(model)
        {
            LeastSquares = (half, a, s) => half is { IsLinear: true, HasBias: true }
                ? a.mT.matmul(new TruncatedSvd().Solve(a.matmul(a.mT) - 1, s).X)
                : new TruncatedSvd().Solve(a, s).X,
        }, Exactness),
        Sweep(
            "L counts frozen blocks too",
            model => new(model) { Scale = _ => 1.0 / model.Blocks.Count },
            "GN-38", "GN-3", "GN-4"),
        new("frozen blocks move too", new UpdateRule("frozen blocks move too", (model, state, error) =>
        {
            using var thawed = Redrawn(model, _ => false);
            return new PlainSweep(thawed).Run(state, error);
        }), "GN-4"),
        Sweep(
            "least squares off by 10⁻⁸",
            model => new(model) { LeastSquares = (_, a, s) => (1 + 1e-8) * new TruncatedSvd().Solve(a, s).X },
            "GN-1"),
        new(
            "gradient descent in place of Gauss-Newton",
            new UpdateRule("gradient", (model, state, error) => Gradient(model, state, error)),
            "GN-1"),
        new(
            "gradient descent divided by the mean eigenvalue",
            new UpdateRule("normalised gradient", (model, state, error) =>
            {
                using var theta = NeuralTangentKernel.OfState(model, state);
                return [.. Gradient(model, state, error).Select(delta => delta * theta.size(0) / theta.trace())];
            }),
            "GN-1"),
        new(
            "averaged in spite of the reference's scaling",
            new SummedRule("averaged", (model, state, error) => new PlainSweep(model).Run(state, error)),
            "GN-2"),
        new(
            "half-layers counted as layers",
            new SummedRule("2L", (model, state, error) => new PlainSweep(model) { Scale = _ => 2 }.Run(state, error)),
            "GN-2"),
    ];

    private static Fault Sweep(string name, Func<ReversibleNetwork, PlainSweep> plant, params string[] claims) =>
        new(name, new UpdateRule(name, (model, state, error) => plant(model).Run(state, error)), claims);

    // Jᵀε, the direction of gradient descent.
    private static Tensor[] Gradient(ReversibleNetwork model, Tensor state, Tensor error)
    {
        var (input, gradient) = model.Vjp(state, error);
        input.Dispose();
        using (gradient)
        {
            return [.. gradient.Deltas.Select(delta => delta.clone())];
        }
    }

    // φ′ from another half's features: (mask ⊙ tV)W.
    private static Tensor Masked(HalfCoupling half, Tensor activation, Tensor t)
    {
        var weights = half.HasBias ? half.Weight.narrow(0, 0, half.Weight.size(0) - 1) : half.Weight;
        return (activation.gt(0) * (half.Projection is { } v ? t.matmul(v) : t)).matmul(weights);
    }

    // Solves with the features alone and leaves the bias where it is.
    private static Tensor WithoutOnes(Tensor a, Tensor s)
    {
        var weights = new TruncatedSvd().Solve(a.narrow(1, 0, a.size(1) - 1), s).X;
        return cat([weights, zeros([1, s.size(1)], dtype: s.dtype, device: s.device)]);
    }

    /// <summary>The same network, with the chosen tensors drawn from the next seed; nothing in it is frozen.</summary>
    private static ReversibleNetwork Redrawn(ReversibleNetwork model, Func<string, bool> chosen)
    {
        using var next = model.Redrawn(further: 1);
        var other = next.NamedTensors().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        return model.With((name, tensor) => chosen(name) ? other[name] : tensor);
    }
}
