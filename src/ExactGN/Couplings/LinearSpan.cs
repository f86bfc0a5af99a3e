namespace ExactGN.Couplings;

/// <summary>The thin factorisation Vᵀ = QR of a linear half-coupling's projection (p × h, h ≥ p):
/// its features have rank p at most, and this is the basis of what they span.</summary>
/// <remarks>
/// x V = (x Rᵀ)Qᵀ, so with φ = identity ã = [x V, 1] = [x Rᵀ, 1] B with B = diag(Qᵀ, 1), whose rows are orthonormal.
/// Hence F(x) = [x Rᵀ, 1](BW), the singular values of [x Rᵀ, 1] are those of ã, and ã⁺s = Bᵀ[x Rᵀ, 1]⁺s for every
/// truncation: p + 1 columns do the work of h + 1. theory/exact-update.md, LS-37.
/// </remarks>
[Equation("ã = [xRᵀ, 1]B with Vᵀ = QR, B = diag(Qᵀ, 1), where φ is the identity")]
internal sealed class LinearSpan : ISpan, IDisposable
{
    private readonly Tensor _basis;

    /// <summary>Factors a linear coupling.</summary>
    /// <param name="layout">Its rows.</param>
    /// <param name="projection">V, shape [p, h].</param>
    /// <param name="bias">Whether its ã ends in a column of ones.</param>
    internal LinearSpan(RowLayout layout, Tensor projection, bool bias)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (q, r) = linalg.qr(projection.mT);
        _basis = q.contiguous().DetachFromDisposeScope();
        Coupling = new(layout, r.mT.contiguous(), Activation.Identity, bias);
    }

    /// <summary>The coupling with Rᵀ, shape [p, p], in the place of V.</summary>
    internal RandomFeatures Coupling { get; }

    ICoupling ISpan.Coupling => Coupling;

    /// <inheritdoc/>
    public Tensor Reduce(Tensor weight) => Mapped(weight, _basis.mT);

    /// <inheritdoc/>
    public Tensor Expand(Tensor delta) => Mapped(delta, _basis);

    private static Tensor Mapped(Tensor rows, Tensor map)
    {
        using var scope = NewDisposeScope();
        var product = map.mm(rows.narrow(0, 0, map.size(1)));
        return (rows.size(0) == map.size(1) ? product : cat([product, rows.narrow(0, map.size(1), 1)]))
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _basis.Dispose();
        Coupling.Dispose();
    }
}
