namespace ExactGN.Tests;

/// <summary>A strategy under test beside its formula, written out plainly in the dtype of its arguments: (ã, s) → X,
/// or
/// null where it reports failure.</summary>
/// <param name="Name">For people.</param>
/// <param name="Solve">X, in the caller's dispose scope.</param>
/// <param name="Plain">The formula.</param>
public sealed record WorkingPrecisionRule(string Name, Func<Tensor, Tensor, Tensor?> Solve,
    Func<Tensor, Tensor, Tensor> Plain) : UnderTest(Name)
{
    private const double Lambda = 0.125;

    /// <summary>Every strategy that works in the dtype that it is given.</summary>
    public static IReadOnlyList<WorkingPrecisionRule> All { get; } =
    [
        new("TruncatedSvd", Of(new TruncatedSvd(0)), Svd),
        new("Qr", Of(new Qr()), PlainQr),
        new("GramCholesky", Of(new GramCholesky(0) { FallbackSolver = null }), (a, s) => Cholesky(a, s, 0)),
        new("TruncatedGramEigen", Of(new TruncatedGramEigen(1e-2)), Eigen),
        new("Damped", Of(new Damped(Lambda)), (a, s) => Cholesky(a, s, Lambda)),
    ];

    private static Func<Tensor, Tensor, Tensor?> Of(LeastSquaresSolver solver) => (a, s) =>
        FullRankRule.OrNull(solver, a, s)?.X;

    private static Tensor Svd(Tensor a, Tensor s)
    {
        var (u, sigma, vh) = linalg.svd(a, fullMatrices: false);
        return vh.mT.mm((1 / sigma).unsqueeze(1) * u.mT.mm(s));
    }

    private static Tensor PlainQr(Tensor a, Tensor s)
    {
        var wide = a.size(0) <= a.size(1);
        var (q, r) = linalg.qr(wide ? a.mT : a);
        return wide ? q.mm(linalg.solve_triangular(r.mT, s, upper: false))
            : linalg.solve_triangular(r, q.mT.mm(s), upper: true);
    }

    // ãᵀ(K + λI)⁻¹s or (K + λI)⁻¹ãᵀs.
    private static Tensor Cholesky(Tensor a, Tensor s, double lambda)
    {
        var wide = a.size(0) <= a.size(1);
        var gram = Gram(a);
        var factor = linalg.cholesky(lambda == 0 ? gram : gram + lambda * eye(gram.size(0), dtype: a.dtype,
            device: a.device));
        return wide ? a.mT.mm(cholesky_solve(s, factor)) : cholesky_solve(a.mT.mm(s), factor);
    }

    private static Tensor Eigen(Tensor a, Tensor s)
    {
        var wide = a.size(0) <= a.size(1);
        var (lambda, q) = linalg.eigh(Gram(a));
        Tensor Apply(Tensor r) => q.mm((1 / lambda).unsqueeze(1) * q.mT.mm(r));
        return wide ? a.mT.mm(Apply(s)) : Apply(a.mT.mm(s));
    }

    private static Tensor Gram(Tensor a) => a.size(0) <= a.size(1) ? a.mm(a.mT) : a.mT.mm(a);
}

public static partial class Arbitraries
{
    public static Arbitrary<WorkingPrecisionRule> WorkingPrecisionRules() =>
        Arb.From(Gen.Elements<WorkingPrecisionRule>([.. WorkingPrecisionRule.All]));
}
