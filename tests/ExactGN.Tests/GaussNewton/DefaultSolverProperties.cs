namespace ExactGN.Tests;

/// <summary>theory/exact-update.md: the solver to begin with decides per half-coupling, by shape and by rank.</summary>
public sealed class DefaultSolverProperties
{
    private static readonly ReversibleGaussNewton Default = new(new SquaredError(), Curvature.Exact)
    {
        Scaling = StepScaling.Reference,
    };

    [Claim("GN-46")]
    public Property The_default_solver_is_Cholesky_for_wide_halves_and_the_eigendecomposition_for_tall_ones(
        GaussNewtonRule rule, PartlyDeficientNetwork recipe)
    {
        using var built = recipe.Network.Open();
        if (!(built.Features().Skip(2).Max(Condition) < 1e3))
        {
            return Verdict.Discard();
        }

        // The linear block's ã have q + 1 columns in their span (q without bias), fewer than there are samples.
        var columns = recipe.Network.HalfWidth + (recipe.Network.Bias ? 1 : 0);
        using var step = rule.Step(Default, built.Model, built.X, built.Targets);
        built.Model.TrainOnly(half => half < 2);
        using var first = rule.Step(
            Default with { Solver = Eigen(built, columns) }, built.Model, built.X, built.Targets);
        built.Model.TrainOnly(half => half >= 2);
        var cholesky = new GramCholesky { FallbackSolver = null };
        using var second = rule.Step(Default with { Solver = cholesky }, built.Model, built.X, built.Targets);

        Tensor[] expected = [.. first.Update.Deltas.Take(2), .. second.Update.Deltas.Skip(2)];
        var strategies = step.Report.Halves.Select(half => half.Strategy);
        var told = strategies.SequenceEqual(
            [nameof(TruncatedGramEigen), nameof(TruncatedGramEigen), nameof(GramCholesky), nameof(GramCholesky)]);
        return Verdict.That(recipe, Same(step, expected) && told && !step.Report.UsedFallback);
    }

    [Claim("GN-47")]
    public Property Where_a_wide_half_lacks_rank_the_default_solver_takes_the_eigendecomposition(
        GaussNewtonRule rule, NetworkRecipe recipe)
    {
        recipe = recipe.Paper;
        using var built = (recipe with { Samples = Math.Max(2, recipe.Samples), LinearInput = false }).Open();
        var columns = (int)built.Model.WeightRows();
        if (built.X.size(0) > columns)
        {
            return Verdict.Discard();
        }

        // Two equal samples: no ã has full row rank.
        built.X[0].copy_(built.X[1]);
        using var step = rule.Step(Default, built.Model, built.X, built.Targets);
        using var expected = rule.Step(
            Default with { Solver = Eigen(built, columns) }, built.Model, built.X, built.Targets);

        var told = step.Report.Halves.All(half => half.UsedFallback && half.Strategy == nameof(TruncatedGramEigen));
        var ranks = step.Report.Halves.Zip(expected.Report.Halves).All(pair => pair.First.Rank == pair.Second.Rank);
        return Verdict.That(recipe, Same(step, expected.Update.Deltas) && told && ranks && step.Report.UsedFallback);
    }

    // The eigendecomposition at the tolerance of theory/least-squares.md for float64, the larger one of the two.
    private static TruncatedGramEigen Eigen(NetworkCase built, int columns)
    {
        var k = Math.Min(built.X.size(0), columns);
        return new(Math.Min(1, 4 * Math.Sqrt(k * Ratio.Eps(ScalarType.Float64))), InDouble: true);
    }

    private static bool Same(GaussNewtonStep step, IEnumerable<Tensor> expected) =>
        step.Update.Deltas.Zip(expected).All(pair => pair.First.eq(pair.Second).all().ToBoolean());

    // Of an ã with full row rank; infinite without it.
    private static double Condition(Tensor feature)
    {
        var sigma = Dense.SingularValues(feature);
        return feature.size(0) <= feature.size(1) && sigma[^1] > 0 ? sigma[0] / sigma[^1] : double.PositiveInfinity;
    }
}
