namespace ExactGN.Tests;

/// <summary>What Gram-Cholesky does between the first solve and the answer.</summary>
public sealed class GramCholeskyFacts
{
    private static readonly GramCholesky Strict = new() { FallbackSolver = null };

    [Theory, InlineData(4, 7), InlineData(7, 4), InlineData(5, 5)]
    public void It_refines_as_often_as_it_was_asked_to(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(
            rows, columns, Math.Min(rows, columns), Condition: 1e5, Scale: 1, RightHandSides: 2, Seed: 3);
        var (a, s) = (recipe.Build(), recipe.RightHandSide());
        var wide = rows <= columns;
        var factor = linalg.cholesky(wide ? a.mm(a.mT) : a.mT.mm(a));
        Tensor Apply(Tensor r) => wide ? a.mT.mm(cholesky_solve(r, factor)) : cholesky_solve(a.mT.mm(r), factor);

        var x = Apply(s);
        for (var refinements = 0; refinements < 3; refinements++)
        {
            var refined = x + Apply(s - a.mm(x));
            Assert.True((Strict with { Refinements = refinements }).Solve(a, s).X.equal(x).all().item<bool>());
            Assert.False(refined.equal(x).all().item<bool>());
            x = refined;
        }
    }

    [Theory, InlineData(4, 7), InlineData(7, 4), InlineData(5, 5)]
    public void And_so_it_does_in_the_Gram_matrix(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(
            rows, columns, Math.Min(rows, columns), Condition: 1e5, Scale: 1, RightHandSides: 2, Seed: 3);
        var (a, s) = (recipe.Build(), recipe.RightHandSide());
        var wide = rows <= columns;
        var gram = wide ? a.mm(a.mT) : a.mT.mm(a);
        var (factor, right) = (linalg.cholesky(gram), wide ? s : a.mT.mm(s));

        var z = cholesky_solve(right, factor);
        for (var refinements = 0; refinements < 3; refinements++)
        {
            var solver = Strict with { Refinements = refinements, RefineInGram = true };
            var refined = z + cholesky_solve(right - gram.mm(z), factor);
            Assert.True(solver.Solve(a, s).X.equal(wide ? a.mT.mm(z) : z).all().item<bool>());
            Assert.False(refined.equal(z).all().item<bool>());
            z = refined;
        }
    }

    // κ² puts the first solve's correction near 5·10⁻³, above eps^¼ = 1.2·10⁻⁴, and the second's near its square.
    [Theory, InlineData(4, 7), InlineData(7, 4)]
    public void The_first_correction_decides_and_later_ones_do_not_excuse_it(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(
            rows, columns, Math.Min(rows, columns), Condition: 5e6, Scale: 1, RightHandSides: 2, Seed: 3);
        var (a, s) = (recipe.Build(), recipe.RightHandSide());

        Assert.False((Strict with { Refinements = 0 }).Solve(a, s).Report.Failed);
        foreach (var refinements in new[] { 1, 2, 3, 4 })
        {
            var error = Assert.Throws<NumericalException>(
                () => (Strict with { Refinements = refinements }).Solve(a, s));
            Assert.Equal(NumericalTrouble.RankDeficient, error.Trouble);
        }
    }

    // There the rounding of the residual keeps each correction near u·κ² of z.
    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void In_the_Gram_matrix_too_a_system_without_an_answer_is_reported(int refinements)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(4, 7, Rank: 4, Condition: 5e6, Scale: 1, RightHandSides: 2, Seed: 3);
        var (a, s) = (recipe.Build(), recipe.RightHandSide());

        var error = Assert.Throws<NumericalException>(
            () => (Strict with { Refinements = refinements, RefineInGram = true }).Solve(a, s));

        Assert.Equal(NumericalTrouble.RankDeficient, error.Trouble);
    }

    // s = u₁ + u_n/κ: the first residual is about u·κ of s, while the correction is about u·κ²/2 of X.
    [Fact]
    public void With_more_features_than_samples_the_residual_is_what_a_first_solve_is_judged_by()
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(4, 7, Rank: 4, Condition: 5e6, Scale: 1, RightHandSides: 1, Seed: 3);
        var a = recipe.Build();
        var u = Dense.FromMathNet(Dense.ToMathNet(a).Svd(computeVectors: true).U);
        var s = (u[.., ..1] + u[.., 3..4] / recipe.Condition).to(a.device);

        var x = Strict.Solve(a, s).X;

        var error = Ratio.Norm(x.cpu() - Dense.PseudoInverse(a, rtol: 0).mm(s.cpu()));
        Assert.InRange(
            error / (recipe.Condition * Ratio.Norm(s)),
            0,
            Verdict.Threshold * 7 * recipe.Condition * Ratio.Eps(a.dtype));
        Assert.False((Strict with { RefineInGram = true }).Solve(a, s).Report.Failed);
    }

    // s = u₁: the residual of Kz = ãᵀs is about u of ãᵀs, while the correction is about u·κ² of z.
    [Fact]
    public void With_more_samples_than_features_the_correction_is()
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(7, 4, Rank: 4, Condition: 5e6, Scale: 1, RightHandSides: 1, Seed: 3);
        var a = recipe.Build();
        var u = Dense.FromMathNet(Dense.ToMathNet(a).Svd(computeVectors: true).U);

        Assert.Equal(
            NumericalTrouble.RankDeficient,
            Assert.Throws<NumericalException>(
                () => Strict.Solve(a, u[.., ..1].to(a.device))).Trouble);
    }

    // The larger side of one is the smaller side of the other.
    [Fact]
    public void Two_matrices_whose_Gram_matrices_differ_in_size_are_solved_as_each_by_itself()
    {
        using var scope = NewDisposeScope();
        var (small, large) = (System(3, 5), System(5, 7));

        foreach (var (one, other) in ((LinearSystem, LinearSystem)[])[(small, large), (large, small)])
        {
            var (first, second) = Strict.DeferBoth(one, other);
            Assert.True(first.X.equal(Strict.Defer(one.A, one.S).X).all().item<bool>());
            Assert.True(second.X.equal(Strict.Defer(other.A, other.S).X).all().item<bool>());
        }

        static LinearSystem System(int rows, int columns)
        {
            var recipe = new MatrixRecipe(rows, columns, rows, Condition: 10, Scale: 1, RightHandSides: 2, Seed: 3);
            return new(recipe.Build(), recipe.RightHandSide());
        }
    }
}
