namespace ExactGN.Tests;

/// <summary>Faults of the pseudo-inverse strategies: each a wrong filter, norm, scale, twin or threshold.</summary>
public static class LeastSquaresFaults
{
    private static readonly TruncatedSvd Svd = new();

    public static IReadOnlyList<Fault> All { get; } =
        [.. PseudoInverses, .. Conditioning, .. Truncation, .. Mixed, .. Damping, .. Failure, .. Precisions];

    private static IEnumerable<Fault> Precisions =>
    [
        InAnother("float64 where the matrices are float32", 0, (rule, a, s) =>
            rule.Solve(a.to(float64), s.to(float64))?.to(a.dtype)),
        InAnother("float32 where the matrices are float64", 1, (rule, a, s) =>
            rule.Solve(a.to(float32), s.to(float32))?.to(a.dtype)),
        InAnother("Gram matrix alone in float64", 3, (_, a, s) =>
            new TruncatedGramEigen(1e-2, InDouble: true).Solve(a, s).X),
    ];

    private static Fault InAnother(string name, int rule, Func<WorkingPrecisionRule, Tensor, Tensor, Tensor?> solve) =>
        new(
            name,
            WorkingPrecisionRule.All[rule] is var right
                ? right with { Name = name, Solve = (a, s) => solve(right, a, s) }
                : null!,
            "LS-43");

    private static IEnumerable<Fault> PseudoInverses =>
    [
        Wrong("pinv of the transpose", Transposed, "LS-3", "LS-4", "LS-7", "LS-8", "LS-15", "LS-16"),
        Wrong("one singular value too many cut", OneTooMany, "LS-1", "LS-5", "LS-7", "LS-19"),
        Wrong("a term outside both ranges", Outside, "LS-2", "LS-6", "LS-8"),
        Wrong("least squares in a weighted norm", WeightedRows, "LS-3", "LS-5", "LS-15", "LS-17", "LS-18"),
        Wrong("least norm in a weighted norm", WeightedColumns, "LS-4", "LS-6", "LS-16", "LS-17", "LS-37"),
        Wrong("drift of 1e-8", (a, s) => (1 + 1e-8) * Svd.Solve(a, s).X, "LS-1", "LS-2", "LS-7", "LS-8", "LS-19"),
        Wrong("sign of the solution", (a, s) => -Svd.Solve(a, s).X, "LS-1", "LS-7", "LS-19"),
        Wrong(
            "jitter on the Gram matrix",
            (a, s) => new Damped(1e-6 * a.square().mean().item<double>()).Solve(a, s).X,
            "LS-1", "LS-7"),
        Wrong(
            "tolerance by the number of columns", (a, s) => new TruncatedSvd(a.size(1) * 1e-3).Solve(a, s).X, "LS-37"),
        Wrong("tolerance of the wrong unit", (a, s) => new TruncatedSvd(0, Atol: 1e-9).Solve(a, s).X, "LS-14"),
        Wrong(
            "entries squared at their own scale",
            (a, s) => new TruncatedSvd().Solve(a, s).X * (a.square().sum() / a.square().sum()),
            "LS-14"),
        Wrong("duplicated samples counted once", FirstOfDuplicates, "LS-18"),
        Wrong("small columns flushed", Flushed, "LS-9"),
    ];

    private static IEnumerable<Fault> Conditioning =>
    [
        new(
            "Gram matrix where QR is promised",
            new SteepRule("Gram matrix where QR is promised", 1, SilentCholesky),
            "LS-10", "LS-11"),
        new(
            "drift of 1e-6 in a steep matrix",
            new SteepRule("drift of 1e-6", 1, (a, s) => new TruncatedSvd().Solve((1 + 1e-6) * a, s).X),
            "LS-10", "LS-11"),
        new(
            "refinement with half of the Gram matrix",
            new SteepRule("half of K", 2, (a, s) => GramRefined(a, s, 1, gram => gram.tril())),
            "LS-10", "LS-11"),
        new("missing refinement", new RefinementRule("missing refinement", (a, s, _) => Cholesky(a, s, 0)), "LS-12"),
        new(
            "refinement with the Gram residual",
            new RefinementRule(
                "refinement with the Gram residual", (a, s, refinements) => GramRefined(a, s, refinements)),
            "LS-12"),
        new(
            "Gram matrix in single precision",
            new InDoubleRule("Gram matrix in single precision", SingleGram),
            "LS-13"),
    ];

    private static IEnumerable<Fault> Truncation =>
    [
        Cut(
            "truncation λ ≥ rtol·λ_max",
            true,
            (rtol, atol) => (sigma, max) => (sigma.square() >= rtol * max.square()).logical_and(sigma >= atol),
            "LS-20", "LS-24"),
        Cut(
            "> for ≥ at an exact tie",
            false,
            (rtol, atol) => (sigma, max) => (sigma > rtol * max).logical_and(sigma > atol),
            "LS-22"),
        Cut("atol ignored", false, (rtol, _) => (sigma, max) => sigma >= rtol * max, "LS-21"),
        Cut(
            "atol compared with λ",
            true,
            (rtol, atol) => (sigma, max) => (sigma >= rtol * max).logical_and(sigma.square() >= atol),
            "LS-21"),
        Cut("rtol taken as absolute", false, (rtol, atol) => (sigma, max) => sigma >= Math.Max(rtol, atol), "LS-20"),
        Cut(
            "a zero singular value kept",
            false,
            (rtol, atol) => (sigma, max) => (sigma >= rtol * max).logical_and(sigma >= atol),
            "LS-23"),
        new(
            "a blind tolerance accepted",
            new TruncationRule(
                "a blind tolerance accepted", true, (a, s, rtol, atol) => new TruncatedSvd(rtol, atol).Solve(a, s)),
            "LS-25"),
        new("blind limit without k", new TruncationRule("blind limit without k", true, WithoutK), "LS-25"),
        Report(
            "condition over all singular values",
            (solution, sigma) => solution.Report with { Condition = sigma[0] / sigma[^1] }),
        Report(
            "condition of the Gram matrix reported",
            (solution, _) => solution.Report with { Condition = Math.Pow(solution.Report.Condition, 2) }),
        Report(
            "smallest instead of largest cut",
            (solution, sigma) => solution.Report with { LargestCut = solution.Report.LargestCut == 0 ? 0 : sigma[^1] }),
        Report("rank of the matrix reported", (solution, sigma) => solution.Report with { Rank = sigma.Length }),
    ];

    private static IEnumerable<Fault> Mixed =>
    [
        new("float32 decides alone", MixedRule.Library with { Name = "first look", Solve = MixedRule.First }, "LS-40"),
        new("a tie cut at the second look", MixedRule.Library with { Name = "> for ≥", Solve = TieCut }, "LS-40"),
        new("leading part left out", MixedRule.Library with { Name = "no leading part", Solve = NoLead }, "LS-41"),
        new("features rounded to half", MixedRule.Library with { Name = "half", Solve = HalfPrecision }, "LS-41"),
        new("always looks again", MixedRule.Library with { Name = "always", Asks = (_, _, _) => true }, "LS-42"),
    ];

    private static IEnumerable<Fault> Damping =>
    [
        Damp(
            "damping on σ instead of σ²",
            (a, s, lambda) => PlainFilter.Solve(a, s, sigma => (sigma + lambda).reciprocal()),
            "LS-27", "LS-28", "LS-29", "LS-30"),
        Damp(
            "λ against nλ",
            (a, s, lambda) => new Damped(a.size(0) * lambda).Solve(a, s).X,
            "LS-27", "LS-28", "LS-29", "LS-30", "LS-31"),
        Damp("λ squared", (a, s, lambda) => new Damped(lambda * lambda).Solve(a, s).X, "LS-27", "LS-28"),
        Damp("damping forgotten", (a, s, _) => Svd.Solve(a, s).X, "LS-27", "LS-28", "LS-29", "LS-30"),
        Damp(
            "damping with the wrong sign",
            (a, s, lambda) => PlainFilter.Solve(a, s, sigma => sigma / (sigma.square() - lambda)),
            "LS-27", "LS-29"),
        Damp(
            "damping relative to the largest entry of the diagonal",
            (a, s, lambda) => new Damped(lambda * a.matmul(a.mT).diagonal().max().to(float64).item<double>())
                .Solve(a, s).X,
            "LS-27", "LS-31"),
    ];

    private static IEnumerable<Fault> Failure =>
    [
        new(
            "a silent Cholesky failure",
            new FullRankRule("a silent Cholesky failure", (a, s) => new(SilentCholesky(a, s), new(1, 1, 0, false))),
            "LS-32"),
        new("a pivot's sign alone decides", new FullRankRule("a pivot's sign alone decides", SignAlone), "LS-32"),
        new("full rank refused", new FullRankRule("full rank refused", (_, _) => null), "LS-33"),
        new(
            "condition of the Gram matrix reported by Cholesky",
            new FullRankRule("condition squared", SquaredCondition),
            "LS-33"),
        new(
            "condition reported as one",
            new FullRankRule("condition one", (a, s) => WithCondition(a, s, _ => 1)),
            "LS-33"),
        new(
            "condition read off the diagonal of the factor",
            new FullRankRule("diagonal", (a, s) => WithCondition(a, s, _ => DiagonalCondition(a))),
            "LS-33"),
        new(
            "missing refinement in what passes",
            new RefinementRule("unrefined", (a, s, _) => Cholesky(a, s, 1) is null ? null : Cholesky(a, s, 0)),
            "LS-34"),
        new("a poor first solve let pass", new RefinementRule("a poor first solve let pass", Refined), "LS-34"),
        new(
            "well-conditioned matrices refused",
            new RefinementRule("well-conditioned matrices refused", (_, _, _) => null),
            "LS-34"),
        new(
            "a silent Cholesky failure before the fallback",
            new FallbackRule("a silent Cholesky failure before the fallback", SilentCholesky),
            "LS-35"),
        Together("one factor for both", (solver, one, other) =>
        {
            var first = solver.Defer(one.A, one.S);
            var k = other.A.size(0);
            var sameSize = Math.Min(one.A.size(0), one.A.size(1)) == k && k <= other.A.size(1);
            return (first, sameSize ? Borrowed(solver, one.A, other) : solver.Defer(other.A, other.S));
        }),
        Together("one condition for both", (solver, one, other) =>
        {
            var first = solver.Defer(one.A, one.S);
            return (first, solver.Defer(other.A, other.S) with { Diagnostics = first.Diagnostics });
        }),
        Together("the second system as if the first were solved before", (solver, one, other) =>
        {
            var first = solver.Defer(one.A, one.S);
            return (first, solver.Defer(other.A, other.S - one.A.mm(first.X).narrow(1, 0, 1)));
        }),
        new(
            "the fallback damped",
            new FallbackRule(
                "the fallback damped", (a, s) => new Damped(1e-4 * a.square().sum().item<double>()).Solve(a, s).X),
            "LS-35"),
    ];

    private static Fault Together(
        string name,
        Func<LeastSquaresSolver, (Tensor A, Tensor S), (Tensor A, Tensor S),
            (DeferredSolution, DeferredSolution)> solve) =>
        new(name, new TogetherRule(name, new GramCholesky(), solve), "LS-39");

    // X = ãᵀK⁻¹s with the K of another matrix.
    private static DeferredSolution Borrowed(LeastSquaresSolver solver, Tensor lender, (Tensor A, Tensor S) system)
    {
        var gram = lender.size(0) <= lender.size(1) ? lender.mm(lender.mT) : lender.mT.mm(lender);
        return solver.Defer(system.A, system.S) with { X = system.A.mT.mm(linalg.solve(gram, system.S)) };
    }

    private static Fault Wrong(string name, Func<Tensor, Tensor, Tensor> solve, params string[] claims) =>
        new(name, new PseudoInverseRule(name, 1, solve), claims);

    private static Fault Cut(
        string name, bool squares, Func<double, double, Func<Tensor, Tensor, Tensor>> keep, params string[] claims) =>
            new(
                name,
                new TruncationRule(name, squares, (a, s, rtol, atol) => PlainFilter.Truncate(a, s, keep(rtol, atol))),
                claims);

    private static Fault Report(string name, Func<LeastSquaresSolution, double[], RankReport> report) =>
        new(name, new TruncationRule(name, false, (a, s, rtol, atol) =>
        {
            var solution = new TruncatedSvd(rtol, atol).Solve(a, s);
            return solution with { Report = report(solution, Dense.SingularValues(a)) };
        }), "LS-26");

    private static Fault Damp(string name, Func<Tensor, Tensor, double, Tensor> solve, params string[] claims) =>
        new(name, new RuleSubject(name, solve), claims);

    private static Tensor Transposed(Tensor a, Tensor s) => Svd.Solve(a.size(0) == a.size(1) ? a.mT : a, s).X;

    private static Tensor OneTooMany(Tensor a, Tensor s) =>
        PlainFilter.Solve(a, s, PlainFilter.First(Svd.Solve(a, s).Report.Rank - 1));

    /// <summary>ã⁺s + (I − ã⁺ã)W(I − ãã⁺)s: keeps every Penrose condition but the second.</summary>
    private static Tensor Outside(Tensor a, Tensor s)
    {
        var x = Svd.Solve(a, s).X;
        var w = ones_like(a.mT).matmul(s - a.matmul(x)) / a.norm();
        return x + w - Svd.Solve(a, a.matmul(w)).X;
    }

    /// <summary>(Dã)⁺Ds: keeps every Penrose condition but the third.</summary>
    private static Tensor WeightedRows(Tensor a, Tensor s)
    {
        var weights = linspace(1, 2, a.size(0), dtype: a.dtype, device: a.device).unsqueeze(1);
        return Svd.Solve(weights * a, weights * s).X;
    }

    /// <summary>D(ãD)⁺s: keeps every Penrose condition but the fourth.</summary>
    private static Tensor WeightedColumns(Tensor a, Tensor s)
    {
        var weights = linspace(1, 2, a.size(1), dtype: a.dtype, device: a.device);
        return weights.unsqueeze(1) * Svd.Solve(a * weights, s).X;
    }

    private static Tensor FirstOfDuplicates(Tensor a, Tensor s)
    {
        var half = a.size(0) / 2;
        return a.size(0) == 2 * half && Ratio.Norm(a[..(int)half] - a[(int)half..]) == 0
            ? Svd.Solve(a[..(int)half], s[..(int)half]).X
            : Svd.Solve(a, s).X;
    }

    private static Tensor Flushed(Tensor a, Tensor s) =>
        Svd.Solve(a, where(s.abs() < 1e-4 * s.abs().max(), zeros_like(s), s)).X;

    /// <summary>The normal equations, whatever the factorisation says.</summary>
    private static Tensor SilentCholesky(Tensor a, Tensor s)
    {
        var wide = a.size(0) <= a.size(1);
        var factor = linalg.cholesky_ex(wide ? a.matmul(a.mT) : a.mT.matmul(a)).L;
        return wide ? a.mT.matmul(cholesky_solve(s, factor)) : cholesky_solve(a.mT.matmul(s), factor);
    }

    private static LeastSquaresSolution? SignAlone(Tensor a, Tensor s)
    {
        var info = linalg.cholesky_ex(a.size(0) <= a.size(1) ? a.matmul(a.mT) : a.mT.matmul(a)).info;
        return info.item<int>() != 0 ? null : new(SilentCholesky(a, s), new(1, 1, 0, false));
    }

    private static LeastSquaresSolution? SquaredCondition(Tensor a, Tensor s) =>
        WithCondition(a, s, condition => condition * condition);

    private static LeastSquaresSolution? WithCondition(Tensor a, Tensor s, Func<double, double> plant) =>
        FullRankRule.OrNull(new GramCholesky { FallbackSolver = null }, a, s) is { } solution
            ? solution with { Report = solution.Report with { Condition = plant(solution.Report.Condition) } }
            : null;

    /// <summary>The largest over the smallest entry on the diagonal, which underrates σ_max/σ_min.</summary>
    private static double DiagonalCondition(Tensor a)
    {
        var diagonal = linalg.qr(a.size(0) <= a.size(1) ? a.mT : a).R.diagonal().abs();
        return (diagonal.max() / diagonal.min()).to(float64).item<double>();
    }

    private static Tensor? Cholesky(Tensor a, Tensor s, int refinements) =>
        FullRankRule.OrNull(new GramCholesky(refinements) { FallbackSolver = null }, a, s)?.X;

    private static Tensor Refined(Tensor a, Tensor s, int refinements)
    {
        var x = SilentCholesky(a, s);
        for (var i = 0; i < refinements; i++)
        {
            x = x + SilentCholesky(a, s - a.matmul(x));
        }

        return x;
    }

    /// <summary>Refines Kz = s with the residual through K, which has lost what forming K lost.</summary>
    private static Tensor GramRefined(Tensor a, Tensor s, int refinements, Func<Tensor, Tensor>? part = null)
    {
        var wide = a.size(0) <= a.size(1);
        var gram = wide ? a.matmul(a.mT) : a.mT.matmul(a);
        var right = wide ? s : a.mT.matmul(s);
        var factor = linalg.cholesky_ex(gram).L;
        var z = cholesky_solve(right, factor);
        for (var i = 0; i < refinements; i++)
        {
            z = z + cholesky_solve(right - (part?.Invoke(gram) ?? gram).matmul(z), factor);
        }

        return wide ? a.mT.matmul(z) : z;
    }

    private static Tensor SingleGram(Tensor a, Tensor s)
    {
        var wide = a.size(0) <= a.size(1);
        var gram = (wide ? a.matmul(a.mT) : a.mT.matmul(a)).to(float64);
        var (lambda, q) = linalg.eigh(gram);
        Tensor Apply(Tensor r) => q.matmul(lambda.reciprocal().unsqueeze(1) * q.mT.matmul(r.to(float64))).to(a.dtype);
        return wide ? a.mT.matmul(Apply(s)) : Apply(a.mT.matmul(s));
    }

    private static LeastSquaresSolution TieCut(Tensor a, Tensor s, double rtol) =>
        MixedRule.LibraryAsks(a, s, rtol)
            ? PlainFilter.Truncate(a.to(float64), s.to(float64), (sigma, max) => sigma > rtol * max)
            : MixedRule.First(a, s, rtol);

    /// <summary>Solves for what the first left singular vector does not see.</summary>
    private static LeastSquaresSolution NoLead(Tensor a, Tensor s, double rtol)
    {
        var (u, _, _) = linalg.svd(a, fullMatrices: false);
        return new MixedGramEigen(rtol).Solve(a, s - u[.., ..1].mm(u[.., ..1].mT.mm(s)));
    }

    private static LeastSquaresSolution HalfPrecision(Tensor a, Tensor s, double rtol) =>
        new MixedGramEigen(rtol).Solve(a.to(float16).to(float32), s);

    private static LeastSquaresSolution WithoutK(Tensor a, Tensor s, double rtol, double atol) =>
        rtol < Math.Sqrt(Ratio.Eps(a.dtype))
            ? throw new NumericalException(NumericalTrouble.BlindTolerance, "below √eps")
            : new TruncatedSvd(rtol, atol).Solve(a, s);
}
