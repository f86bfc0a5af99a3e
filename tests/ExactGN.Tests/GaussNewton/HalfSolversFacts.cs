namespace ExactGN.Tests;

/// <summary>Which strategy solves which half-coupling, and what it is given.</summary>
public sealed class HalfSolversFacts
{
    private const int All = 13;
    private const int Spanned = 4;

    // One linear block of q = 3 and m = 13, whose features four columns span.
    private static readonly NetworkRecipe Recipe = new(
        HalfWidth: 3, Hidden: All - 1, Blocks: 1, Classes: null, Samples: 4, Bias: true, LinearInput: true, Sigma: 0.3,
        Seed: 5);

    [Theory, InlineData(true, Spanned), InlineData(false, All)]
    public void Only_an_equivariant_strategy_is_given_a_linear_half_coupling_in_its_span(bool equivariant, int columns)
    {
        foreach (var keep in (bool[])[false, true])
        {
            Seeing solver = new(equivariant, Next: null);
            Step(solver, keep);
            Assert.Equal([columns, columns], solver.Columns);
        }
    }

    [Theory, InlineData(true, false, Spanned, All), InlineData(false, true, All, All)]
    public void And_so_it_is_where_one_falls_back_to_another(bool first, bool second, int columns, int again)
    {
        foreach (var keep in (bool[])[false, true])
        {
            Seeing next = new(second, Next: null);
            Seeing solver = new(first, next);
            Step(solver, keep);
            Assert.Equal([columns, columns], solver.Columns);
            Assert.Equal([again, again], next.Columns);
        }
    }

    [Fact]
    public void One_strategy_for_several_half_couplings_stays_one_at_unit_scale()
    {
        using var built = Recipe.Build();
        var (f, g) = (built.Model.Blocks[0].F, built.Model.Blocks[0].G);

        var solvers = HalfSolvers.All(new GramCholesky()).AtUnitScale([f, g]);

        Assert.Same(solvers.Of(f), solvers.Of(g));
    }

    [Fact]
    public void Strategies_are_named_from_the_first_to_its_fallback()
    {
        using var built = Recipe.Build();

        var solvers = HalfSolvers.All(new GramCholesky()).FallBack([new(built.Model.Blocks[0].F, 4, 1e9)]);

        Assert.Equal("GramCholesky and TruncatedSvd", solvers.Names);
    }

    [Fact]
    public void One_strategy_for_both_halves_of_a_block_is_asked_for_both_at_once()
    {
        Pairing solver = new();

        Step(solver, keep: false, blocks: 3);

        Assert.Equal(3, solver.Pairs);
    }

    [Fact]
    public void A_solution_is_freed_as_soon_as_a_fallback_has_another()
    {
        Replaced fallback = new();

        Step(new Replacing(fallback), keep: false, blocks: 2);

        Assert.Equal([0, 1, 2, 3], fallback.Freed);
    }

    [Fact]
    public void Blocks_below_the_last_trainable_one_are_not_evaluated()
    {
        using var scope = NewDisposeScope();
        HalfCoupling Frozen(string name) =>
            new(name, nn.Parameter(ones([1, 1], dtype: float64)), new Untouchable()) { Trainable = false };
        HalfCoupling Half(string name) => new(
            name,
            nn.Parameter(ones([3, 1], dtype: float64)),
            new RandomFeatures(1, tensor(new double[,] { { 0.5, -0.7 } }), Activation.Tanh));
        using var model = new ReversibleNetwork([new(Frozen("f0"), Frozen("g0")), new(Half("f1"), Half("g1"))]);

        using var step = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
            .Solve(model, ones([1, 2], dtype: float64), ones([1, 2], dtype: float64));

        Assert.Equal([0, 0], step.Update.Deltas.Take(2).Select(delta => delta.item<double>()));
        Assert.True(step.Update.Norm() > 0);
    }

    private static void Step(LeastSquaresSolver solver, bool keep, int blocks = 1)
    {
        using var scope = NewDisposeScope();
        using var built = (Recipe with { Blocks = blocks }).Build();
        var method =
            new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact) { KeepFeatures = keep };
        method.Step(built.Model, built.X, built.Targets).Dispose();
    }

    private static DeferredSolution Zero(Tensor a, Tensor s, bool failed) =>
        new(zeros([a.size(1), s.size(1)], dtype: a.dtype), DeferredSolution.Diagnose(
            zeros([], dtype: a.dtype), ones([], dtype: a.dtype), zeros([], dtype: a.dtype), tensor(failed)));

    // Fails where it has a fallback.
    private sealed record Seeing(bool Equivariant, LeastSquaresSolver? Next) : LeastSquaresSolver
    {
        public List<long> Columns { get; } = [];

        public override bool AssumesFullRank => false;

        public override bool IsEquivariant => Equivariant;

        public override LeastSquaresSolver? Fallback => Next;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            Columns.Add(a.size(1));
            return Zero(a, s, failed: Next is not null);
        }
    }

    private sealed record Pairing : LeastSquaresSolver
    {
        public int Pairs { get; private set; }

        public override bool AssumesFullRank => true;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s) => Zero(a, s, failed: false);

        private protected override (DeferredSolution First, DeferredSolution Second) SolveBothCore(
            LinearSystem first, LinearSystem second)
        {
            Pairs++;
            return base.SolveBothCore(first, second);
        }
    }

    // Keeps no solution, but sees which are still alive.
    private sealed record Replacing(Replaced Next) : LeastSquaresSolver
    {
        public override bool AssumesFullRank => false;

        public override LeastSquaresSolver? Fallback => Next;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            var solution = Zero(a, s, failed: true);
            Next.Before.Add(solution.X);
            return solution;
        }
    }

    private sealed record Replaced : LeastSquaresSolver
    {
        public List<Tensor> Before { get; } = [];

        public List<int> Freed { get; } = [];

        public override bool AssumesFullRank => false;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            Freed.Add(Before.Count(x => x.IsInvalid));
            return Zero(a, s, failed: false);
        }
    }
}
