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

        Assert.Equal(same, IsThatInDouble(a, s, rtol));
        Assert.False(MixedRule.LibraryAsks(a, s, rtol));

        // And so where K is beyond the dtype's range, so that ã is solved at unit scale.
        var far = Math.ScaleB(1, precision == Precision.Single ? 80 : 600);
        Assert.Equal(same, IsThatInDouble(far * a, s, rtol));
    }

    // rtol² = 8√k·eps at k = 16, whatever the larger side is.
    [Fact]
    public void The_least_tolerance_at_which_it_mixes_is_the_documented_one()
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(16, 40, Rank: 16, Condition: 10, Scale: 1, RightHandSides: 2, Seed: 3);
        var (a, s) = (recipe.Build(float32), recipe.RightHandSide(float32));
        var least = Math.ScaleB(1, -9);

        Assert.False(IsThatInDouble(a, s, least));
        Assert.True(IsThatInDouble(a, s, Math.BitDecrement(least)));
    }

    // Square, and with as many λ as are watched: one for each row and one for the leading pair.
    [Theory, InlineData(5, 5), InlineData(15, 20), InlineData(20, 15)]
    public void Where_the_spectrum_is_far_from_the_threshold_one_look_is_enough(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var recipe = new MatrixRecipe(
            rows, columns, Math.Min(rows, columns), Condition: 10, Scale: 1, RightHandSides: 2, Seed: 3);
        var (a, s) = (recipe.Build(float32), recipe.RightHandSide(float32));

        var mixed = MixedRule.First(a, s, rtol: 1e-2);

        Assert.False(mixed.Report.Failed);
        Assert.InRange(
            Ratio.Norm(mixed.X.cpu().to(float64) - Dense.PseudoInverse(a, rtol: 0).mm(s.cpu().to(float64)))
                / (100 * Ratio.Norm(s)),
            0,
            Verdict.Threshold * Math.Max(rows, columns) * Ratio.Eps(float32));
    }

    // K = scale²·diag(1, 2⁻¹⁸(1 + δ)²) is exact and so are its eigenpairs; what is left is the rounding of measuring
    // E, 2·eps·λ_max = scale²·2⁻²². λ₂ is scale²·2⁻¹⁷δ above the threshold.
    [Theory]
    [InlineData(1024, -7, true)]
    [InlineData(1024, -3, false)]
    [InlineData(1.0 / 1024, -7, true)]
    [InlineData(1.0 / 1024, -3, false)]
    public void The_rounding_of_the_measurement_counts_at_every_scale(double scale, int exponent, bool asks)
    {
        using var scope = NewDisposeScope();
        var rtol = Math.ScaleB(1, -9);
        var a = (scale * diag(tensor([1, rtol * (1 + Math.ScaleB(1, exponent))]))).to(float32);

        Assert.Equal(asks, MixedRule.LibraryAsks(a, ones([2, 1]), rtol));
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

    // Rounding of a float32 decomposition is several eps·λ_max, and that of its vectors alone half an eps·λ_max: a λ
    // at one and a half is decided where the leading pair is taken out, and not where it is not. In columns of the
    // larger mean the pair is found at once, in the others by iterations.
    [Theory, InlineData(30, 100, 30), InlineData(96, 400, 8)]
    public void With_the_leading_pair_taken_out_nearer_ones_are_decided(int rows, int columns, int mean)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        var a = mean + randn([rows, columns], generator: generator);
        var lambda = Dense.SingularValues(a).Select(sigma => sigma * sigma).ToArray();
        var threshold = lambda[rows / 2] - 1.5 * Ratio.Eps(float32) * lambda[0];

        Assert.False(MixedRule.LibraryAsks(a, ones([rows, 1]), Math.Sqrt(threshold / lambda[0])));
    }

    // Each of 16 is measured, and what is left of K by their Frobenius norm, which is four times as large where the
    // rounding of all is alike: all are further off than their rounding, ten times eps, and nearer than four times
    // that norm, eighty times eps.
    [Theory, InlineData(16, false), InlineData(17, true)]
    public void Of_more_than_sixteen_near_the_threshold_the_next_one_must_be_further(int near, bool asks)
    {
        const int size = 96;
        const double sigma = 0.03;
        using var scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        var (u, _) = linalg.qr(randn([size, size], dtype: float64, generator: generator));
        var (v, _) = linalg.qr(randn([size, size], dtype: float64, generator: generator));
        var spectrum = cat([linspace(1, 0.9, size - near, dtype: float64), full([near], sigma, dtype: float64)]);
        var a = (u * spectrum).mm(v.mT).to(float32);

        var rtol = Math.Sqrt(sigma * sigma - 30 * Ratio.Eps(float32));

        Assert.Equal(asks, MixedRule.LibraryAsks(a, ones([size, 1]), rtol));
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

    private static bool IsThatInDouble(Tensor a, Tensor s, double rtol) =>
        new MixedGramEigen(rtol).Solve(a, s).X
            .equal(new TruncatedGramEigen(rtol, InDouble: true).Solve(a, s).X)
            .all()
            .ToBoolean();
}
