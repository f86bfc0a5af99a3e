namespace ExactGN.LeastSquares;

/// <summary>
/// <see cref="TruncatedGramEigen"/> for float32 at the price of float32: K is formed and decomposed in ã's dtype,
/// and in float64 only where rounding could have decided the rank.
/// </summary>
/// <remarks>
/// <para>
/// Rounding of a decomposition is relative to λ_max, a threshold rtol²·λ_max far below it. So the leading eigenpairs,
/// K Y = YΘ, are found in float64 by block power iteration and taken out: K − YΘYᵀ = QMQᵀ is decomposed in float32
/// with rounding relative to what is left, and K = [Y, Q] diag(Θ, M) [Y, Q]ᵀ − E.
/// </para>
/// <para>
/// E, with the rounding of K and of B in it, each up to u·λ_max, is measured and not believed: by the residual
/// BΛ − ã(ãᵀB) of the 16 eigenvectors B nearest to the threshold.
/// Where some λ lies within it (plus the rounding of measuring it, 2·eps·‖ã‖₂‖ãᵀB‖), or the 17th within four times
/// its Frobenius norm, failure is reported, and <see cref="Fallback"/> looks again with K in float64.
/// </para>
/// <para>
/// In float64, and where the rounding of K would often decide, rtol² below 8√k·eps, it is the fallback at once.
/// theory/least-squares.md.
/// </para>
/// </remarks>
/// <param name="Rtol">Relative tolerance, at least √(k·eps) of float64, k = min(n, m).</param>
/// <param name="Atol">Absolute tolerance, in the units of σ.</param>
[Equation("ããᵀ = BΛBᵀ − E, E measured")]
public sealed record MixedGramEigen(double Rtol = 1e-2, double Atol = 0) : LeastSquaresSolver
{
    // Eigenvectors nearest to the threshold of which the residual is measured.
    private const long Watched = 16;

    // One leading eigenpair is looked for in so many.
    private const long OneIn = 32;

    // In ã's dtype; each multiplies by K twice.
    private const int Iterations = 3;

    /// <summary>Relative tolerance, at least √(k·eps) of float64.</summary>
    public double Rtol { get; init => field = Share(value, nameof(Rtol)); } = Share(Rtol, nameof(Rtol));

    /// <summary>Absolute tolerance, in the units of σ.</summary>
    public double Atol { get; init => field = NotNegative(value, nameof(Atol)); } = NotNegative(Atol, nameof(Atol));

    /// <inheritdoc/>
    public override bool IsEquivariant => true;

    /// <inheritdoc/>
    public override bool AssumesFullRank => false;

    /// <summary>The same with K formed and decomposed in float64.</summary>
    public override LeastSquaresSolver? Fallback => InDouble;

    private TruncatedGramEigen InDouble => new(Rtol, Atol, InDouble: true);

    /// <inheritdoc/>
    public override bool FormsGram(long rows, long columns) => true;

    /// <inheritdoc/>
    protected override DeferredSolution SolveCore(Tensor a, Tensor s) =>
        Mixes(a) ? Solve(a, s, UnitScale(a)) : InDouble.Defer(a, s);

    /// <inheritdoc/>
    internal override DeferredSolution SolveAt(Tensor a, Tensor s, Tensor scale) =>
        Mixes(a) ? Solve(a, s, scale) : InDouble.SolveAt(a, s, scale);

    private bool Mixes(Tensor a) => a.dtype != ScalarType.Float64
        && Rtol * Rtol >= 8 * Math.Sqrt(Math.Min(a.size(0), a.size(1))) * finfo(a.dtype).eps;

    private DeferredSolution Solve(Tensor a, Tensor s, Tensor scale)
    {
        var wide = a.size(0) <= a.size(1);
        var gram = GramMatrix.Of(a);
        var left = WorkingRange.LeftSquaring(gram.diagonal().amax([]), a, s);
        var (lambda, basis) = Decomposed(gram);
        var threshold = TruncatedSpectrum.Threshold(lambda, Rtol, Atol, power: 2, scale);
        var unsure = IsSure(wide ? a : a.mT, lambda, basis, threshold).bitwise_not();
        var kept = TruncatedSpectrum.Kept(lambda, threshold);
        var inverse = lambda.reciprocal().masked_fill(kept.bitwise_not(), 0).to(a.dtype).unsqueeze(1);
        Tensor Apply(Tensor r) => basis.mm(inverse * basis.mT.mm(r));

        return new(
            wide ? a.mT.mm(Apply(s)) : Apply(a.mT.mm(s)),
            TruncatedSpectrum.Diagnose(lambda, kept, power: 2, left, failed: unsure));
    }

    // K = BΛBᵀ up to rounding, Λ in float64. What M has in the range of Y are zeros.
    private static (Tensor Lambda, Tensor Basis) Decomposed(Tensor gram)
    {
        var rest = gram.to(float64);
        var (theta, y) = Leading(gram, rest);
        rest.addmm_(y * theta, y.mT, beta: 1, alpha: -1);
        var (mu, vectors) = linalg.eigh(rest.to(gram.dtype));
        var q = vectors.to(float64);
        q.addmm_(y, y.mT.mm(q), beta: 1, alpha: -1);
        return (cat([theta, mu.to(float64)]), cat([y.to(gram.dtype), q.to(gram.dtype)], 1));
    }

    // The leading pairs that have converged, to a residual of eps·θ with eps of K's dtype; zeros for the others.
    private static (Tensor Theta, Tensor Y) Leading(Tensor gram, Tensor exact)
    {
        using var generator = new Generator(1, CPU);
        long[] shape = [gram.size(0), Math.Max(1, gram.size(0) / OneIn)];
        var y = randn(shape, dtype: float64, generator: generator).to(gram.dtype, gram.device);
        for (var i = 0; i < Iterations; i++)
        {
            (y, _) = linalg.qr(gram.mm(gram.mm(y)));
        }

        // The last one in float64, which takes the rounding of those before along.
        (y, _) = linalg.qr(exact.mm(exact.mm(y.to(float64))));
        var image = exact.mm(y);
        var (theta, u) = linalg.eigh(y.mT.mm(image));
        y = y.mm(u);
        var residual = linalg.vector_norm(image.mm(u) - y * theta, dims: [0]);
        var converged = residual.le(finfo(gram.dtype).eps * theta).to(float64);
        return (theta * converged, y * converged);
    }

    // Whether no λ is nearer to the threshold than the rounding behind it.
    private static Tensor IsSure(Tensor rows, Tensor lambda, Tensor basis, Tensor threshold)
    {
        var (nearest, order) = Absolute(lambda - threshold).sort();
        var watched = TensorIndex.Tensor(order.narrow(0, 0, Math.Min(Watched, order.size(0))));
        var b = basis.index(TensorIndex.Colon, watched);
        var image = rows.mT.mm(b);
        var residual = b * lambda.index(watched) - rows.mm(image);
        var square = residual.mT.mm(residual);

        // ‖R‖₂² ≤ ‖RᵀR‖_∞, nearly equal where the columns are nearly orthogonal.
        var spectral = Absolute(square).sum(dim: 1).amax([]).sqrt();
        var measuring = image.square().sum(dim: 0).amax([]).to(lambda.dtype).sqrt() * lambda.amax([]).sqrt();
        var sure = nearest[0] > spectral + 2 * finfo(rows.dtype).eps * measuring;
        return order.size(0) <= Watched
            ? sure
            : sure.bitwise_and(nearest[Watched] > 4 * square.diagonal().sum().sqrt());
    }

    // |t|, for which META has no kernel.
    private static Tensor Absolute(Tensor t) => maximum(t, -t);
}
