namespace ExactGN.Tests;

/// <summary>What a step's report says, and what only when it is asked.</summary>
public sealed class StepReportTests
{
    [Theory]
    [InlineData(true, 3, 3)]
    [InlineData(false, 2, 3)]
    [InlineData(false, 3, 2)]
    [InlineData(false, 2, 2)]
    public void Full_row_rank_is_that_of_every_half_coupling(bool full, int first, int second)
    {
        HalfCouplingReport Half(string name, int rank) =>
            new(name, Samples: 3, rank, Condition: 1, LargestCut: 0, Residual: 0);
        var report = new ExactnessReport(
            [Half("blocks.0.f", first), Half("blocks.0.g", second)], 1, UsedFallback: false, null, null);
        Assert.Equal(full, report.FullRowRank);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Residuals_and_defects_are_there_when_they_were_asked_for_and_only_then(bool asked)
    {
        using var scope = NewDisposeScope();
        using var built = new NetworkRecipe(4, 12, 2, 2, 3, Bias: true, LinearInput: true, Sigma: 0.1, Seed: 5).Build();
        var method = new ReversibleGaussNewton(new TruncatedSvd(), new SquaredError(), Curvature.Exact)
        {
            MeasureDefect = asked,
        };

        using var step = method.Step(built.Model, built.X, built.Targets);
        using var solved = method.Solve(
            built.Model, built.Model.Forward(built.X), built.Gaussian(built.X.size(1), stream: 1));

        foreach (var report in new[] { step.Report, solved.Report })
        {
            Assert.Equal(asked, report.StateDefect is < 1e-9);
            Assert.Equal(asked, report.OutputDefect is < 1e-9);
            Assert.Equal(asked, report.WorstResidual is < 1e-9);
            Assert.All(report.Halves, half => Assert.Equal(asked, half.Residual.HasValue));
            Assert.Equal(asked, report.StateDefect.HasValue && report.OutputDefect.HasValue);
        }
    }

    [Fact]
    public void Changes_that_no_kept_point_carries_on_are_not_computed()
    {
        using var scope = NewDisposeScope();
        using var built = new NetworkRecipe(4, 12, 2, 2, 3, Bias: true, LinearInput: true, Sigma: 0.1, Seed: 5).Build();

        var change = Meter.Defect(built.X).Change(
            new Trajectory.Recovered(built.Model, built.X),
            () => throw new InvalidOperationException("Nobody asks for it."));

        Assert.Equal(HalfTangent.Zero, change);
    }
}
