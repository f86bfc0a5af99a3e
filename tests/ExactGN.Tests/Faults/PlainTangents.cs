namespace ExactGN.Tests;

/// <summary>A block with its input, its output, and the points at which its half-couplings are
/// differentiated.</summary>
public sealed record BlockMoment(CouplingBlock Block, Halves X, Halves Y)
{
    public CouplingPoint F { get; init; } = Block.F.At(X.Second);

    public CouplingPoint G { get; init; } = Block.G.At(Y.First);
}

/// <summary>
/// The tangent maps written plainly, block by block, with a hook at each place where a fault can be planted.
/// Without a fault it is a second implementation.
/// </summary>
public sealed class PlainTangents
{
    /// <summary>(x₀, moment) → the moment in whose points the block is differentiated.</summary>
    public Func<Halves, BlockMoment, BlockMoment> Points { get; init; } = (_, moment) => moment;

    /// <summary>(moment, t, ΔW_F, ΔW_G) → s.</summary>
    public Func<BlockMoment, Halves, Tensor, Tensor, Halves> Push { get; init; } = (m, t, deltaF, deltaG) =>
    {
        var s1 = t.First + m.F.Jvp(t.Second) + m.F.ParameterJvp(deltaF);
        return new(s1, t.Second + m.G.Jvp(s1) + m.G.ParameterJvp(deltaG));
    };

    /// <summary>(moment, s) → t.</summary>
    public Func<BlockMoment, Halves, Halves> Pull { get; init; } = (m, s) =>
    {
        var t2 = s.Second - m.G.Jvp(s.First);
        return new(s.First - m.F.Jvp(t2), t2);
    };

    /// <summary>(moment, c) → the cotangent of the input, and those at which F and G take their gradients.</summary>
    public Func<BlockMoment, Halves, (Halves Input, Tensor F, Tensor G)> Transpose { get; init; } = (m, c) =>
    {
        var c1 = c.First + m.G.Vjp(c.Second);
        return (new(c1, c.Second + m.F.Vjp(c1)), c1, c.Second);
    };

    /// <summary>Whether frozen half-couplings get a gradient like the others.</summary>
    public bool IgnoresFreezing { get; init; }

    /// <summary>These maps as a subject.</summary>
    public TangentRule As(string name) => new(
        name,
        (model, x, t) => PushThrough(
            model, x, Halves.Split(t), model.HalfCouplings.Select(half => zeros_like(half.Weight)).ToArray()),
        (model, state, s) => Moments(model, model.Inverse(state))
            .Reverse()
            .Aggregate(Halves.Split(s), (tangent, moment) => Pull(moment, tangent))
            .Join()
            .detach(),
        PullCotangent,
        (model, x, update) => PushThrough(model, x, Halves.Split(zeros_like(x)), update.Deltas));

    private Tensor PushThrough(ReversibleNetwork model, Tensor x, Halves t, IReadOnlyList<Tensor> deltas) =>
        Moments(model, x).Index().Aggregate(t, (tangent, entry) => Push(
            entry.Item, tangent, deltas[2 * entry.Index], deltas[(2 * entry.Index) + 1])).Join().detach();

    private (Tensor Input, Update Gradient) PullCotangent(ReversibleNetwork model, Tensor state, Tensor cotangent)
    {
        var moments = Moments(model, model.Inverse(state));
        var gradient = new Tensor[2 * moments.Length];
        var c = Halves.Split(cotangent);
        for (var i = moments.Length - 1; i >= 0; i--)
        {
            var (input, f, g) = Transpose(moments[i], c);
            (gradient[2 * i], gradient[(2 * i) + 1]) =
                (Gradient(moments[i].Block.F, moments[i].F, f), Gradient(moments[i].Block.G, moments[i].G, g));
            c = input;
        }

        return (c.Join().detach(), new Update(gradient));

        Tensor Gradient(HalfCoupling half, CouplingPoint point, Tensor at) =>
            half.Trainable || IgnoresFreezing ? point.ParameterVjp(at).detach() : zeros_like(half.Weight).detach();
    }

    private BlockMoment[] Moments(ReversibleNetwork model, Tensor x)
    {
        using var noGrad = no_grad();
        List<BlockMoment> moments = [];
        var (input, state) = (Halves.Split(x), Halves.Split(x));
        foreach (var block in model.Blocks)
        {
            var next = block.Forward(state);
            moments.Add(Points(input, new BlockMoment(block, state, next)));
            state = next;
        }

        return [.. moments];
    }
}
