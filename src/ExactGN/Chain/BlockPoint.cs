namespace ExactGN.Chain;

/// <summary>A block at one input: F at x², G at y¹. What moves tangents through it, each way, is stated here and
/// nowhere else.</summary>
/// <remarks>Results are in the caller's dispose scope.</remarks>
/// <param name="Block">The block.</param>
/// <param name="F">F at x².</param>
/// <param name="G">G at y¹.</param>
internal sealed record BlockPoint(CouplingBlock Block, CouplingPoint F, CouplingPoint G)
{
    /// <summary>Forward: s¹ = t¹ + F′(x²)[t²] + c_F, s² = t² + G′(y¹)[s¹] + c_G.</summary>
    /// <param name="t">The tangent of the input.</param>
    /// <param name="changeF">c_F, what F's own output changes by.</param>
    /// <param name="changeG">c_G, G's.</param>
    /// <returns>The tangent of the output.</returns>
    internal ForwardTangent Push(ForwardTangent t, HalfTangent changeF, HalfTangent changeG)
    {
        var s1 = t.First + t.Second.Through(F.Jvp) + changeF;
        return new(s1, t.Second + s1.Through(G.Jvp) + changeG);
    }

    /// <summary>t² = s² − G′(y¹)[s¹]: what the inverse Jacobian makes of the second half, and G's own right-hand
    /// side where F realises all of s¹.</summary>
    /// <param name="s">The tangent of the output.</param>
    internal Tensor PullSecond(Tangent s) => s.Halves.Second - G.Jvp(s.First);

    /// <summary>Back by the inverse Jacobian: t² = s² − G′(y¹)[s¹], t¹ = s¹ − F′(x²)[t²].</summary>
    /// <param name="s">The tangent of the output.</param>
    /// <returns>The tangent of the input.</returns>
    internal Halves Pull(Halves s) => PullFirst(s.First, PullSecond(new Tangent(s)));

    /// <summary>The second line of <see cref="Pull"/>.</summary>
    /// <param name="s1">s¹.</param>
    /// <param name="t2">t².</param>
    internal Halves PullFirst(Tensor s1, Tensor t2) => new(s1 - F.Jvp(t2), t2);

    /// <summary>Back by the transposed Jacobian, first half: c¹ ← c¹ + G′(y¹)ᵀ[c²], the cotangent of F's
    /// output.</summary>
    /// <param name="c">The cotangent of the output.</param>
    internal Tensor TransposeFirst(Halves c) => c.First + G.Vjp(c.Second);

    /// <summary>The second half: c² ← c² + F′(x²)ᵀ[c¹].</summary>
    /// <param name="c1">The new c¹.</param>
    /// <param name="c2">c².</param>
    internal Halves TransposeSecond(Tensor c1, Tensor c2) => new(c1, c2 + F.Vjp(c1));

    internal BlockPoint MoveToOuterDisposeScope()
    {
        F.MoveToOuterDisposeScope();
        G.MoveToOuterDisposeScope();
        return this;
    }
}
