namespace ExactGN;

/// <summary>A half-coupling at one input x: ã = [φ(x V), 1] is computed once; value and derivatives are products with it.</summary>
/// <remarks>
/// Every member returns a tensor in the caller's dispose scope, fresh but for <see cref="Features"/>, which may be a view and is not to be written to. Tangents and cotangents have shape [n, q]; those of
/// <see cref="Vjp"/> may also be [n, c, q], c of them per sample. theory/tangents.md.
/// (Inside an update a linear half-coupling's point may be one in its span: V is then Rᵀ, h is q, and updates are in its coordinates, <see cref="LinearFactor"/>.)
/// </remarks>
public sealed class CouplingPoint
{
    // Rows whose mask is made at a time, so that it stays in the cache and is no matrix of its own.
    private const long MaskedRows = 128;

    private readonly bool _hasBias;
    private readonly bool _isLinear;
    private readonly Tensor _weight;
    private readonly Tensor? _projection;
    private readonly Tensor? _features;
    private readonly LinearFactor? _factor;
    private readonly Workspace? _workspace;

    internal CouplingPoint(HalfCoupling coupling, Tensor activation, Tensor? features = null, LinearFactor? factor = null, Workspace? workspace = null)
    {
        (Activation, _features, _hasBias, _isLinear, _factor, _workspace) = (activation, features, coupling.HasBias, coupling.IsLinear, factor, workspace);
        (_weight, _projection) = factor is null ? (coupling.Weight, coupling.Projection) : (factor.Reduce(coupling.Weight), factor.Projection);
    }

    /// <summary>φ(x V), shape [n, h]: the features without the column of ones.</summary>
    public Tensor Activation { get; }

    /// <summary>Columns of ã.</summary>
    internal long Columns => _weight.size(0);

    /// <summary>ã = [φ(x V), 1], shape [n, m].</summary>
    public Tensor Features()
    {
        using var scope = NewDisposeScope();
        var features = _features is not null ? _features.alias()
            : _hasBias ? cat([Activation, ones([Activation.size(0), 1], dtype: Activation.dtype, device: Activation.device)], 1)
            : Activation.alias();
        return features.MoveToOuterDisposeScope();
    }

    /// <summary>F(x) = ã W, shape [n, q].</summary>
    public Tensor Value() => ParameterJvp(_weight);

    /// <summary>F′(x)[t] = (φ′(x V) ⊙ t V) W, without the bias row; shape [n, q].</summary>
    /// <param name="tangent">t, shape [n, q].</param>
    public Tensor Jvp(Tensor tangent)
    {
        ShapeRule.Require(tangent, _weight.size(1), Activation, "A tangent", Activation.size(0));
        return Jvp(new LowRank(tangent, null));
    }

    /// <summary>The same for a tangent given by factors, LR: t V = L(R V).</summary>
    /// <param name="tangent">LR, shape [n, q].</param>
    internal Tensor Jvp(LowRank tangent)
    {
        using var scope = NewDisposeScope();
        using var level = _workspace?.Open();
        var t = _projection is { } v ? Product(tangent.Left, tangent.Right is { } right ? right.mm(v) : v) : tangent.Times(tangent.Left);
        return Masked(t, inPlace: _projection is not null).mm(WithoutBias(_weight)).MoveToOuterDisposeScope();
    }

    /// <summary>F′(x)ᵀ[s] = (φ′(x V) ⊙ s Wᵀ) Vᵀ; shape of s.</summary>
    /// <param name="cotangent">s, shape [n, q] or [n, c, q].</param>
    public Tensor Vjp(Tensor cotangent)
    {
        ShapeRule.Require(cotangent, _weight.size(1), Activation, "A cotangent", Activation.size(0), perSample: true);
        using var scope = NewDisposeScope();
        // The same cotangents for every sample, as the read-out's, need be multiplied by Wᵀ once.
        var shared = cotangent.dim() == 3 && cotangent.stride(0) == 0 && !_isLinear;
        var s = Masked(Times(shared ? cotangent.narrow(0, 0, 1) : cotangent, WithoutBias(_weight).mT), inPlace: !shared);
        return (_projection is { } v ? Times(s, v.mT) : s).MoveToOuterDisposeScope();
    }

    /// <summary>The derivative of F(x) in W along Δ, ã Δ; shape [n, q].</summary>
    /// <param name="delta">Δ, the shape of W.</param>
    public Tensor ParameterJvp(Tensor delta)
    {
        ShapeRule.Require(delta, _weight.size(1), Activation, "An update of W", _weight.size(0));
        return Realise(delta);
    }

    /// <summary>ãD for a D of any number of columns.</summary>
    /// <param name="delta">D, shape [columns of ã, k].</param>
    internal Tensor Realise(Tensor delta)
    {
        using var scope = NewDisposeScope();
        var product = _hasBias
            ? addmm(delta.narrow(0, delta.size(0) - 1, 1), Activation, WithoutBias(delta), beta: 1, alpha: 1)
            : Activation.mm(delta);
        return product.MoveToOuterDisposeScope();
    }

    /// <summary>The adjoint of <see cref="ParameterJvp"/>, ãᵀ s; the shape of W.</summary>
    /// <param name="cotangent">s, shape [n, q].</param>
    public Tensor ParameterVjp(Tensor cotangent)
    {
        ShapeRule.Require(cotangent, _weight.size(1), Activation, "A cotangent", Activation.size(0));
        using var scope = NewDisposeScope();
        return Features().mT.mm(cotangent).MoveToOuterDisposeScope();
    }

    /// <summary>The update of W that Δ of this point's features means: Δ itself, or BᵀΔ in a linear one's span; in the caller's dispose scope.</summary>
    /// <param name="delta">Δ, shape [columns, q].</param>
    internal Tensor Expand(Tensor delta) => _factor is null ? delta : _factor.Expand(delta);

    internal CouplingPoint MoveToOuterDisposeScope()
    {
        Activation.MoveToOuterDisposeScope();
        _features?.MoveToOuterDisposeScope();
        if (_factor is not null)
        {
            _weight.MoveToOuterDisposeScope();
        }

        return this;
    }

    // t M for t of shape [n, k] or [n, c, k].
    private static Tensor Times(Tensor t, Tensor m) => t.reshape(-1, m.size(0)).mm(m).view([.. t.shape[..^1], m.size(1)]);

    // t V, where there is a workspace in one of its buffers.
    private Tensor Product(Tensor t, Tensor v) => _workspace is null ? t.mm(v) : _workspace.Take(t.size(0), v.size(1), t).addmm_(t, v, beta: 0, alpha: 1);

    private Tensor WithoutBias(Tensor w) => _hasBias ? w.narrow(0, 0, w.size(0) - 1) : w;

    // φ′ ⊙ t. ReLU: φ′(x V) is the sign of φ(x V), 1 where it is positive and 0 elsewhere; as numbers it multiplies faster than as booleans.
    private Tensor Masked(Tensor t, bool inPlace)
    {
        if (_isLinear)
        {
            return t;
        }

        if (!inPlace)
        {
            return t * (t.dim() == 3 ? Activation.sign().unsqueeze(1) : Activation.sign());
        }

        for (var row = 0L; row < t.size(0); row += MaskedRows)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(MaskedRows, t.size(0) - row);
            var mask = Activation.narrow(0, row, rows).sign();
            t.narrow(0, row, rows).mul_(t.dim() == 3 ? mask.unsqueeze(1) : mask);
        }

        return t;
    }
}
