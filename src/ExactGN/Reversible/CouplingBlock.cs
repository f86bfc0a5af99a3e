namespace ExactGN;

/// <summary>A coupling block: y¹ = x¹ + F(x²), y² = x² + G(y¹). Invertible whatever F and G are; its Jacobian has determinant 1.</summary>
/// <remarks>Paper section 4.1; theory/reversible.md.</remarks>
public sealed class CouplingBlock : IDisposable
{
    internal CouplingBlock(HalfCoupling f, HalfCoupling g) => (F, G) = (f, g);

    /// <summary>F, which moves the first half.</summary>
    public HalfCoupling F { get; }

    /// <summary>G, which moves the second half.</summary>
    public HalfCoupling G { get; }

    /// <summary>x → y. The result belongs to the caller's dispose scope.</summary>
    /// <param name="x">The input's halves, shape [n, q] each.</param>
    public Halves Forward(Halves x)
    {
        using var scope = NewDisposeScope();
        var y1 = x.First + F.At(x.Second).Value();
        var y2 = x.Second + G.At(y1).Value();
        return new Halves(y1, y2).MoveToOuterDisposeScope();
    }

    /// <summary>y → x: x² = y² − G(y¹), then x¹ = y¹ − F(x²). The result belongs to the caller's dispose scope.</summary>
    /// <param name="y">The output's halves, shape [n, q] each.</param>
    public Halves Inverse(Halves y)
    {
        using var scope = NewDisposeScope();
        var x2 = y.Second - G.At(y.First).Value();
        var x1 = y.First - F.At(x2).Value();
        return new Halves(x1, x2).MoveToOuterDisposeScope();
    }

    /// <summary>The block at an output y: both half-couplings at their inputs, recovered by the inverse.</summary>
    /// <param name="y">The output's halves, shape [n, q] each.</param>
    /// <param name="inSpan">As in <see cref="HalfCoupling.InPlace"/>.</param>
    /// <param name="workspace">As in <see cref="HalfCoupling.InPlace"/>.</param>
    /// <returns>The block's input and its points, in the caller's dispose scope.</returns>
    internal (Halves Input, BlockPoints Points) AtOutput(Halves y, bool inSpan = false, Workspace? workspace = null)
    {
        var g = G.InPlace(y.First, inSpan, workspace);
        var x2 = y.Second - g.Value();
        var f = F.InPlace(x2, inSpan, workspace);
        return (new(y.First - f.Value(), x2), new(f, g));
    }

    /// <summary>The block at an input x, on the way forward.</summary>
    /// <param name="x">The input's halves, shape [n, q] each.</param>
    /// <param name="inSpan">As in <see cref="AtOutput"/>.</param>
    /// <param name="workspace">As in <see cref="AtOutput"/>.</param>
    /// <returns>The block's output and its points, in the caller's dispose scope.</returns>
    internal (Halves Output, BlockPoints Points) AtInput(Halves x, bool inSpan, Workspace workspace)
    {
        var f = F.InPlace(x.Second, inSpan, workspace);
        var y1 = x.First + f.Value();
        var g = G.InPlace(y1, inSpan, workspace);
        return (new(y1, x.Second + g.Value()), new(f, g));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        F.Dispose();
        G.Dispose();
    }
}
