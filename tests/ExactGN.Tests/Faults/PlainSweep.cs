namespace ExactGN.Tests;

/// <summary>
/// The downward sweep written plainly, with a hook at each place where a fault can be planted. Without a fault it is a second implementation of the update.
/// </summary>
public sealed class PlainSweep(RevMlp model)
{
    private readonly LeastSquaresSolver _solver = new TruncatedSvd();

    /// <summary>(y¹'s point of G, s², P_F s¹, s¹) → the right-hand side of G.</summary>
    public Func<CouplingPoint, Tensor, Tensor, Tensor, Tensor> CrossTerm { get; init; } = (g, s2, projected, _) => s2 - g.Jvp(projected);

    public IReadOnlyList<Tensor> Run(Tensor state, Tensor error)
    {
        var deltas = new Tensor[2 * model.Blocks.Count];
        var (y, s) = (Halves.Split(state), Halves.Split(error));
        for (var i = model.Blocks.Count - 1; i >= 0; i--)
        {
            var block = model.Blocks[i];
            var g = block.G.At(y.First);
            var x2 = y.Second - g.Value();
            var f = block.F.At(x2);
            var deltaF = _solver.Solve(f.Features(), s.First).X;
            var deltaG = _solver.Solve(g.Features(), CrossTerm(g, s.Second, f.ParameterJvp(deltaF), s.First)).X;
            (deltas[2 * i], deltas[2 * i + 1]) = (deltaF / model.Blocks.Count, deltaG / model.Blocks.Count);
            var t2 = s.Second - g.Jvp(s.First);
            var t1 = s.First - f.Jvp(t2);
            (y, s) = (new Halves(y.First - f.Value(), x2), new Halves(t1, t2));
        }

        return deltas;
    }
}
