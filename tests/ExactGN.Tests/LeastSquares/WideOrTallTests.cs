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
}
