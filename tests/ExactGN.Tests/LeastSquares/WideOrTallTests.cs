namespace ExactGN.Tests;

/// <summary>One strategy for wide matrices, another for tall ones.</summary>
public sealed class WideOrTallTests
{
    [Theory]
    [InlineData(4, 8, 2, true)]
    [InlineData(4, 7, 2, false)]
    [InlineData(4, 2, 0.5, true)]
    [InlineData(4, 1, 0.5, false)]
    [InlineData(3, 3, 1, true)]
    [InlineData(3, 2, 1, false)]
    public void A_matrix_is_wide_from_aspect_times_its_rows_on(int rows, int columns, double aspect, bool isWide)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(rows, columns, Math.Min(rows, columns), 2, 1, 2, Seed: 1);
        var (a, s) = (recipe.Build(), recipe.RightHandSide());

        // Two dampings, whose solutions differ for every matrix but zero.
        var (wide, tall) = (new Damped(1), new Damped(2));
        using var solution = new WideOrTall(wide, tall) { Aspect = aspect }.Solve(a, s);
        using var own = (isWide ? wide : tall).Solve(a, s);

        Assert.True(solution.X.eq(own.X).all().ToBoolean());
        Assert.Equal(own.Report, solution.Report);
    }

    [Fact]
    public void One_strategy_for_both_of_two_matrices_is_given_both_at_once_and_two_strategies_are_not()
    {
        using var scope = NewDisposeScope();
        LinearSystem System(int rows, int columns) =>
            new(eye(rows, columns, dtype: float64), ones([rows, 1], dtype: float64));
        Pairing wide = new(), tall = new();
        var solver = new WideOrTall(wide, tall);

        solver.DeferBoth(System(2, 3), System(2, 4));
        Assert.Equal((1, 0), (wide.Pairs, tall.Pairs));

        solver.DeferBoth(System(3, 2), System(4, 2));
        Assert.Equal((1, 1), (wide.Pairs, tall.Pairs));

        solver.DeferBoth(System(2, 3), System(3, 2));
        Assert.Equal((1, 1), (wide.Pairs, tall.Pairs));
    }

    [Fact]
    public void It_falls_back_where_one_of_the_two_does()
    {
        var (falls, stays) = (new GramCholesky(), new Qr());

        Assert.Null(new WideOrTall(stays, stays).Fallback);
        Assert.Equal(new WideOrTall(new TruncatedSvd(), stays), new WideOrTall(falls, stays).Fallback);
        Assert.Equal(new WideOrTall(stays, new TruncatedSvd()), new WideOrTall(stays, falls).Fallback);
    }

    private sealed record Pairing : LeastSquaresSolver
    {
        public int Pairs { get; private set; }

        public override bool AssumesFullRank => true;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s) => new Qr().Defer(a, s);

        private protected override (DeferredSolution First, DeferredSolution Second) SolveBothCore(
            LinearSystem first, LinearSystem second)
        {
            Pairs++;
            return base.SolveBothCore(first, second);
        }
    }
}
