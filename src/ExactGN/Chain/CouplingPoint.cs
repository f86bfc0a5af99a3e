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
    private readonly ISpan? _span;

    internal CouplingPoint(HalfCoupling half, long samples, IPoint point, ISpan? span)
    {
        (Half, _samples, _point, _span) = (half, samples, point, span);
        _coupling = span?.Coupling ?? half.Coupling;
        _weight = span?.Reduce(half.Weight) ?? half.Weight;
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
        return _point.Jvp(tangent, _weight);
    }

    /// <summary>The same for a tangent that may be given by factors.</summary>
    /// <param name="tangent">LR, shape [n, q].</param>
    internal Tensor Jvp(LowRank tangent) => tangent.Right is { } right
        ? _point.Jvp(tangent.Left, right, _weight)
        : _point.Jvp(tangent.Left, _weight);

    /// <summary>F′(x)ᵀ[s], shape of s; of random features (φ′(x V) ⊙ s Wᵀ)Vᵀ.</summary>
    /// <param name="cotangent">s, shape [n, q] or [n, c, q].</param>
    [Equation("F′(x)ᵀ[s] = (φ′(xV) ⊙ sWᵀ) Vᵀ")]
    public Tensor Vjp(Tensor cotangent)
    {
        Require(cotangent, "A cotangent", perSample: true);
        return cotangent.dim() == 3 ? _point.VjpEach(cotangent, _weight) : _point.Vjp(cotangent, _weight);
    }

    /// <summary>The derivative of F(x) in W along Δ, ãΔ as a half; shape [n, q].</summary>
    /// <param name="delta">Δ, the shape of W.</param>
    [Equation("∂F/∂W[Δ] = ãΔ, (∂F/∂W)ᵀ[s] = ãᵀs")]
    public Tensor ParameterJvp(Tensor delta)
    {
        ShapeRule.Require(delta, _weight.size(1), _weight, "An update of W", _weight.size(0));
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
    internal Tensor Expand(Tensor delta) => _span is null ? delta : _span.Expand(delta);

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

    private IEnumerable<Tensor> Held => _span is null ? _point.Held : _point.Held.Append(_weight);

    private void Require(Tensor tangent, string what, bool perSample = false) =>
        ShapeRule.Require(tangent, _coupling.Width, _weight, what, _samples, perSample);
}
