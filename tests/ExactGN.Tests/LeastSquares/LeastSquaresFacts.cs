namespace ExactGN.Tests;

/// <summary>Argument checks, named errors and ownership: plain facts about the least-squares strategies.</summary>
public sealed class LeastSquaresFacts
{
    private static readonly Dictionary<string, LeastSquaresSolver> Named = new LeastSquaresSolver[]
    {
        new TruncatedSvd(), new Qr(), new GramCholesky(), new GramCholesky { FallbackSolver = null }, new GramCholesky
        {
            RefineInGram = true,
        }, new TruncatedGramEigen(), new TruncatedGramEigen(InDouble: true), new Damped(1e-3),
        new MixedGramEigen(), new RankRevealingGram(),
    }.ToDictionary(solver => $"{solver}");

    public static TheoryData<string> Solvers => [.. Named.Keys];

    public static TheoryData<double> BadTolerances => [-1e-300, -1, double.NaN, double.PositiveInfinity];

    public static TheoryData<double> BadDampings => [0, -1, double.NaN, double.PositiveInfinity];

    [Theory, MemberData(nameof(Solvers))]
    public void Shapes_that_do_not_fit_are_named(string solver)
    {
        using var scope = NewDisposeScope();
        foreach (var (a, s) in new (long[], long[])[]
        {
            ([2, 3], [4, 1]),
            ([2], [2, 1]),
            ([2, 2], [2]),
            ([2, 2, 2], [2, 1]),
            ([0, 2], [0, 1]),
            ([2, 0], [2, 1]),
            ([2, 2], [2, 0]),
        })
        {
            var error = Assert.Throws<ArgumentException>(() => Named[solver].Solve(ones(a), ones(s)));
            Assert.Equal(
                $"ãX = s needs two matrices with equal row counts, none empty; got ã [{string.Join(", ", a)}] and "
                + $"s [{string.Join(", ", s)}].",
                error.Message);
        }
    }

    [Fact]
    public void A_solution_of_a_wrong_shape_is_named_with_its_strategy()
    {
        using var scope = NewDisposeScope();

        var error = Assert.Throws<ArgumentException>(() => new TransposedSolver().Solve(ones(2, 3), ones(2, 1)));

        Assert.Equal("TransposedSolver.SolveCore's X must have shape [3, 1], got [1, 3].", error.Message);
    }

    [Theory, MemberData(nameof(Solvers))]
    public void Dtypes_and_devices_that_do_not_fit_are_named(string solver)
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => Named[solver].Solve(ones([2, 2], float32, META), ones([2, 1], float32)));
        Assert.Throws<ArgumentException>(() => Named[solver].Solve(ones([2, 2], int64), ones([2, 1], int64)));
        Assert.Throws<ArgumentException>(() => Named[solver].Solve(ones([2, 2], float16), ones([2, 1], float16)));
        var mixed = Assert.Throws<ArgumentException>(
            () => Named[solver].Solve(ones([2, 2], float32), ones([2, 1], float64)));
        Assert.Says("Float32 on CPU and Float64 on CPU", mixed.Message);
    }

    [Theory, MemberData(nameof(Solvers))]
    public void Sparse_matrices_are_refused(string solver)
    {
        using var scope = NewDisposeScope();
        foreach (var (a, s, name) in ((Tensor, Tensor, string)[])[
            (eye(2).to_sparse(), ones([2, 1]), "ã"), (eye(2), ones([2, 2]).to_sparse(), "s"),
        ])
        {
            Assert.Equal(
                $"{name} must be dense, got a sparse tensor of shape [2, 2]; to_dense() makes one of it.",
                Assert.Throws<ArgumentException>(() => Named[solver].Solve(a, s)).Message);
        }
    }

    [Theory, MemberData(nameof(BadTolerances))]
    public void A_tolerance_is_finite_and_not_negative_however_it_is_set(double tolerance)
    {
        Rejects("Rtol", () => new TruncatedSvd(tolerance));
        Rejects("Atol", () => new TruncatedSvd(Atol: tolerance));
        Rejects("Rtol", () => new TruncatedSvd() with { Rtol = tolerance });
        Rejects("Atol", () => new TruncatedSvd() with { Atol = tolerance });
        Rejects("Rtol", () => new TruncatedGramEigen(tolerance));
        Rejects("Atol", () => new TruncatedGramEigen(Atol: tolerance));
        Rejects("Rtol", () => new TruncatedGramEigen() with { Rtol = tolerance });
        Rejects("Atol", () => new TruncatedGramEigen() with { Atol = tolerance });
        Rejects("Rtol", () => new MixedGramEigen(tolerance));
        Rejects("Atol", () => new MixedGramEigen() with { Atol = tolerance });
    }

    [Theory, MemberData(nameof(BadDampings))]
    public void Damping_is_finite_and_positive_however_it_is_set(double lambda)
    {
        Rejects("Damping λ must be finite and positive", () => new Damped(lambda));
        Rejects("Damping λ must be finite and positive", () => new Damped(1) with { Lambda = lambda });
    }

    [Fact]
    public void Refinements_are_not_negative_however_they_are_set()
    {
        Rejects("aspect", () => new WideOrTall(new Qr(), new Qr()) { Aspect = 0 });
        Rejects("aspect", () => new WideOrTall(new Qr(), new Qr()) { Aspect = double.NaN });
        Rejects("Refinements", () => new GramCholesky(-1));
        Rejects("Refinements", () => new GramCholesky() with { Refinements = -1 });
    }

    [Fact]
    public void Options_are_what_was_asked_for()
    {
        var svd = new TruncatedSvd(0.1, 0.2) with { Atol = 0.3 };
        Assert.Equal((0.1, 0.3), (svd.Rtol, svd.Atol));
        Assert.Null((svd with { Rtol = null }).Rtol);
        var gram = new TruncatedGramEigen(0.1, 0.2, InDouble: true) with { Rtol = 0.4 };
        Assert.Equal((0.4, 0.2, true), (gram.Rtol, gram.Atol, gram.InDouble));
        Assert.Equal(2.5, (new Damped(1) with { Lambda = 2.5 }).Lambda);
        Assert.Equal(1, new GramCholesky().Refinements);
        Assert.Equal(new TruncatedSvd(), new GramCholesky().Fallback);
        Assert.Null(new Qr().Fallback);
        Assert.Null(new TruncatedSvd().Fallback);
        Assert.True(new Qr().AssumesFullRank && new GramCholesky().AssumesFullRank);
        Assert.False(new TruncatedSvd().AssumesFullRank
            || new TruncatedGramEigen().AssumesFullRank
            || new Damped(1).AssumesFullRank);
    }

    [Fact]
    public void Every_strategy_but_the_SVD_and_QR_forms_the_Gram_matrix()
    {
        Assert.All(Named.Values, solver => Assert.Equal(solver is not (TruncatedSvd or Qr), solver.FormsGram(2, 3)));
        Assert.True(new RankRevealingGram().Fallback!.FormsGram(2, 3));
        Assert.False(new Noisy(new Qr(), 0.1).FormsGram(2, 3));
    }

    [Fact]
    public void Full_row_rank_is_assumed_by_strategies_of_full_rank_up_to_the_square()
    {
        var solver = new Qr();
        Assert.True(solver.AssumesFullRowRank(2, 3));
        Assert.True(solver.AssumesFullRowRank(3, 3));
        Assert.False(solver.AssumesFullRowRank(3, 2));
        Assert.False(new TruncatedSvd().AssumesFullRowRank(2, 3));
        Assert.False(new Noisy(new Qr(), 0.1).AssumesFullRowRank(2, 3));
    }

    // K is ããᵀ and no longer ãᵀã; for this ã the two differ.
    [Theory, MemberData(nameof(Solvers))]
    public void A_square_system_is_solved(string solver)
    {
        using var scope = NewDisposeScope();
        var a = tensor(new double[,] { { 2, 1 }, { 0, 1 } });

        var x = Named[solver].Solve(a, tensor(new double[,] { { 3 }, { 1 } })).X;

        Assert.All(x.data<double>().ToArray(), entry => Assert.InRange(entry, 0.99, 1.01));
    }

    [Theory, InlineData(Precision.Double, false), InlineData(Precision.Single, true)]
    public void The_default_refines_wide_matrices_through_the_features_in_float64_and_in_K_in_float32(
        Precision precision, bool inGram)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(40, 90, Rank: 40, Condition: 10, Scale: 1, RightHandSides: 5, Seed: 3);
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = new RankRevealingGram().Solve(a, s).X;

        Assert.True(Is(inGram));
        Assert.False(Is(!inGram));

        bool Is(bool refineInGram) =>
            x.equal(new GramCholesky { RefineInGram = refineInGram }.Solve(a, s).X).all().ToBoolean();
    }

    [Theory, MemberData(nameof(Solvers))]
    public void A_NaN_or_an_infinity_is_a_named_error(string solver)
    {
        using var scope = NewDisposeScope();
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
        {
            foreach (var (rows, columns) in new[] { (2, 3), (3, 2) })
            {
                var (a, s) = (eye(rows, columns, dtype: float64), ones([rows, 2], float64));
                var spoilt = s.clone();
                spoilt[0, 0] = bad;
                Assert.Throws<NumericalException>(() => Named[solver].Solve(a, spoilt));
                a[0, 1] = bad;
                Assert.Throws<NumericalException>(() => Named[solver].Solve(a, s));
            }
        }
    }

    [Fact]
    public void The_errors_give_the_rule_and_the_values()
    {
        using var scope = NewDisposeScope();
        var deficient = Assert.Throws<NumericalException>(
            () => new Qr().Solve(ones([2, 3], float64), ones([2, 1], float64)));
        Assert.Equal(NumericalTrouble.RankDeficient, deficient.Trouble);
        Assert.Says("Qr needs full rank 2; the condition of ã [2, 3] is ", deficient.Message);

        var blind = Assert.Throws<NumericalException>(
            () => new TruncatedGramEigen(1e-9).Solve(ones([2, 3], float64), ones([2, 1], float64)));
        Assert.Equal(NumericalTrouble.BlindTolerance, blind.Trouble);
        Assert.Says(
            "A 2×3 Gram matrix in Float64 cannot tell singular values below 2.11e-08·σ_max from rounding, "
            + "got rtol 1e-09",
            blind.Message);
        Assert.Says("TruncatedSvd or Qr, or InDouble", blind.Message);

        var nan = Assert.Throws<NumericalException>(
            () => new Qr().Solve(full([2, 3], double.NaN, float64), ones([2, 1], float64)));
        Assert.Equal(NumericalTrouble.NotFinite, nan.Trouble);

        var lost = Assert.Throws<NumericalException>(
            () => new Damped(1e-300).Solve(ones([2, 3], float64), ones([2, 1], float64)));
        Assert.Says("Damped needs a λ above rounding, got 1e-300", lost.Message);

        var infinite = Assert.Throws<NumericalException>(
            () => new TruncatedSvd().Solve(eye(2, dtype: float64), full([2, 1], double.NaN, float64)));
        Assert.Equal(NumericalTrouble.NotFinite, infinite.Trouble);
        Assert.Says("ã [2, 2] or s [2, 1], given to TruncatedSvd, contains NaN or infinity", infinite.Message);
    }

    [Theory, InlineData(2, 3), InlineData(3, 2)]
    public void Damping_reports_full_rank_no_cut_and_the_condition_of_its_factor(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        // K + λI = diag(25, 16): its factor has the pivots 5 and 4, whatever the rank of ã.
        var a = zeros([rows, columns], dtype: float64);
        a[0, 0] = 3;
        Assert.Equal(
            new RankReport(2, 1.25, 0, Failed: false), new Damped(16).Solve(a, ones([rows, 1], dtype: float64)).Report);
    }

    [Fact]
    public void Double_precision_Gram_matrices_see_what_single_ones_refuse()
    {
        using var scope = NewDisposeScope();
        var (a, s) = (eye(3, 4, dtype: float32), ones([3, 1], float32));
        Assert.Throws<NumericalException>(() => new TruncatedGramEigen(1e-6).Solve(a, s));
        var x = new TruncatedGramEigen(1e-6, InDouble: true).Solve(a, s).X;
        Assert.Equal(ScalarType.Float32, x.dtype);
        Assert.Throws<NumericalException>(() => new TruncatedGramEigen(1e-9, InDouble: true).Solve(a, s));
    }

    [Fact]
    public void Singular_values_whose_squares_underflow_are_kept()
    {
        using var scope = NewDisposeScope();
        foreach (var (rows, scale) in new[] { (2, 1e-17), (2, 1e-22), (3, 1e-25), (5, 1e-30) })
        {
            var (a, s) = (scale * eye(rows, 3, dtype: float32), ones([rows, 1], float32));
            foreach (var solver in new LeastSquaresSolver[]
            {
                new TruncatedSvd(), new Qr(), new GramCholesky(), new TruncatedGramEigen(),
                new TruncatedGramEigen(InDouble: true), new MixedGramEigen(), new RankRevealingGram(),
            })
            {
                var first = solver.Solve(a, s).X[0, 0].item<float>() * scale;
                Assert.InRange(first, 1 - 1e-5, 1 + 1e-5);
            }
        }
    }

    [Theory, MemberData(nameof(Solvers))]
    public void The_caller_owns_the_solution_and_nothing_else_stays_alive(string solver)
    {
        foreach (var rows in new[] { 2, 5 })
        {
            using var a = eye(rows, 3, dtype: float64);
            using var s = ones([rows, 2], float64);
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            var solution = Named[solver].Solve(a, s);
            Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Assert.Equal([3, 2], solution.X.shape);
            Assert.False(solution.X.requires_grad);
            solution.Dispose();
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void The_fallback_leaves_nothing_alive_either()
    {
        using var a = ones([3, 3], float64);
        using var s = ones([3, 2], float64);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        new GramCholesky().Solve(a, s).Dispose();
        Assert.Throws<NumericalException>(() => new GramCholesky { FallbackSolver = null }.Solve(a, s));
        Assert.Throws<NumericalException>(() => new TruncatedGramEigen(1e-12).Solve(a, s));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Refinement_in_the_Gram_matrix_leaves_less_of_its_equations()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7, CPU);
        var left = new double[2];
        for (var draw = 0; draw < 10; draw++)
        {
            // Tall, so that X itself solves KX = ãᵀs; columns of sizes 1 to 100, each equation in the size of its own.
            var a = (randn([400, 60], dtype: float64, generator: generator) * logspace(0, 2, 60, dtype: float64))
                .to(float32);
            var s = randn([400, 5], dtype: float64, generator: generator).to(float32);
            var (gram, right) = (GramMatrix.Of(a).to(float64), a.mT.mm(s).to(float64));
            for (var refinements = 0; refinements < 2; refinements++)
            {
                using var solution = new GramCholesky(refinements) { RefineInGram = true, FallbackSolver = null }
                    .Solve(a, s);
                left[refinements] += ((gram.mm(solution.X.to(float64)) - right) / gram.diagonal().sqrt().unsqueeze(1))
                    .norm()
                    .item<double>();
            }
        }

        // How much less is not promised: the rounding of K itself stays. Without a refinement both are the same number.
        Assert.True(left[1] < left[0], $"{left[1]} of {left[0]}");
    }

    [Fact]
    public void A_few_columns_are_refined_through_the_features_where_that_costs_little()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9, CPU);
        var a = randn([96, 200], dtype: float32, generator: generator);
        foreach (var (columns, throughFeatures) in new[] { (1, true), (3, true), (4, false) })
        {
            var s = randn([96, columns], dtype: float32, generator: generator);
            using var cheap = new GramCholesky { RefineInGram = true, FallbackSolver = null }.Solve(a, s);
            using var dear = new GramCholesky { FallbackSolver = null }.Solve(a, s);
            Assert.Equal(throughFeatures, cheap.X.equal(dear.X).all().item<bool>());
        }
    }

    [Fact]
    public void Parameters_that_require_a_gradient_are_solved_without_one()
    {
        using var scope = NewDisposeScope();
        var a = randn([3, 4], float64).requires_grad_();
        var x = new TruncatedSvd().Solve(a, ones([3, 1], float64)).X;
        Assert.False(x.requires_grad);
    }

    private static void Rejects(string rule, Func<object> make) =>
        Assert.Says(rule, Assert.Throws<ArgumentOutOfRangeException>(make).Message);

    private sealed record TransposedSolver : LeastSquaresSolver
    {
        public override bool AssumesFullRank => false;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            var none = zeros([], dtype: float64);
            return new(linalg.pinv(a).mm(s).mT, DeferredSolution.Diagnose(none, none, none, none.gt(0)));
        }
    }
}
