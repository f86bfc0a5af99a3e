namespace ExactGN.Tests;

/// <summary>
/// The downward sweep written plainly, with a hook at each place where a fault can be planted. Without a fault it
/// is a second implementation of the update, exact or projected.
/// </summary>
public sealed class PlainSweep(ReversibleNetwork model)
{
    /// <summary>(half-coupling, ã, s) → ã⁺s.</summary>
    public Func<HalfCoupling, Tensor, Tensor, Tensor> LeastSquares { get; init; }
        = (_, a, s) => new TruncatedSvd().Solve(a, s).X;

    /// <summary>(half-coupling, its point, the other half's point, t) → F′[t] or G′[t].</summary>
    public Func<HalfCoupling, CouplingPoint, CouplingPoint, Tensor, Tensor> Derivative { get; init; }
        = (_, own, _, t) => own.Jvp(t);

    /// <summary>(block, x, y) → the point of G.</summary>
    public Func<CouplingBlock, Halves, Halves, CouplingPoint> PointOfG { get; init; }
        = (block, _, y) => block.G.At(y.First);

    /// <summary>The right-hand side of F.</summary>
    public Func<SweepMoment, Tensor> RightOfF { get; init; } = m => m.S.First;

    /// <summary>(moment, ã_F ΔW_F) → the right-hand side of G.</summary>
    public Func<SweepMoment, Tensor, Tensor> RightOfG { get; init; } = (m, realised) => m.S.Second
        - m.DerivativeOfG(realised);

    /// <summary>(moment, ã_F ΔW_F) → the tangent handed to the block before.</summary>
    public Func<SweepMoment, Tensor, Halves> PullBack { get; init; } = (m, _) => m.PullBack(m.S);

    /// <summary>L, the trainable blocks → the factor on every Δ.</summary>
    public Func<int, double> Scale { get; init; } = blocks => 1.0 / blocks;

    /// <summary>Visits the first block first.</summary>
    public bool FirstToLast { get; init; }

    /// <summary>Subtracts each block's Δ before its tangent is pulled back.</summary>
    public bool UpdatesOnTheWay { get; init; }

    public IReadOnlyList<Tensor> Run(Tensor state, Tensor error)
    {
        using var weights = Update.Snapshot(model);
        var blocks = model.Blocks.Count;
        var (inputs, outputs) = (new Halves[blocks], new Halves[blocks]);
        var y = Halves.Split(state);
        for (var i = blocks - 1; i >= 0; i--)
        {
            (inputs[i], outputs[i]) = (model.Blocks[i].Inverse(y), y);
            y = inputs[i];
        }

        var deltas = new Tensor[2 * blocks];
        var scale = Scale(model.Blocks.Count(block => block.F.Trainable));
        var s = Halves.Split(error);
        foreach (var i in FirstToLast ? Enumerable.Range(0, blocks) : Enumerable.Range(0, blocks).Reverse())
        {
            var block = model.Blocks[i];
            var moment = new SweepMoment(
                block, block.F.At(inputs[i].Second), PointOfG(block, inputs[i], outputs[i]), s, Derivative);
            var deltaF = LeastSquares(block.F, moment.F.Features(), moment.F.RowsOf(RightOfF(moment)));
            var realised = moment.F.ParameterJvp(deltaF);
            var deltaG = LeastSquares(block.G, moment.G.Features(), moment.G.RowsOf(RightOfG(moment, realised)));
            var factor = block.F.Trainable ? scale : 0;
            (deltas[2 * i], deltas[2 * i + 1]) = (factor * deltaF, factor * deltaG);
            if (UpdatesOnTheWay)
            {
                block.F.Weight.sub_(deltas[2 * i]);
                block.G.Weight.sub_(deltas[2 * i + 1]);
            }

            s = PullBack(moment, realised);
        }

        weights.RestoreTo(model);
        return deltas;
    }
}

/// <summary>Where the sweep is: a block, its two points and the tangent of its output.</summary>
public sealed record SweepMoment(
    CouplingBlock Block,
    CouplingPoint F,
    CouplingPoint G,
    Halves S,
    Func<HalfCoupling, CouplingPoint, CouplingPoint, Tensor, Tensor> Derivative)
{
    public Tensor DerivativeOfF(Tensor t) => Derivative(Block.F, F, G, t);

    public Tensor DerivativeOfG(Tensor t) => Derivative(Block.G, G, F, t);

    /// <summary>t² = s² − G′(y¹)[s¹], t¹ = s¹ − F′(x²)[t²].</summary>
    public Halves PullBack(Halves s)
    {
        var t2 = s.Second - DerivativeOfG(s.First);
        return new(s.First - DerivativeOfF(t2), t2);
    }
}
