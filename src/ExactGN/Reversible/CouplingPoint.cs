namespace ExactGN;

/// <summary>A half-coupling at one input x: ã = [φ(x V), 1] is computed once; value and derivatives are products with it.</summary>
/// <remarks>
/// Every member returns a fresh tensor in the caller's dispose scope. Tangents and cotangents have shape [n, q]; those of
/// <see cref="Vjp"/> may also be [n, c, q], c of them per sample. theory/tangents.md.
/// </remarks>
public sealed class CouplingPoint
{
    private readonly HalfCoupling _coupling;

    internal CouplingPoint(HalfCoupling coupling, Tensor activation) => (_coupling, Activation) = (coupling, activation);

    /// <summary>φ(x V), shape [n, h]: the features without the column of ones.</summary>
    public Tensor Activation { get; }

    /// <summary>ã = [φ(x V), 1], shape [n, m].</summary>
    public Tensor Features()
    {
        using var scope = NewDisposeScope();
        var features = _coupling.HasBias
            ? cat([Activation, ones([Activation.size(0), 1], dtype: Activation.dtype, device: Activation.device)], 1)
            : Activation.alias();
        return features.MoveToOuterDisposeScope();
    }

    /// <summary>F(x) = ã W, shape [n, q].</summary>
    public Tensor Value() => ParameterJvp(_coupling.Weight);

    /// <summary>F′(x)[t] = (φ′(x V) ⊙ t V) W, without the bias row; shape [n, q].</summary>
    /// <param name="tangent">t, shape [n, q].</param>
    public Tensor Jvp(Tensor tangent)
    {
        ShapeRule.Require(tangent, _coupling.Weight.size(1), Activation, "A tangent", Activation.size(0));
        using var scope = NewDisposeScope();
        var t = _coupling.Projection is { } v ? tangent.mm(v) : tangent;
        return Masked(t).mm(WithoutBias(_coupling.Weight)).MoveToOuterDisposeScope();
    }

    /// <summary>F′(x)ᵀ[s] = (φ′(x V) ⊙ s Wᵀ) Vᵀ; shape of s.</summary>
    /// <param name="cotangent">s, shape [n, q] or [n, c, q].</param>
    public Tensor Vjp(Tensor cotangent)
    {
        ShapeRule.Require(cotangent, _coupling.Weight.size(1), Activation, "A cotangent", Activation.size(0), perSample: true);
        using var scope = NewDisposeScope();
        var s = Masked(Times(cotangent, WithoutBias(_coupling.Weight).mT));
        return (_coupling.Projection is { } v ? Times(s, v.mT) : s).MoveToOuterDisposeScope();
    }

    /// <summary>The derivative of F(x) in W along Δ, ã Δ; shape [n, q].</summary>
    /// <param name="delta">Δ, the shape of W.</param>
    public Tensor ParameterJvp(Tensor delta)
    {
        ShapeRule.Require(delta, _coupling.Weight.size(1), Activation, "An update of W", _coupling.Weight.size(0));
        using var scope = NewDisposeScope();
        var product = _coupling.HasBias
            ? addmm(delta.narrow(0, delta.size(0) - 1, 1), Activation, WithoutBias(delta), beta: 1, alpha: 1)
            : Activation.mm(delta);
        return product.MoveToOuterDisposeScope();
    }

    /// <summary>The adjoint of <see cref="ParameterJvp"/>, ãᵀ s; the shape of W.</summary>
    /// <param name="cotangent">s, shape [n, q].</param>
    public Tensor ParameterVjp(Tensor cotangent)
    {
        ShapeRule.Require(cotangent, _coupling.Weight.size(1), Activation, "A cotangent", Activation.size(0));
        using var scope = NewDisposeScope();
        return Features().mT.mm(cotangent).MoveToOuterDisposeScope();
    }

    // t M for t of shape [n, k] or [n, c, k].
    private static Tensor Times(Tensor t, Tensor m) => t.reshape(-1, m.size(0)).mm(m).view([.. t.shape[..^1], m.size(1)]);

    private Tensor WithoutBias(Tensor w) => _coupling.HasBias ? w.narrow(0, 0, w.size(0) - 1) : w;

    // φ′ ⊙ t. ReLU: φ′(x V) is 1 exactly where φ(x V) > 0.
    private Tensor Masked(Tensor t)
    {
        if (_coupling.IsLinear)
        {
            return t;
        }

        var mask = Activation.gt(0);
        return t * (t.dim() == 3 ? mask.unsqueeze(1) : mask);
    }
}
