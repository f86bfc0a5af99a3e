namespace ExactGN.Tests;

/// <summary>What the minimum-norm update says where there is none, and which tolerances it takes.</summary>
public sealed class MinimumNormFacts
{
    // √(n·c·eps) is a power of two for n·c = 16.
    private static readonly double Blind = Math.ScaleB(1, -24);

    [Theory, InlineData(0), InlineData(0.5)]
    public void An_error_that_is_not_finite_is_named_and_leaves_nothing_behind(double rtol)
    {
        using var scope = NewDisposeScope();
        using var model = Network();
        var (state, error) = (State(1), full([2, 8], double.NaN, dtype: float64));
        Solve(model, state, rtol).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var refusal = Assert.Throws<NumericalException>(
            () => MinimumNormGaussNewton.Solve(model, state, error, rtol));

        Assert.Equal("The output error ε must be finite; it contains NaN or infinity.", refusal.Message);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, InlineData(0), InlineData(0.5)]
    public void The_error_is_named_before_the_kernel(double rtol)
    {
        using var scope = NewDisposeScope();
        using var model = Network();

        Assert.Equal(NumericalTrouble.NotRepresentable, Trouble(() => Solve(model, State(1e200), rtol)));
        Assert.Equal(
            NumericalTrouble.NotFinite,
            Trouble(() => MinimumNormGaussNewton.Solve(
                model, State(1e200), full([2, 8], double.NaN, dtype: float64), rtol)));
    }

    [Theory, InlineData(0), InlineData(0.5)]
    public void An_update_beyond_the_largest_number_is_called_that(double rtol)
    {
        using var scope = NewDisposeScope();
        using var model = Network();

        // Θ = 10⁻²⁰ I.
        var refusal = Assert.Throws<NumericalException>(
            () => MinimumNormGaussNewton.Solve(model, State(1e-10), full([2, 8], 1e300, dtype: float64), rtol));

        Assert.Equal(NumericalTrouble.NotRepresentable, refusal.Trouble);
        Assert.Equal(
            "The minimum-norm update must be representable in Float64; that of this batch is not.", refusal.Message);
    }

    // LAPACK's eigenvalues have not been seen to fail on numbers within the range: a kernel beyond it, whose reads say
    // that all is finite, takes their place.
    [Fact]
    public void Eigenvalues_that_do_not_converge_on_a_kernel_within_the_range_are_called_that()
    {
        using var scope = NewDisposeScope();
        using var model = Network();
        using var finite = HostRead.Through(vector => [.. Enumerable.Repeat(1.0, (int)vector.numel())]);

        var refusal = Assert.Throws<NumericalException>(() => Solve(model, State(1e200), 0.5));

        Assert.Equal(NumericalTrouble.NoConvergence, refusal.Trouble);
        Assert.Equal(
            "The eigenvalues of a kernel of shape [16, 16] must converge; they did not.", refusal.Message);
    }

    [Fact]
    public void Tolerances_from_the_one_that_the_kernel_can_tell_from_rounding_up_to_one_are_taken()
    {
        using var scope = NewDisposeScope();
        using var model = Network();

        using var least = Solve(model, State(1), Blind);
        using var most = Solve(model, State(1), 0.5);

        Assert.Equal(1, new MinimumNormGaussNewton(new SquaredError(), Curvature.Exact) { Rtol = 1 }.Rtol);
        Assert.All(
            least.Deltas.Zip(most.Deltas),
            pair => Assert.InRange((pair.First - pair.Second).abs().max().item<double>(), 0, 1e-12));
        var refusal = Assert.Throws<NumericalException>(() => Solve(model, State(1), Math.BitDecrement(Blind)));
        Assert.Equal(NumericalTrouble.BlindTolerance, refusal.Trouble);
        Assert.Begins(
            "A kernel of shape [16, 16] in Float64 cannot tell singular values of J below 5.96e-08·σ_max",
            refusal.Message);
    }

    private static NumericalTrouble Trouble(Action take) => Assert.Throws<NumericalException>(take).Trouble;

    private static Update Solve(ReversibleNetwork model, Tensor state, double rtol) =>
        MinimumNormGaussNewton.Solve(model, state, ones([2, 8], dtype: float64), rtol);

    // As in RankLevelFacts: Θ = scale²·I of size 16.
    private static RevMlp Network() =>
        new(new() { Features = 8, Blocks = 1, Bias = false, InitialSigma = 0 }, ScalarType.Float64);

    private static Tensor State(double scale)
    {
        var half = scale * eye(2, 4, dtype: float64);
        return cat([half, half], 1);
    }
}
