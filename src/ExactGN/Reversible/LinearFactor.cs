namespace ExactGN;

/// <summary>The thin factorisation Vᵀ = QR of a linear half-coupling's projection (q × h, h ≥ q): its features have rank q at most, and this is the basis of what they span.</summary>
/// <remarks>
/// x V = (x Rᵀ)Qᵀ, so with φ = identity ã = [x V, 1] = [x Rᵀ, 1] B with B = diag(Qᵀ, 1), whose rows are orthonormal. Hence F(x) = [x Rᵀ, 1](BW), the singular values of
/// [x Rᵀ, 1] are those of ã, and ã⁺s = Bᵀ[x Rᵀ, 1]⁺s for every truncation: q + 1 columns do the work of h + 1. theory/exact-update.md, LS-37.
/// </remarks>
internal sealed class LinearFactor : IDisposable
{
    // Q = VᵀR⁻¹ is not kept: it is as large as V.
    private readonly Tensor _v;
    private readonly Tensor _inverse;

    /// <summary>Factors a projection.</summary>
    /// <param name="projection">V, shape [q, h], which stays the caller's and must outlive this.</param>
    internal LinearFactor(Tensor projection)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var r = linalg.qr(projection.mT, linalg.QRMode.R).R;
        (_v, _inverse, Projection) = (projection, linalg.inv(r).DetachFromDisposeScope(), r.mT.contiguous().DetachFromDisposeScope());
    }

    /// <summary>Rᵀ, shape [q, q], which takes the place of V.</summary>
    internal Tensor Projection { get; }

    /// <summary>BW, QᵀW = R⁻ᵀ(VW) but for the bias, which takes the place of W; in the caller's dispose scope.</summary>
    /// <param name="weight">W, shape [h, q], or [h + 1, q] with a bias.</param>
    internal Tensor Reduce(Tensor weight) => Mapped(weight, _v.size(1), rows => _inverse.mT.mm(_v.mm(rows)));

    /// <summary>BᵀΔ, QΔ = Vᵀ(R⁻¹Δ) but for the bias, an update of W; in the caller's dispose scope.</summary>
    /// <param name="delta">Shape [q, q], or [q + 1, q] with a bias.</param>
    internal Tensor Expand(Tensor delta) => Mapped(delta, _v.size(0), rows => _v.mT.mm(_inverse.mm(rows)));

    private static Tensor Mapped(Tensor matrix, long rows, Func<Tensor, Tensor> map)
    {
        using var scope = NewDisposeScope();
        var product = map(matrix.narrow(0, 0, rows));
        return (matrix.size(0) == rows ? product : cat([product, matrix.narrow(0, rows, 1)])).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inverse.Dispose();
        Projection.Dispose();
    }
}
