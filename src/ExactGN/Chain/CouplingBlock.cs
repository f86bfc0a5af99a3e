namespace ExactGN.Chain;

/// <summary>A coupling block: y¹ = x¹ + F(x²), y² = x² + G(y¹). Invertible whatever F and G are; its Jacobian has
/// determinant 1.</summary>
/// <remarks>Paper section 4.1; theory/reversible.md.</remarks>
[Equation("det ∂x_L/∂x₀ = 1")]
public sealed class CouplingBlock : IDisposable
{
    /// <summary>Puts two half-couplings together.</summary>
    /// <param name="f">F; becomes this block's own.</param>
    /// <param name="g">G; becomes this block's own.</param>
    public CouplingBlock(HalfCoupling f, HalfCoupling g) => (F, G) = (f, g);

    /// <summary>F, which moves the first half.</summary>
    public HalfCoupling F { get; }

    /// <summary>G, which moves the second half.</summary>
    public HalfCoupling G { get; }

    /// <summary>x → y. The result belongs to the caller's dispose scope.</summary>
    /// <param name="x">The input's halves, shape [n, q] each.</param>
    [Equation("y¹ = x¹ + F(x²), y² = x² + G(y¹)")]
    public Halves Forward(Halves x)
    {
        using var scope = NewDisposeScope();
        return AtInput(x, CouplingEvaluation.Differentiable).Output.MoveToOuterDisposeScope();
    }

    /// <summary>y → x: x² = y² − G(y¹), then x¹ = y¹ − F(x²). The result belongs to the caller's dispose
    /// scope.</summary>
    /// <param name="y">The output's halves, shape [n, q] each.</param>
    [Equation("x² = y² − G(y¹), x¹ = y¹ − F(x²)")]
    public Halves Inverse(Halves y)
    {
        using var scope = NewDisposeScope();
        return AtOutput(y, CouplingEvaluation.Differentiable).Input.MoveToOuterDisposeScope();
    }

    /// <summary>The block on the way forward, in the caller's dispose scope.</summary>
    /// <param name="x">The input's halves, shape [n, q] each.</param>
    /// <param name="evaluation">How F and G are evaluated.</param>
    internal Passage AtInput(Halves x, CouplingEvaluation evaluation)
    {
        var f = evaluation.At(F, x.Second);
        var branchF = f.Value();
        var y1 = x.First + branchF;
        var g = evaluation.At(G, y1);
        var branchG = g.Value();
        return new(new(this, f, g), x, new(y1, x.Second + branchG), new(branchF, branchG));
    }

    /// <summary>The block on the way back, both half-couplings at their inputs, recovered by the inverse; in the
    /// caller's dispose scope.</summary>
    /// <param name="y">The output's halves, shape [n, q] each.</param>
    /// <param name="evaluation">How F and G are evaluated.</param>
    [Equation("features kept from x₀ → x_L, or recovered by the inverse")]
    internal Passage AtOutput(Halves y, CouplingEvaluation evaluation)
    {
        var g = evaluation.At(G, y.First);
        var branchG = g.Value();
        var x2 = y.Second - branchG;
        var f = evaluation.At(F, x2);
        var branchF = f.Value();
        return new(new(this, f, g), new(y.First - branchF, x2), y, new(branchF, branchG));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        F.Dispose();
        G.Dispose();
    }
}
