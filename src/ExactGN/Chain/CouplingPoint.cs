namespace ExactGN.Chain;

/// <summary>A half-coupling at one input x: ã is computed once; value and derivatives are products with it.</summary>
/// <remarks>
/// Every member returns a tensor in the caller's dispose scope, fresh but for <see cref="Features"/> and
/// <see cref="Activation"/>, which may be views and are not to be written to. Tangents and cotangents have shape
/// [n, q]; those of <see cref="Vjp"/> may also be [n, c, q], c of them per sample. theory/tangents.md.
/// (Inside an update a linear half-coupling's point may be one in its span, and updates are then in its coordinates:
/// <see cref="ISpan"/>.)
/// </remarks>
[Equation("E[φ(xV)·φ(yV)], the arc-cosine kernel")]
public sealed class CouplingPoint : IDisposable
{
    private readonly long _samples;
    private readonly IPoint _point;
    private readonly ICoupling _coupling;
    private readonly Tensor _weight;
    private readonly Func<Tensor, Tensor> _expand;
    private readonly Tensor[] _reduced;

    /// <summary>A point of the half-coupling's own features.</summary>
    /// <param name="half">The half-coupling.</param>
    /// <param name="samples">n.</param>
    /// <param name="point">They.</param>
    internal CouplingPoint(HalfCoupling half, long samples, IPoint point)
    {
        (Half, _samples, _point) = (half, samples, point);
        (_coupling, _weight, _expand, _reduced) = (half.Coupling, half.Weight, delta => delta, []);
    }

    /// <summary>A point of the fewer features that a linear one's span.</summary>
    /// <param name="half">The half-coupling.</param>
    /// <param name="samples">n.</param>
    /// <param name="point">The fewer features.</param>
    /// <param name="span">What they are of.</param>
    internal CouplingPoint(HalfCoupling half, long samples, IPoint point, ISpan span)
    {
        (Half, _samples, _point) = (half, samples, point);
        (_coupling, _weight, _expand) = (span.Coupling, span.Reduce(half.Weight), span.Expand);
        _reduced = [_weight];
    }

    /// <summary>The half-coupling.</summary>
    internal HalfCoupling Half { get; }

    /// <summary>m, the columns of ã.</summary>
    internal long Columns => _coupling.Columns;

    /// <summary>Whether the rows of ã are the samples, as they are where a half and ãW are arranged alike.</summary>
    internal bool IsPerSample => _coupling.Outputs == _coupling.Width;

    /// <summary>ã without its column of ones, if it has one; shape [r, h].</summary>
    public Tensor Activation
    {
        get
        {
            using var scope = NewDisposeScope();
            return Features().narrow(1, 0, Half.HasBias ? Columns - 1 : Columns).MoveToOuterDisposeScope();
        }
    }

    /// <summary>ã, shape [r, m].</summary>
    [Equation("F(x) = ãW, ã = [φ(xV), 1]")]
    public Tensor Features() => _point.Features();

    /// <summary>F(x) = ãW, shape [n, q].</summary>
    [Equation("F(x) = ãW, ã = [φ(xV), 1]")]
    public Tensor Value() => ParameterJvp(_weight);

    /// <summary>F′(x)[t], shape [n, q]; of random features (φ′(x V) ⊙ t V)W, without the bias row.</summary>
    /// <param name="tangent">t, shape [n, q].</param>
    [Equation("F′(x)[t] = (φ′(xV) ⊙ tV) W, φ′(0) = 0")]
    public Tensor Jvp(Tensor tangent)
    {
        Require(tangent, "A tangent");
        return Derivative(_point.Jvp(tangent, _weight));
    }

    /// <summary>The same for a tangent that may be given by factors.</summary>
    /// <param name="tangent">LR, shape [n, q].</param>
    internal Tensor Jvp(LowRank tangent) => Derivative(tangent.Jvp(_point, _weight));

    /// <summary>F′(x)ᵀ[s], shape of s; of random features (φ′(x V) ⊙ s Wᵀ)Vᵀ.</summary>
    /// <param name="cotangent">s, shape [n, q] or [n, c, q].</param>
    [Equation("F′(x)ᵀ[s] = (φ′(xV) ⊙ sWᵀ) Vᵀ")]
    public Tensor Vjp(Tensor cotangent)
    {
        if (cotangent.dim() == 3)
        {
            ShapeRule.Require(cotangent, [_samples, -1, _coupling.Width], _weight, "Cotangents");
            return Adjoint(_point.VjpEach(cotangent, _weight), [_samples, -1, _coupling.Width]);
        }

        Require(cotangent, "A cotangent");
        return Adjoint(_point.Vjp(cotangent, _weight), [_samples, _coupling.Width]);
    }

    /// <summary>The derivative of F(x) in W along Δ, ãΔ as a half; shape [n, q].</summary>
    /// <param name="delta">Δ, the shape of W.</param>
    [Equation("∂F/∂W[Δ] = ãΔ, (∂F/∂W)ᵀ[s] = ãᵀs")]
    public Tensor ParameterJvp(Tensor delta)
    {
        ShapeRule.Require(delta, _weight.shape, _weight, "An update of W");
        using var scope = NewDisposeScope();
        return _coupling.Half(_point.Times(delta)).MoveToOuterDisposeScope();
    }

    /// <summary>The adjoint of <see cref="ParameterJvp"/>, ãᵀs; the shape of W.</summary>
    /// <param name="cotangent">s, shape [n, q].</param>
    [Equation("∂F/∂W[Δ] = ãΔ, (∂F/∂W)ᵀ[s] = ãᵀs")]
    public Tensor ParameterVjp(Tensor cotangent)
    {
        Require(cotangent, "A cotangent");
        using var scope = NewDisposeScope();
        return Features().mT.mm(_coupling.Rows(cotangent)).MoveToOuterDisposeScope();
    }

    /// <summary>s as the rows of ãW; perhaps s itself.</summary>
    /// <param name="half">s, shape [n, q].</param>
    internal Tensor RowsOf(Tensor half) => _coupling.Rows(half);

    /// <summary>The rows of ãW as a half; perhaps themselves.</summary>
    /// <param name="rows">Shape [r, k].</param>
    internal Tensor HalfOf(Tensor rows) => _coupling.Half(rows);

    /// <summary>ãD for a D of any number of columns.</summary>
    /// <param name="delta">D, shape [m, ·].</param>
    internal Tensor Times(Tensor delta) => _point.Times(delta);

    /// <summary>The update of W that Δ of this point's features means: Δ itself, or BᵀΔ in a linear one's span; in
    /// the caller's dispose scope.</summary>
    /// <param name="delta">Δ, shape [m, k].</param>
    internal Tensor Expand(Tensor delta) => _expand(delta);

    internal CouplingPoint MoveToOuterDisposeScope()
    {
        foreach (var tensor in Held)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return this;
    }

    /// <summary>Frees its features.</summary>
    public void Dispose()
    {
        foreach (var tensor in Held)
        {
            tensor.Dispose();
        }
    }

    private IEnumerable<Tensor> Held => _point.Held.Concat(_reduced);

    private Tensor Derivative(Tensor tangent)
    {
        ShapeRule.RequireResult(tangent, [_samples, _coupling.Width], _weight, "A coupling's F′(x)[t]");
        return tangent;
    }

    private Tensor Adjoint(Tensor cotangent, long[] shape)
    {
        ShapeRule.RequireResult(cotangent, shape, _weight, "A coupling's F′(x)ᵀ[s]");
        return cotangent;
    }

    private void Require(Tensor tangent, string what) =>
        ShapeRule.Require(tangent, [_samples, _coupling.Width], _weight, what);
}
