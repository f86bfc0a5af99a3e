namespace ExactGN.Tests.Devices;

/// <summary>How often a step waits for its device: once, and once more where a strategy fails or leaves
/// the range of the dtype.</summary>
public sealed class ReadCountTests
{
    private static readonly NetworkRecipe Recipe = new(
        HalfWidth: 4, Hidden: 20, Blocks: 3, Classes: 2, Samples: 4, Bias: true, LinearInput: false, Sigma: 0.1,
        Seed: 5);

    private static readonly Dictionary<string, LeastSquaresSolver> Named =
        new LeastSquaresSolver[]
        {
            new TruncatedSvd(), new Qr(), new GramCholesky(), new TruncatedGramEigen(1e-6),
            new TruncatedGramEigen(InDouble: true), new Damped(1e-3), new Noisy(new TruncatedSvd(), 0.1),
            new WideOrTall(new GramCholesky(), new TruncatedSvd()), new RankRevealingGram(), new MixedGramEigen(),
        }
            .ToDictionary(solver => $"{solver}");

    public static TheoryData<string> Solvers => [.. Named.Keys];

    [Theory, MemberData(nameof(Solvers))]
    public void Every_strategy_leaves_a_step_one_read(string solver)
    {
        using var built = Recipe.Build();
        using var reads = new CountedReads();

        using var step = new ReversibleGaussNewton(Named[solver], new SquaredError(), Curvature.Exact)
        {
            MeasureDefect = true,
        }.Step(built.Model, built.X, built.Targets);

        Assert.False(step.Report.UsedFallback);
        Assert.Equal(1, reads.Count);
    }

    [Fact]
    public void A_fallback_costs_a_second_read()
    {
        // Every sample twice: half the rank.
        using var built = Recipe.Build();
        using var twice = built.X.repeat(2, 1);
        using var targets = built.Targets.repeat(2, 1);
        using var reads = new CountedReads();

        using var step = new ReversibleGaussNewton(new GramCholesky(), new SquaredError(), Curvature.Exact)
            .Step(built.Model, twice, targets);

        Assert.True(step.Report.UsedFallback);
        Assert.Equal(2, reads.Count);
    }

    [Fact]
    public void The_minimum_norm_step_and_a_solve_read_once()
    {
        using var built = Recipe.Build();
        using var scope = NewDisposeScope();
        using var reads = new CountedReads();

        using var least = new MinimumNormGaussNewton(new SquaredError(), Curvature.Exact)
            .Step(built.Model, built.X, built.Targets);
        Assert.Equal(1, reads.Count);

        using var solution = new TruncatedSvd().Solve(built.X, built.X);
        Assert.Equal(2, reads.Count);
    }
}
