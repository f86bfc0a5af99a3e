namespace ExactGN.Tests;

/// <summary>Where mixed precision mixes and where it does not.</summary>
public sealed class MixedGramEigenFacts
{
    [Fact]
    public void Its_options_and_its_fallback_are_what_was_asked_for()
    {
        var solver = new MixedGramEigen(0.1, 0.2) with { Rtol = 0.3 };
        Assert.Equal((0.3, 0.2), (solver.Rtol, solver.Atol));
        Assert.Equal(new TruncatedGramEigen(0.3, 0.2, InDouble: true), solver.Fallback);
        Assert.False(solver.AssumesFullRank);
        Assert.True(solver.IsEquivariant);
    }

    // At k = 5 the rounding of a float32 Gram matrix would often decide below rtol = √(8√5·eps) = 1.5·10⁻³.
    [Theory]
    [InlineData(Precision.Double, 1e-2, true)]
    [InlineData(Precision.Single, 1e-3, true)]
    [InlineData(Precision.Single, 2e-3, false)]
    public void In_float64_and_for_fine_tolerances_it_works_in_float64_at_once(
        Precision precision, double rtol, bool same)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(5, 9, Rank: 5, Condition: 10, Scale: 1, RightHandSides: 2, Seed: 3);
        var (a, s) = (recipe.Build(precision.Dtype()), recipe.RightHandSide(precision.Dtype()));

        var x = new MixedGramEigen(rtol).Solve(a, s).X;

        Assert.Equal(same, x.equal(new TruncatedGramEigen(rtol, InDouble: true).Solve(a, s).X).all().ToBoolean());
        Assert.False(MixedRule.LibraryAsks(a, s, rtol));
    }

    [Fact]
    public void A_tie_is_looked_at_again_and_a_tolerance_below_float64_is_refused()
    {
        using var scope = NewDisposeScope();
        var (a, s) = (eye(3, 4), ones([3, 1]));
        Assert.True(MixedRule.LibraryAsks(a, s, rtol: 1));
        Assert.Equal(3, new MixedGramEigen(1).Solve(a, s).Report.Rank);
        var blind = Assert.Throws<NumericalException>(() => new MixedGramEigen(1e-9).Solve(a, s));
        Assert.Equal(NumericalTrouble.BlindTolerance, blind.Trouble);
    }

    // Features with a large mean, as ReLU's: λ_max is 10⁴ times what decides, and float32 alone would lose it.
    [Fact]
    public void Leading_eigenvalues_do_not_drown_the_small_ones()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        var a = (3 + randn([96, 400], generator: generator)).to(Steering.Device);
        var s = randn([96, 3], generator: generator).to(Steering.Device);
        const double rtol = 0.02;

        var mixed = MixedRule.First(a, s, rtol);
        var exact = new TruncatedGramEigen(rtol, InDouble: true).Solve(a, s);

        Assert.False(mixed.Report.Failed);
        Assert.Equal(exact.Report.Rank, mixed.Report.Rank);
        Assert.InRange(((mixed.X - exact.X).norm() / exact.X.norm()).ToDouble(), 0, 1e-3);
    }
}
