namespace ExactGN.Tests;

/// <summary>Where full rank ends: on diagonal problems every factorisation is exact, so the documented level is met
/// or missed to the last bit.</summary>
public sealed class RankLevelFacts
{
    private static readonly double Eps = Math.Pow(2, -52);

    // 4·max(n, m)·eps is a power of two for these sizes.
    [Theory, InlineData(4, 64), InlineData(64, 4), InlineData(4, 4)]
    public void Qr_demands_a_smallest_singular_value_above_four_max_n_m_eps(int rows, int columns) =>
        TheLevelIs(4 * Math.Max(rows, columns) * Eps, new Qr(), rows, columns);

    // σ_min², in units of the largest, against 4√k·eps.
    [Theory, InlineData(16, 64), InlineData(64, 16), InlineData(16, 16)]
    public void Cholesky_demands_a_smallest_pivot_above_four_root_k_eps(int rows, int columns) =>
        TheLevelIs(Math.Sqrt(4 * Math.Sqrt(16) * Eps), new GramCholesky { FallbackSolver = null }, rows, columns);

    // Without weights and read-out the kernel of one linear block on [x, x] is xxᵀ for each of the d outputs:
    // diagonal for diagonal x, of size k = n·d = 16.
    [Theory, InlineData(1), InlineData(1024)]
    public void The_minimum_norm_update_demands_a_smallest_singular_value_above_four_root_k_eps(double scale)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(
            new() { Features = 8, Blocks = 1, Bias = false, InitialSigma = 0 }, ScalarType.Float64);
        var delta = Math.Sqrt(4 * Math.Sqrt(16) * Eps);
        Tensor State(double smallest)
        {
            var half = cat([diag(tensor([scale, scale * smallest])), zeros([2, 2], dtype: float64)], 1);
            return cat([half, half], 1);
        }

        using var solved = MinimumNormGaussNewton.Solve(model, State(1.25 * delta), ones([2, 8], dtype: float64));

        var error = Assert.Throws<NumericalException>(
            () => MinimumNormGaussNewton.Solve(model, State(delta), ones([2, 8], dtype: float64)));
        Assert.Equal(NumericalTrouble.RankDeficient, error.Trouble);
    }

    // As above for an x = L whose kernel LLᵀ and factor L are exact: ones on the diagonal, −1 below it. Its pivots are
    // all 1, and ‖L⁻¹‖ is about 2ⁿ⁻¹.
    [Theory, InlineData(ScalarType.Float32, 16), InlineData(ScalarType.Float64, 32)]
    public void The_minimum_norm_update_refuses_a_kernel_that_only_its_pivots_call_definite(ScalarType dtype, int n)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(new() { Features = 2 * n, Blocks = 1, Bias = false, InitialSigma = 0 }, dtype);
        var factor = eye(n, dtype: dtype) - ones([n, n], dtype: dtype).tril(-1);
        var k = n * model.Outputs;
        var state = cat([factor, factor], 1);

        var error = Assert.Throws<NumericalException>(
            () => MinimumNormGaussNewton.Solve(model, state, ones_like(state)));

        Assert.Equal(NumericalTrouble.RankDeficient, error.Trouble);
        Assert.Equal(
            "The minimum-norm update needs a kernel JJᵀ that is positive definite beyond rounding; "
            + $"the {k}×{k} one of this batch is not, in {dtype}.",
            error.Message);
    }

    [Theory, InlineData(2, 64), InlineData(64, 2)]
    public void The_SVD_by_default_cuts_below_max_n_m_eps(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        foreach (var (factor, rank) in new[] { (1.25, 2), (0.75, 1) })
        {
            var a = eye(rows, columns, dtype: float64);
            a[1, 1] = factor * 64 * Eps;
            Assert.Equal(rank, new TruncatedSvd().Solve(a, ones([rows, 1], dtype: float64)).Report.Rank);
        }
    }

    // What the default falls back to cuts what rounding of ã's entries can make in float32, of K in float64.
    [Theory]
    [InlineData(ScalarType.Float32, 4, 64)]
    [InlineData(ScalarType.Float32, 64, 4)]
    [InlineData(ScalarType.Float64, 4, 64)]
    [InlineData(ScalarType.Float64, 64, 4)]
    public void The_defaults_eigendecomposition_cuts_what_rounding_can_have_made(
        ScalarType dtype, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var level = dtype == ScalarType.Float32 ? 64 * finfo(dtype).eps : 4 * Math.Sqrt(4 * Eps);
        foreach (var (factor, rank) in new[] { (1.25, 4), (0.75, 3) })
        {
            var a = eye(rows, columns, dtype: dtype);
            a[3, 3] = factor * level;
            var solution = new RankRevealingGram().Fallback!.Solve(a, ones([rows, 1], dtype: dtype));
            Assert.Equal(rank, solution.Report.Rank);
        }
    }

    // √(k·eps) is a power of two for k = 4, whatever the larger side is.
    [Theory, InlineData(4, 9), InlineData(9, 4)]
    public void A_truncation_by_the_Gram_matrix_takes_tolerances_from_root_k_eps_on(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (eye(rows, columns, dtype: float64), ones([rows, 1], dtype: float64));
        var least = Math.ScaleB(1, -25);

        Assert.Equal(4, new TruncatedGramEigen(least).Solve(a, s).Report.Rank);
        Assert.Equal(
            NumericalTrouble.BlindTolerance,
            Assert.Throws<NumericalException>(
                () => new TruncatedGramEigen(Math.BitDecrement(least)).Solve(a, s)).Trouble);
    }

    // λ_max is tiny/eps, far below it (its square is in no dtype) and far above what the dtype holds.
    [Theory]
    [InlineData(
        ScalarType.Float64, 1, -485), InlineData(ScalarType.Float64, 1, -900), InlineData(ScalarType.Float64, 1, 900)]
    [InlineData(
        ScalarType.Float32, 2, -52), InlineData(ScalarType.Float32, 2, -110), InlineData(ScalarType.Float32, 2, 110)]
    public void Gram_eigenvalues_count_at_every_scale(ScalarType dtype, int columns, int exponent)
    {
        using var scope = NewDisposeScope();
        var (a, s) = (full([1, columns], Math.ScaleB(1, exponent), dtype), ones([1, 1], dtype: dtype));
        Assert.Equal(1, a.mm(new TruncatedGramEigen().Solve(a, s).X).to(float64).item<double>());
        Assert.Equal(
            1,
            (0.999 * a).mm(new TruncatedGramEigen().Solve(0.999 * a, s).X).to(float64).item<double>(),
            4 * finfo(dtype).eps);
    }

    [Fact]
    public void The_error_gives_the_condition_that_was_seen()
    {
        using var scope = NewDisposeScope();
        string Message(double smallest) =>
            Assert.Throws<NumericalException>(
                () => new Qr().Solve(diag(tensor([1, smallest])), ones([2, 1], dtype: float64))).Message;
        Assert.Equal(
            "Qr needs full rank 2; the condition of ã [2, 2] is 1.8e+16 or more.", Message(Math.ScaleB(1, -54)));
        Assert.Equal("Qr needs full rank 2; the condition of ã [2, 2] is infinite to rounding.", Message(0));
    }

    private static void TheLevelIs(double level, LeastSquaresSolver solver, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        foreach (var scale in new[] { 1, 1024 })
        {
            var a = scale * eye(rows, columns, dtype: float64);
            var last = Math.Min(rows, columns) - 1;

            a[last, last] = 1.25 * level * scale;
            Assert.False(solver.Solve(a, ones([rows, 1], dtype: float64)).Report.Failed);

            a[last, last] = level * scale;
            Assert.Equal(
                NumericalTrouble.RankDeficient,
                Assert.Throws<NumericalException>(() => solver.Solve(a, ones([rows, 1], dtype: float64))).Trouble);
        }
    }
}
