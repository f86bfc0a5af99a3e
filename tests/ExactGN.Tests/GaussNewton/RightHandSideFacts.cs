namespace ExactGN.Tests;

/// <summary>For how many columns each half-coupling solves.</summary>
public sealed class RightHandSideFacts
{
    // The sweep goes down: F and G of the last block first. c = 2 of q = 4; without a read-out, or with c ≥ q,
    // nothing is gained by factors.
    [Theory]
    [InlineData(2, false, new long[] { 2, 4, 4, 4 })]
    [InlineData(4, false, new long[] { 4, 4, 4, 4 })]
    [InlineData(6, false, new long[] { 4, 4, 4, 4 })]
    [InlineData(null, false, new long[] { 4, 4, 4, 4 })]
    [InlineData(2, true, new long[] { 4, 4 })]
    public void The_last_F_solves_for_the_columns_of_the_output_error(int? classes, bool lastFrozen, long[] columns)
    {
        using var scope = NewDisposeScope();
        using var model = new RevMlp(
            new RevMlpOptions { Features = 8, Hidden = 12, Blocks = 2, Classes = classes, Seed = 3 }, float64);
        if (lastFrozen)
        {
            model.Blocks[1].F.Trainable = model.Blocks[1].G.Trainable = false;
        }

        var solver = new Recording();
        using var generator = new Generator(4, CPU);
        using var step = new ReversibleGaussNewton(solver, new SquaredError(), Curvature.Exact)
            .Step(
                model,
                randn([3, 8], dtype: float64, generator: generator),
                randn([3, classes ?? 8], dtype: float64, generator: generator));

        Assert.Equal(columns, solver.Columns);
    }

    private sealed record Recording : LeastSquaresSolver
    {
        public List<long> Columns { get; } = [];

        public override bool AssumesFullRank => false;

        protected override DeferredSolution SolveCore(Tensor a, Tensor s)
        {
            Columns.Add(s.size(1));
            return new(zeros([a.size(1), s.size(1)], dtype: a.dtype), DeferredSolution.Diagnose(
                zeros([], dtype: a.dtype), ones([], dtype: a.dtype), zeros([], dtype: a.dtype), tensor(false)));
        }
    }
}
