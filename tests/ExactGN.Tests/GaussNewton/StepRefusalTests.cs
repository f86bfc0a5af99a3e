namespace ExactGN.Tests;

/// <summary>A step that cannot be taken says why.</summary>
public sealed class StepRefusalTests
{
    private static readonly NetworkRecipe Recipe = new(
        HalfWidth: 3, Hidden: 4, Blocks: 2, Classes: 2, Samples: 3, Bias: true, LinearInput: false, Sigma: 0.3,
        Seed: 5);

    [Fact]
    public void A_network_that_is_all_frozen_has_no_update()
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();
        foreach (var half in built.Model.HalfCouplings)
        {
            half.Trainable = false;
        }

        var error = Assert.Throws<ArgumentException>(
            () => Method(new TruncatedSvd()).Step(built.Model, built.X, built.Targets));

        Assert.Equal("An update needs at least one trainable block; all are frozen.", error.Message);
    }

    [Fact]
    public void A_batch_is_judged_by_its_rule_before_anything_is_asked_of_its_shape()
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();
        var scalar = ones([], dtype: float64, device: Steering.Device);

        var error = Assert.Throws<ArgumentException>(
            () => Method(new GramCholesky()).Step(built.Model, scalar, built.Targets));

        Assert.Equal("A batch must have shape [n ≥ 1, 6], got []. (Parameter 'x')", error.Message);
    }

    [Fact]
    public void A_half_frozen_block_is_refused_before_the_batch_goes_through()
    {
        using var scope = NewDisposeScope();
        HalfCoupling Half(string name, bool trainable) =>
            new(name, nn.Parameter(ones([1, 1], dtype: float64)), new Untouchable()) { Trainable = trainable };
        using var model = new ReversibleNetwork([new(Half("f", trainable: true), Half("g", trainable: false))]);
        var x = ones([1, 2], dtype: float64);

        foreach (var take in (Func<ReversibleGaussNewton, GaussNewtonStep>[])[
            method => method.Step(model, x, x), method => method.Solve(model, x, x)
        ])
        {
            Assert.Begins(
                "The reversible update moves whole blocks, so both halves of a block must be trainable or both frozen; "
                + "in block 0 F is trainable and G is frozen.",
                Assert.Throws<ArgumentException>(() => take(Method(new Qr()) with { MeasureDefect = true })).Message);
        }
    }

    // m = 5: equal samples leave every ã with rank 1 at most.
    [Theory, InlineData(3, 3), InlineData(8, 5)]
    public void Without_a_fallback_the_first_half_coupling_that_lacks_rank_is_named_with_the_rank_it_needs(
        int samples, int rank)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var built = (Recipe with { Samples = samples }).Build();
        built.X.copy_(built.X[..1].clone());

        foreach (var (solver, name) in new (LeastSquaresSolver, string)[]
        {
            (new Qr(), "Qr"),
            (new GramCholesky { FallbackSolver = null }, "GramCholesky"),
        })
        {
            var error = Assert.Throws<NumericalException>(
                () => Method(solver).Step(built.Model, built.X, built.Targets));
            Assert.Equal(NumericalTrouble.RankDeficient, error.Trouble);
            Assert.Begins(
                $"{name} needs full rank {rank}; the condition of the features of blocks.0.f is ", error.Message);
        }
    }

    [Fact]
    public void Sparse_targets_are_refused()
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();

        var error = Assert.Throws<ArgumentException>(
            () => Method(new TruncatedSvd()).Step(built.Model, built.X, built.Targets.to_sparse()));

        Assert.Equal(
            "A batch of targets must be dense, got a sparse tensor of shape [3, 2]; to_dense() makes one of it.",
            error.Message);
    }

    [Theory, InlineData(1e39), InlineData(1e78), InlineData(1e300), InlineData(1e308)]
    public void A_damping_that_leaves_no_update_in_the_range_is_not_called_one_below_rounding(double lambda)
    {
        using var scope = NewDisposeScope();
        using var model = ScaleTests.Network(Precision.Single);
        using var generator = new Generator(17, CPU);
        Tensor Draw(int width) => randn([3, width], generator: generator).to(Steering.Device);
        var (x, y) = (Draw(4), Draw(2));

        var error = Assert.Throws<NumericalException>(() => Method(new Damped(lambda)).Step(model, x, y));

        Assert.Equal(NumericalTrouble.NotRepresentable, error.Trouble);
        Assert.Equal(
            "An update must be representable in Float32; the least-squares solution of Damped is not, or a product "
            + "with it.",
            error.Message);
    }

    [Theory]
    [InlineData("a strategy that does not notice", "Transposed")]
    [InlineData("one that reports missing rank", "Damped")]
    public void A_state_that_is_not_finite_is_named_where_the_error_is(string how, string name)
    {
        using var scope = NewDisposeScope();
        using var built = Recipe.Build();
        LeastSquaresSolver solver = name == "Damped" ? new Damped(1e-3) : new Transposed();

        var error = Assert.Throws<NumericalException>(
            () => Method(solver).Solve(built.Model, full_like(built.X, double.NaN), ones_like(built.X)));

        Assert.True(error.Trouble == NumericalTrouble.NotFinite, how);
        Assert.Equal(
            "An update must be finite; the network's last state contains NaN or infinity, "
            + $"with which {name} cannot solve.",
            error.Message);
    }

    // X = ãᵀs, whatever ã is.
    private sealed record Transposed : LeastSquaresSolver
    {
        public override bool AssumesFullRank => false;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s) =>
            new(a.mT.mm(s), DeferredSolution.Diagnose(
                zeros([], dtype: a.dtype), ones([], dtype: a.dtype), zeros([], dtype: a.dtype), tensor(false)));
    }

    private static ReversibleGaussNewton Method(LeastSquaresSolver solver) =>
        new(solver, new SquaredError(), Curvature.Exact);
}
